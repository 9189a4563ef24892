"""What a draft would do if it were issued now. Nothing is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..rules import comparison, wording
from ..rules.comparison import Change
from ..rules.contradictions import Refusal, StatedOrder, Warning
from ..rules.differences import Differences, differences
from ..rules.scope import Place
from ..rules.windows import Window
from ..rules.wording import EN, HI, Text
from . import board, drafts
from .board import Board
from .coverage import Coverage
from .drafts import Draft
from .places import Places, Region, Supplier
from .timeline import Span, spans

_Hours = tuple[tuple[Window, ...], tuple[Window, ...], tuple[Window, ...], tuple[Window, ...]]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Districts of one supplier and area whose protection would change by the same hours.

    The windows are those of `comparison.Change`; an end may be NO_END.
    """

    supplier: Supplier
    area: str
    districts: tuple[Region, ...]
    gained: tuple[Window, ...]
    lost: tuple[Window, ...]
    unsure: tuple[Window, ...]
    dropped: tuple[Window, ...]

    @property
    def shortens(self) -> bool:
        """Whether anybody there would be protected for fewer hours, or less surely."""
        return bool(self.lost or self.dropped)


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft's effect as of `at`; `now` and `then` are the boards without and with it.

    Both boards are of `moment`: `at`, or the draft's earliest start if that is later, so that
    an order for tomorrow shows what it does. Only hours after `at` count as changes:
    protection is never taken away backwards.
    """

    at: datetime
    moment: datetime
    title: Text
    preamble: Text
    sentences: tuple[Text, ...]
    now: Board
    then: Board
    spans: tuple[Span, ...]
    changes: tuple[Change, ...]
    groups: tuple[ChangeGroup, ...]
    differences: Differences | None
    warnings: tuple[Warning, ...]
    refusals: tuple[Refusal, ...]

    @property
    def gaining(self) -> int:
        """How many districts have a place that gains sure protection."""
        return _districts(change.place for change in self.changes if change.gained)

    @property
    def losing(self) -> int:
        """How many districts have a place that loses sure protection."""
        return _districts(change.place for change in self.changes if change.lost)

    @property
    def depending(self) -> int:
        """How many districts have a place where it would newly depend on the named places."""
        return _districts(change.place for change in self.changes if change.unsure)

    @property
    def dropping(self) -> int:
        """How many districts have named places that would be protected for fewer hours."""
        return _districts(change.place for change in self.changes if change.dropped)

    @property
    def shortened(self) -> tuple[ChangeGroup, ...]:
        """Where anybody's protection gets shorter or less sure."""
        return tuple(group for group in self.groups if group.shortens)


def preview(order: int, at: datetime) -> Preview:
    """What a draft, by its key, would do if it were issued at an instant. Eleven queries at most.

    Raises Order.DoesNotExist.
    """
    draft = drafts.load(order, at)
    becoming = draft.becoming
    moment = max([at, *_earliest(draft.lines)])
    changes = _changes(draft, becoming)
    return Preview(
        at=at,
        moment=moment,
        title=draft.stated.title,
        preamble=draft.stated.text,
        sentences=_sentences(draft.stated),
        now=board.of_coverings(draft.standing, draft.places, moment, at),
        then=board.of_coverings(becoming, draft.places, moment, at),
        spans=tuple(spans(board.standings(becoming, draft.places, at, at))),
        changes=changes,
        groups=tuple(_groups(changes, draft.places)),
        differences=_differences(draft),
        warnings=draft.warnings,
        refusals=draft.refusals,
    )


def _earliest(lines: Sequence[Coverage]) -> list[datetime]:
    starts = [each.line.term.starts_at for each in lines]
    return [min(starts)] if starts else []


def _sentences(stated: StatedOrder) -> tuple[Text, ...]:
    words = [line.words for line in stated.lines]
    hi, en = (wording.operative(words, language, lift=stated.lift) for language in (HI, EN))
    return tuple(Text(*pair) for pair in zip(hi, en, strict=True))


def _changes(draft: Draft, becoming: Sequence[Coverage]) -> tuple[Change, ...]:
    """Only places that the draft or the order it amends speaks for can change."""
    speaking = [each.line for each in (*draft.lines, *draft.amended)]
    everywhere = [
        Place(supply.supplier.code, supply.supplier.kind, supply.area, supply.district)
        for supply in draft.places.supplies
    ]
    touched = [p for p in everywhere if any(line.scope.applies_to(p) for line in speaking)]
    before, after = ([each.line for each in lines] for lines in (draft.standing, becoming))
    return tuple(comparison.changes(before, after, touched, draft.at, draft.at))


def _groups(changes: Iterable[Change], reference: Places) -> Iterable[ChangeGroup]:
    found: dict[tuple[str, str, _Hours], list[str]] = {}
    for each in changes:
        hours = (each.gained, each.lost, each.unsure, each.dropped)
        named = found.setdefault((each.place.discom, each.place.area, hours), [])
        named.extend([each.place.district] if each.place.district else [])
    for (code, area, hours), slugs in found.items():
        regions = tuple(reference.regions[slug] for slug in slugs)
        yield ChangeGroup(reference.suppliers[code], area, regions, *hours)


def _differences(draft: Draft) -> Differences | None:
    before = draft.stated_before
    return None if before is None else differences(before, draft.stated)


def _districts(places: Iterable[Place]) -> int:
    return len({place.district for place in places})
