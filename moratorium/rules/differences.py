"""What an amendment says otherwise than the order it amends, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import wording
from .answers import BASIS
from .contradictions import StatedLine, StatedOrder
from .wording import EN, HI, LineWords, Text

KEPT, CHANGED, ADDED, REMOVED = "kept", "changed", "added", "removed"
_NOTHING = Text("—", "—")
_ALL_DISTRICTS = Text("सभी जनपद", "all districts")


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field by its name in the record, before and after, in words."""

    field: str
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class LineDifference:
    """One line: `kept`, `changed` (which fields), `added` or `removed`."""

    kind: str
    before: LineWords | None
    after: LineWords | None
    fields: tuple[FieldDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that differs: of the order as a whole, and of its lines."""

    fields: tuple[FieldDifference, ...]
    lines: tuple[LineDifference, ...]

    @property
    def any(self) -> bool:
        return bool(self.fields) or any(line.kind != KEPT for line in self.lines)


def differences(before: StatedOrder, after: StatedOrder) -> Differences:
    """What the later order says otherwise; its lines in its order, then those left out."""
    told = (("basis", BASIS[before.basis], BASIS[after.basis]),
            ("title", before.title, after.title),
            ("text", before.text, after.text))  # fmt: skip
    fields = tuple(FieldDifference(*each) for each in told if each[1] != each[2])
    return Differences(fields, tuple(_lines(before.lines, after.lines)))


def _lines(before: Sequence[StatedLine], after: Sequence[StatedLine]) -> Iterator[LineDifference]:
    pairs = _pairs(before, after)
    for number, new in enumerate(after):
        if number not in pairs:
            yield LineDifference(ADDED, None, new.words)
            continue
        old = before[pairs[number]]
        fields = tuple(_fields(old, new))
        yield LineDifference(CHANGED if fields else KEPT, old.words, new.words, fields)
    for number, old in enumerate(before):
        if number not in pairs.values():
            yield LineDifference(REMOVED, old.words, None)


def _pairs(before: Sequence[StatedLine], after: Sequence[StatedLine]) -> dict[int, int]:
    """Which line became which, by their numbers: first those that say the same, then those of
    one discom and area, then those in the same position."""
    pairs: dict[int, int] = {}
    left = dict(enumerate(before))
    for alike in (_same, _same_supply, None):
        for number, new in enumerate(after):
            if number in pairs:
                continue
            for old in left:
                if (old == number) if alike is None else alike(left[old], new):
                    pairs[number] = old
                    del left[old]
                    break
    return pairs


def _same(old: StatedLine, new: StatedLine) -> bool:
    return old.said == new.said


def _same_supply(old: StatedLine, new: StatedLine) -> bool:
    a, b = old.line.scope, new.line.scope
    return (a.discom, a.area) == (b.discom, b.area)


def _fields(old: StatedLine, new: StatedLine) -> Iterator[FieldDifference]:
    before, after = (dict(_told(line.words)) for line in (old, new))
    for name in before:
        # Two outages may have one title.
        other = name == "until_restored" and old.outage_ref != new.outage_ref
        if before[name] != after[name] or other:
            yield FieldDifference(name, before[name], after[name])


def _told(line: LineWords) -> Iterator[tuple[str, Text]]:
    """A line's fields in words."""
    yield "discom", line.discom or wording.ALL_DISCOMS
    yield "districts", _districts(line)
    yield "area", Text(wording.area(line.area, HI), wording.area(line.area, EN))
    yield "restricted_to", line.restricted_to or _NOTHING
    yield "starts_at", Text(wording.since(line.starts_at, HI), wording.since(line.starts_at, EN))
    end = line.ends_at
    yield "ends_at", Text(wording.until(end, HI), wording.until(end, EN)) if end else _NOTHING
    yield "until_restored", line.outage or _NOTHING
    yield "grace_hours", Text(str(line.grace_hours), str(line.grace_hours))


def _districts(line: LineWords) -> Text:
    if not line.districts:
        return _ALL_DISTRICTS
    hi, en = (", ".join(sorted(name[lang] for name in line.districts)) for lang in (HI, EN))
    return Text(hi, en)
