"""The files of the reference data: read, and found to make sense or not."""

import csv
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models

from ..rules.wording import Text

COLUMNS = {
    "discoms.csv": (
        "code", "kind", "short_en", "short_hi", "name_en", "name_hi",
        "headquarters_en", "headquarters_hi", "parent", "note",
    ),
    "districts.csv": ("slug", "name_en", "name_hi", "aliases"),
    "tiles.csv": ("district", "column", "row"),
    "service_areas.csv": ("district", "area", "discom", "places_en", "places_hi", "basis"),
}  # fmt: skip

Row = dict[str, str]


class ReferenceRefused(Exception):
    """The files say something that the reference data may not become. Nothing was written."""

    def __init__(self, faults: Sequence[Text]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.en for fault in faults))


def refuse(faults: Iterable[Text]) -> None:
    """Raises ReferenceRefused if there is any fault."""
    if found := tuple(faults):
        raise ReferenceRefused(found)


def read(directory: Path, name: str) -> list[Row]:
    """The rows of one file, by column. Raises ReferenceRefused."""
    try:
        with (directory / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReferenceRefused(
            [Text(f"{name}: पढ़ी नहीं जा सकी ({error}).", f"{name}: cannot be read ({error}).")]
        ) from error
    columns = COLUMNS[name]
    if not rows or sorted(rows[0]) != sorted(columns):
        wanted = ", ".join(columns)
        refuse([Text(f"{name}: स्तंभ ये हों: {wanted}", f"{name}: the columns must be: {wanted}")])
    refuse(
        Text(f"{name}: पंक्ति {n} में स्तंभ कम या अधिक हैं।", f"{name}: row {n} has too many or too few columns.")
        for n, row in enumerate(rows, start=1)
        if row and len(row) != len(columns)
    )  # fmt: skip
    return [dict(zip(rows[0], map(str.strip, row), strict=True)) for row in rows[1:] if row]


def repeated(name: str, keys: Sequence[str]) -> Iterator[Text]:
    """Keys that come twice in a file."""
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Text(f"{name}: {key}: दो बार आया है।", f"{name}: {key}: comes twice.")


def unsound(name: str, rows: Iterable[models.Model]) -> Iterator[Text]:
    """Values that the fields do not take."""
    for each in rows:
        try:
            each.clean_fields(exclude=["parent", "district", "discom"])
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                words = f"{name}: {each}: {field}: {' '.join(messages)}"
                yield Text(words, words)


def misplaced(name: str, tiles: Iterable[Row], districts: Container[str]) -> Iterator[Text]:
    """Tiles of districts that the file does not have, or without a place."""
    for tile in tiles:
        if tile["district"] not in districts:
            yield unknown(name, tile["district"], "district", tile["district"])
        for column in ("column", "row"):
            if not re.fullmatch("[0-9]{1,3}", tile[column]):
                yield unknown(name, tile["district"], column, tile[column])


def renamed(
    name: str, offered: Sequence[models.Model], there: Iterable[models.Model]
) -> Iterator[Text]:
    """Names that belong to another code: on record, or in the file."""
    for field in ("name_en", "name_hi"):
        owner = {getattr(each, field): each.pk for each in there}
        for each in offered:
            code = owner.setdefault(getattr(each, field), each.pk)
            if code != each.pk:
                yield Text(
                    f"{name}: {each.pk}: {field} {code} का नाम है; कोड नहीं बदलता।",
                    f"{name}: {each.pk}: {field} belongs to {code}; a code never changes.",
                )


def unknown(name: str, key: str, column: str, value: str) -> Text:
    """That a row names something that is not there."""
    return Text(
        f"{name}: {key}: {column} {value!r} अज्ञात है।",
        f"{name}: {key}: {column} {value!r} is unknown.",
    )
