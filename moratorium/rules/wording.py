"""Dates, numbers and the operative text, in Hindi and in English from the same fields.

Django's Hindi locale prints 09:00 and 21:00 alike, so the words for an hour are our own.
Source: the field's own usage: Latin digits, Indian grouping, day parts in Hindi, the
24-hour clock and the zone always beside them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .instants import IST
from .scope import ANY_AREA

HI, EN = "hi", "en"
LANGUAGES = (HI, EN)
MAX_TITLE = 300  # characters that a title on record may have

_MONTHS = {
    HI: [
        "जनवरी",
        "फरवरी",
        "मार्च",
        "अप्रैल",
        "मई",
        "जून",
        "जुलाई",
        "अगस्त",
        "सितंबर",
        "अक्टूबर",
        "नवंबर",
        "दिसंबर",
    ],
    EN: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_DAY_PARTS = ((4, "रात"), (12, "सुबह"), (16, "दोपहर"), (20, "शाम"), (24, "रात"))


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages."""

    hi: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.hi if language == HI else self.en

    def __bool__(self) -> bool:
        return bool(self.hi or self.en)


@dataclass(frozen=True, slots=True)
class LineWords:
    """What the operative text says of one coverage line, with names instead of codes."""

    discom: Text | None  # None: every discom of the Corporation
    districts: tuple[Text, ...]
    area: str
    restricted_to: Text
    starts_at: datetime
    ends_at: datetime | None
    outage: Text | None
    grace_hours: int


def day(value: date, language: str) -> str:
    """A calendar day: "4 जनवरी 2023", "4 January 2023"."""
    return f"{value.day} {_MONTHS[language][value.month - 1]} {value.year}"


def ist_day(instant: datetime, language: str) -> str:
    """The day in IST of an instant."""
    return day(instant.astimezone(IST).date(), language)


def clock(value: time, language: str) -> str:
    """An hour that cannot be confused: "रात 9:00 बजे (21:00 IST)", "9:00 pm (21:00 IST)"."""
    seconds = f":{value.second:02d}" if value.second else ""
    twelve = f"{value.hour % 12 or 12}:{value.minute:02d}{seconds}"
    full = f"({value.hour:02d}:{value.minute:02d}{seconds} IST)"
    if language == HI:
        part = next(name for until, name in _DAY_PARTS if value.hour < until)
        return f"{part} {twelve} बजे {full}"
    return f"{twelve} {'am' if value.hour < 12 else 'pm'} {full}"


def moment(instant: datetime, language: str) -> str:
    """An instant in IST, to the second: "30 December 2022, 9:00 pm (21:00 IST)"."""
    local = instant.astimezone(IST)
    return f"{day(local.date(), language)}, {clock(local.time(), language)}"


def until(end: datetime, language: str) -> str:
    """An exclusive end; midnight is written as the end of the day before."""
    local = end.astimezone(IST)
    if local.time() == time():
        last = day(local.date() - timedelta(days=1), language)
        if language == HI:
            return f"{last}, रात 12:00 बजे तक (24:00 IST)"
        return f"through {last} (24:00 IST)"
    return f"{moment(end, HI)} तक" if language == HI else f"until {moment(end, EN)}"


def since(start: datetime, language: str) -> str:
    """A start: "29 दिसंबर 2022, शाम 6:00 बजे (18:00 IST) से"."""
    return f"{moment(start, HI)} से" if language == HI else f"from {moment(start, EN)}"


def length(span: timedelta, language: str) -> str:
    """How long, to two units: "2 days 5 hours", "2 दिन 5 घंटे"; a part of a minute is a minute."""
    minutes = max(1, int(span.total_seconds() // 60))
    counts = (minutes // 1440, minutes // 60 % 24, minutes % 60)
    told = [(n, unit) for n, unit in zip(counts, _UNITS, strict=True) if n]
    if counts[0]:
        told = [(n, unit) for n, unit in told if unit is not _UNITS[2]]
    return " ".join(
        f"{grouped(n)} {unit[language]}{'s' if language == EN and n > 1 else ''}"
        for n, unit in told
    )


def grouped(number: int) -> str:
    """Indian grouping: 12345678 as 1,23,45,678."""
    digits = str(abs(number))
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ("-" if number < 0 else "") + ",".join([*pairs, tail])


# In Hindi in the form that stands before a postposition: 1 घंटे से, 5 घंटे में.
_UNITS = (Text("दिन", "day"), Text("घंटे", "hour"), Text("मिनट", "minute"))
_AREA = {
    "urban": Text("शहरी", "urban"),
    "rural": Text("ग्रामीण", "rural"),
    ANY_AREA: Text("शहरी एवं ग्रामीण", "urban and rural"),
}
ALL_DISCOMS = Text("कारपोरेशन के सभी वितरण निगम", "all discoms of the Corporation")


def area(code: str, language: str) -> str:
    """The area class in words."""
    return _AREA[code][language]


def scope_words(line: LineWords, language: str) -> str:
    """Where a line holds: discom, districts, area, named places."""
    discom = ALL_DISCOMS if line.discom is None else line.discom
    parts = [discom[language]]
    if line.districts:
        names = ", ".join(sorted(each[language] for each in line.districts))
        word = (
            "जनपद" if language == HI else ("districts" if len(line.districts) > 1 else "district")
        )
        parts.append(f"{word} {names}")
    else:
        parts.append("सभी जनपद" if language == HI else "all districts")
    parts.append(
        f"{area(line.area, HI)} क्षेत्र" if language == HI else f"{area(line.area, EN)} areas"
    )
    words = "; ".join(parts)
    if line.restricted_to:
        only = "केवल" if language == HI else "only"
        words += f" ({only}: {line.restricted_to[language]})"
    return words


def term_words(line: LineWords, language: str) -> str:
    """When a line holds, and under which condition it goes on."""
    start = since(line.starts_at, language)
    end = "" if line.ends_at is None else until(line.ends_at, language)
    if line.outage is None:
        return f"{start} {end}"
    condition = _until_restored(line, language)
    if not end:
        return f"{start} {condition}"
    if language == HI:
        return f"{start} {end}, तथा उसके बाद भी {condition}"
    return f"{start} {end}, and beyond that {condition}"


def condition_words(line: LineWords, language: str) -> str:
    """Under which condition a line goes on beyond its end; "" if under none."""
    return "" if line.outage is None else _until_restored(line, language)


def _until_restored(line: LineWords, language: str) -> str:
    assert line.outage is not None
    name, hours = line.outage[language], line.grace_hours
    if language == HI:
        grace = f" और बहाली के {hours} घंटे बाद तक" if hours else ""
        return f"जब तक बिलिंग बहाल होने की पुष्टि न हो तब तक{grace} (बिलिंग व्यवधान: {name})"
    unit = "hour" if hours == 1 else "hours"
    grace = f", and for {hours} {unit} after the restoration" if hours else ""
    return f"until billing is confirmed restored (billing outage: {name}){grace}"


def operative(lines: Sequence[LineWords], language: str, *, lift: bool = False) -> list[str]:
    """The operative part of an order, one sentence a line; always rendered, never typed."""
    if lift:
        if language == HI:
            return ["बकाये पर संयोजन विच्छेदन पर लगी रोक इस आदेश के निर्गत होते ही समाप्त की जाती है।"]
        return ["The bar on disconnection for arrears ends when this order is issued."]
    return [_sentence(line, language) for line in lines]


def _sentence(line: LineWords, language: str) -> str:
    where, when = scope_words(line, language), term_words(line, language)
    if language == HI:
        return f"{where}: {when}, बकाये पर किसी उपभोक्ता का संयोजन विच्छेदन नहीं किया जाएगा।"
    return f"{where[0].upper()}{where[1:]}: no consumer's supply shall be disconnected for arrears, {when}."


def title(lines: Sequence[LineWords], language: str, *, lift: bool = False) -> str:
    """A title for an order whose maker typed none; never longer than MAX_TITLE."""
    if lift:
        return "रोक समाप्त करने का आदेश" if language == HI else "Lifting of the moratorium"
    opening = (
        "बकाये पर विच्छेदन स्थगन आदेश" if language == HI else "Moratorium on disconnection for arrears"
    )
    whole = f"{opening}: {_names(lines, language)}"
    return whole if len(whole) <= MAX_TITLE else f"{opening}: {_counted(lines, language)}"


def _names(lines: Iterable[LineWords], language: str) -> str:
    """Discoms of one area stand together: five with their area each would not fit."""
    by_area: dict[str, dict[str, None]] = {}
    for line in lines:
        discom = ALL_DISCOMS if line.discom is None else line.discom
        by_area.setdefault(line.area, {})[discom[language]] = None
    return "; ".join(
        f"{', '.join(names)}, {area(code, language)}" for code, names in by_area.items()
    )


def _counted(lines: Iterable[LineWords], language: str) -> str:
    """Discoms counted where their names would not fit."""
    count = grouped(len({line.discom for line in lines}))
    return f"{count} वितरण निगम" if language == HI else f"{count} discoms"


__all__ = [
    "ALL_DISCOMS", "EN", "HI", "LANGUAGES", "LineWords", "Text", "area",
    "clock", "condition_words", "day", "grouped", "ist_day", "length", "moment", "operative", "scope_words", "since", "term_words",
    "title", "until",
]  # fmt: skip
