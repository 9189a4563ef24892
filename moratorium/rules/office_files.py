"""Files of offices, places and postings: CSV in and out, the same columns both ways.

UTF-8 with or without BOM, comma or semicolon, headers in English or Hindi in any order. Which
of the three a file is follows from its columns.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from io import StringIO

from . import names, script
from .office_faults import words
from .offices import LEVELS, Office, Place, Posting, Row
from .wording import LANGUAGES, Text

MAX_ROWS, MAX_BYTES = 20_000, 10 * 1024 * 1024
KINDS: dict[str, type] = {"offices": Office, "places": Place, "postings": Posting}
KIND_WORDS = {
    "offices": Text("कार्यालय", "offices"),
    "places": Text("कार्यालयों के स्थान", "places of offices"),
    "postings": Text("तैनातियाँ", "postings"),
}
COLUMNS = {
    "code": Text("कूट", "code"),
    "discom": Text("निगम", "discom"),
    "level": Text("स्तर", "level"),
    "name_hi": Text("नाम हिन्दी", "name_hi"),
    "name_en": Text("नाम अंग्रेज़ी", "name_en"),
    "email": Text("ई-मेल", "email"),
    "office": Text("कार्यालय", "office"),
    "parent": Text("उच्चतर कार्यालय", "parent"),
    "person": Text("लॉगिन नाम", "person"),
    "post_hi": Text("पदनाम हिन्दी", "post_hi"),
    "post_en": Text("पदनाम अंग्रेज़ी", "post_en"),
    "starts_on": Text("प्रारंभ दिनांक", "starts_on"),
    "ends_on": Text("समाप्ति दिनांक", "ends_on"),
}
_COLUMN = {names.key(text[each]): name for name, text in COLUMNS.items() for each in LANGUAGES}
_LEVEL = {
    names.key(word): code for code, text in LEVELS.items() for word in (code, text.hi, text.en)
}
_OPTIONAL = {"email", "parent", "ends_on"}
_DAYS = ("starts_on", "ends_on")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_INDIAN = re.compile(r"(\d\d)-(\d\d)-(\d{4})", re.ASCII)

# A spreadsheet takes a cell that begins so for a formula; an apostrophe before it stops that.
_FORMULA = re.compile("'*[=+\\-@＝＋－＠]")

BAD_FILES = {
    "empty": Text("फ़ाइल रिक्त है।", "The file is empty."),
    "size": Text(
        "फ़ाइल 10 MB से बड़ी है; उसे कई फ़ाइलों में बाँटें।",
        "The file is larger than 10 MB; divide it into several.",
    ),
    "rows": Text(
        "फ़ाइल में 20,000 से अधिक पंक्तियाँ हैं; उसे कई फ़ाइलों में बाँटें।",
        "The file has more than 20,000 rows; divide it into several.",
    ),
    "spreadsheet": Text(
        "यह Excel की फ़ाइल है, CSV नहीं। Excel में “CSV UTF-8” के रूप में सहेजें।",
        "This is a file of Excel, not CSV. Save it there as “CSV UTF-8”.",
    ),
    "binary": Text(
        "यह CSV फ़ाइल नहीं है: इसमें NUL बाइट या UTF-16 है। “CSV UTF-8” के रूप में सहेजें।",
        "This is not a CSV file: it has NUL bytes or is UTF-16. Save it as “CSV UTF-8”.",
    ),
    "encoding": Text(
        "पंक्ति {0} UTF-8 में नहीं है। “CSV UTF-8” के रूप में सहेजें।",
        "Line {0} is not in UTF-8. Save it as “CSV UTF-8”.",
    ),
    "csv": Text(
        "पंक्ति {0} से CSV पढ़ी नहीं जा सकी: कोई उद्धरण-चिह्न (\") बंद नहीं है या खाना बहुत बड़ा है।",
        "From line {0} on this cannot be read as CSV: a quotation mark (\") is not closed, or a "
        "cell is too large.",
    ),
    "kind": Text(
        "शीर्ष पंक्ति से पता नहीं चलता कि फ़ाइल किसकी है। नमूना फ़ाइल के स्तंभ लें।",
        "The header does not tell what the file holds. Take the columns of a template.",
    ),
    "missing": Text("ये स्तंभ नहीं मिले: {0}", "These columns are missing: {0}"),
    "repeated": Text("यह स्तंभ दो बार है: {0}", "This column appears twice: {0}"),
}  # fmt: skip
LINE_FAULTS = {
    "cells": Text(
        "पंक्ति में {0} खाने हैं, शीर्ष पंक्ति में {1}।",
        "The row has {0} cells, the header {1}.",
    ),
    "day": Text(
        "दिनांक समझ में नहीं आया: {0}; जैसे 01-04-2023 या 2023-04-01",
        "The date is not understood: {0}; write 01-04-2023 or 2023-04-01",
    ),
    "twice": Text("यह पंक्ति {0} पर पहले ही आ चुका है।", "This is stated already in line {0}."),
}


class BadFile(ValueError):
    """A file that cannot be read at all; `words` say why."""

    def __init__(self, name: str, *given: object) -> None:
        text = BAD_FILES[name]
        self.name = name
        self.words = Text(text.hi.format(*given), text.en.format(*given))
        super().__init__(self.words.en)


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong in a line of the file: the column, if it is one, and why."""

    line: int
    column: str
    words: Text


@dataclass(slots=True)
class Sheet:
    """What a file states: its rows with their lines, what is wrong, what was passed over."""

    kind: str
    rows: dict[tuple, Row] = field(default_factory=dict)
    lines: dict[tuple, int] = field(default_factory=dict)
    faults: list[LineFault] = field(default_factory=list)
    ignored: tuple[str, ...] = ()


def columns(kind: str) -> tuple[str, ...]:
    """The columns of a kind of file."""
    return tuple(each.name for each in fields(KINDS[kind]))


def read(content: bytes) -> Sheet:
    """What a file states, with all its faults by line. Raises BadFile."""
    text = _text(content)
    rows = _rows(text)
    try:
        titles = next((cells for _line, cells in rows if any(map(str.strip, cells))), [])
    except csv.Error:
        raise BadFile("csv", 1) from None
    kind, where, ignored = _header(titles)
    sheet = Sheet(kind, ignored=ignored)
    count = 0
    for line, cells in rows:
        if any(map(str.strip, cells)):
            count += 1
            if count > MAX_ROWS:
                raise BadFile("rows")
            _take(sheet, line, cells, where, len(titles))
    return sheet


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise BadFile("size")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadFile("spreadsheet")
    if b"\0" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile("binary")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile("encoding", content.count(b"\n", 0, error.start) + 1) from None
    if not text.strip():
        raise BadFile("empty")
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line on which each begins, from 1. Raises BadFile."""
    first = text.lstrip().split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise BadFile("csv", line) from None
        yield line, cells


def _header(titles: Sequence[str]) -> tuple[str, dict[str, int], tuple[str, ...]]:
    """The kind of the file, where each column stands, and the titles passed over."""
    found: dict[str, int] = {}
    ignored = []
    for index, title in enumerate(titles):
        name = _COLUMN.get(names.key(title.strip()))
        if name is None:
            ignored.append(shown(title))
        elif name in found:
            raise BadFile("repeated", shown(title))
        else:
            found[name] = index
    kind = _kind(found)
    missing = [name for name in columns(kind) if name not in found and name not in _OPTIONAL]
    if missing:
        raise BadFile("missing", ", ".join(missing))
    ignored += [name for name in found if name not in columns(kind)]
    return kind, {name: found[name] for name in columns(kind) if name in found}, tuple(ignored)


def _kind(found: Iterable[str]) -> str:
    telling = {"person": "postings", "parent": "places", "code": "offices"}
    for name, kind in telling.items():
        if name in found:
            return kind
    raise BadFile("kind")


def _take(sheet: Sheet, line: int, cells: list[str], where: dict[str, int], width: int) -> None:
    if len(cells) != width:
        sheet.faults.append(LineFault(line, "", _said("cells", len(cells), width)))
        return
    given = {name: unescaped(cells[index].strip()) for name, index in where.items()}
    faults = [*_line_faults(line, given)]
    sheet.faults += faults
    if faults:
        return
    row = _row(sheet.kind, given)
    if row.key in sheet.rows:
        where_first = sheet.lines[row.key]
        sheet.faults.append(LineFault(line, columns(sheet.kind)[0], _said("twice", where_first)))
        return
    sheet.rows[row.key], sheet.lines[row.key] = row, line


def _line_faults(line: int, given: dict[str, str]) -> Iterator[LineFault]:
    for name, text in given.items():
        if (why := script.fault_of(text)) is not None:
            yield LineFault(line, name, why)
        elif not text and name not in _OPTIONAL:
            yield LineFault(line, name, words("empty"))
        elif text and name in _DAYS and read_day(text) is None:
            yield LineFault(line, name, _said("day", shown(text)))


def _row(kind: str, given: dict[str, str]) -> Row:
    values: dict[str, object] = {name: tidy(text) for name, text in given.items()}
    for name in _DAYS:
        if name in given:
            values[name] = read_day(given[name])
    if "level" in given:
        values["level"] = _LEVEL.get(names.key(given["level"]), shown(given["level"]))
    if kind == "places":
        values.setdefault("parent", "")
    return KINDS[kind](**values)


def tidy(text: str) -> str:
    """A text as it is kept: NFC, single spaces, none around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def read_day(text: str) -> date | None:
    """The day that a text names, as 2023-04-01 or 01-04-2023; None if it names none."""
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _INDIAN.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def write(kind: str, rows: Iterable[Row], language: str) -> bytes:
    """A file that states these rows; read again, it states the same. UTF-8 with BOM."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([COLUMNS[name][language] for name in columns(kind)])
    writer.writerows([_cell(getattr(row, name)) for name in columns(kind)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = str(value or "")
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from computing it."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def shown(text: str) -> str:
    """A cell fit to be repeated in a reason: one line, short, nothing hidden."""
    line = "".join(each for each in " ".join(text.split()) if each.isprintable())
    return line if len(line) <= 60 else line[:60] + "…"


def _said(name: str, *given: object) -> Text:
    text = LINE_FAULTS[name]
    return Text(text.hi.format(*given), text.en.format(*given))


__all__ = [
    "COLUMNS", "KINDS", "KIND_WORDS", "MAX_BYTES", "MAX_ROWS", "BadFile", "LineFault",
    "Sheet", "columns", "read", "read_day", "shown", "tidy", "unescaped", "write",
]  # fmt: skip
