"""A ladder a page at a time: the discoms, what is under one office, or only who is late."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from ..rules.instants import IST
from ..rules.ladder import Counts
from ..rules.wording import Text
from . import offices
from .ladder import Ladder, Rung, Supplied
from .offices import Holder

ROWS = 50  # on a page
FURTHEST = 1_000_000

_Shown = Rung | Supplied


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of a ladder: all of it, a discom's (by code), or what is under an office.

    `late` asks for the offices that are late, wherever they stand below.
    """

    discom: str = ""
    under: str = ""
    late: bool = False
    page: int = 1

    @property
    def place(self) -> dict[str, str]:
        given = {"discom": self.discom, "under": self.under}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Row:
    """A discom or an office; `query` leads to what is under it.

    `way` are the offices above it, where the row does not stand under them; `late_for` says
    how long its own acknowledgement has been overdue, and `holders` who is posted there now.
    """

    name: Text
    code: str
    counts: Counts
    query: str
    rung: Rung | None = None
    way: tuple[Text, ...] = ()
    late_for: timedelta | None = None
    holders: tuple[Holder, ...] = ()

    @property
    def single(self) -> bool:
        """Whether it is an office with nothing to count below it."""
        return self.rung is not None and not self.rung.has_below


@dataclass(frozen=True, slots=True)
class Crumb:
    """A place above the one that is shown."""

    name: Text | None  # None: the whole ladder
    query: str


@dataclass(frozen=True, slots=True)
class LadderPage:
    """One page: the place with its counts, the way to it, and the rows under it, late first.

    `count` is of all rows; `late_query` and `every_query` lead from the one to the other.
    """

    ladder: Ladder
    late: bool
    discom: Supplied | None
    here: Row | None
    counts: Counts
    way: tuple[Crumb, ...]
    rows: tuple[Row, ...]
    count: int
    page: int
    pages: int
    every_query: str
    late_query: str

    @property
    def before(self) -> str:
        """The query of the page before this one; empty on the first."""
        return self._to(self.page - 1) if self.page > 1 else ""

    @property
    def after(self) -> str:
        """The query of the page after this one; empty on the last."""
        return self._to(self.page + 1) if self.page < self.pages else ""

    def _to(self, number: int) -> str:
        query = self.late_query if self.late else self.every_query
        return f"{query}{'&' if query != '?' else ''}page={number}"


def asked(query: Mapping[str, str]) -> Asked | None:
    """What an address asks for; None if it is nothing that a link of the ladder leads to."""
    late, number = query.get("late", ""), query.get("page", "1")
    if set(query) - {"discom", "under", "late", "page"} or late not in ("", "1"):
        return None
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= FURTHEST):
        return None
    return Asked(query.get("discom", ""), query.get("under", ""), late == "1", int(number[:9]))


def page(ladder: Ladder, wanted: Asked) -> LadderPage | None:
    """A page of a ladder; None if there is no such place or page. At most one query."""
    here = ladder.by_code.get(wanted.under)
    discom = ladder.discom(wanted.discom)
    if len(wanted.place) > 1 or len(wanted.place) != (here is not None) + (discom is not None):
        return None
    several = _late(ladder, here, discom) if wanted.late else _under(ladder, here, discom)
    pages = max(1, -(-len(several) // ROWS))
    if wanted.page > pages:
        return None
    shown = several[(wanted.page - 1) * ROWS : wanted.page * ROWS]
    held = _holders(ladder, [*shown, here])
    return LadderPage(
        ladder=ladder,
        late=wanted.late,
        discom=discom if here is None else ladder.discom(here.office.discom),
        here=None if here is None else _row(ladder, here, held),
        counts=(here or discom or ladder).counts,
        way=tuple(_way(ladder, here, discom)),
        rows=tuple(_row(ladder, each, held, wanted.late) for each in shown),
        count=len(several),
        page=wanted.page,
        pages=pages,
        every_query=_query(wanted.place),
        late_query=_query(wanted.place | {"late": "1"}),
    )


def _under(ladder: Ladder, here: Rung | None, discom: Supplied | None) -> Sequence[_Shown]:
    """What stands right under a place, where most are late first."""
    if here is not None:
        found = ladder.under(here.office.pk)
    elif discom is not None:
        found = ladder.tops(discom.code)
    else:
        return sorted(ladder.discoms, key=lambda each: -each.counts.late)
    return sorted(found, key=lambda each: (-each.counts.late, each.office.code))


def _late(ladder: Ladder, here: Rung | None, discom: Supplied | None) -> Sequence[_Shown]:
    """Every office that is late under a place, and the place itself."""
    within = ladder.all() if here is None else ladder.below(here.office.pk)
    return [
        each for each in within
        if each.late_since is not None and discom in (None, ladder.discom(each.office.discom))
    ]  # fmt: skip


def _holders(ladder: Ladder, shown: Iterable[_Shown | None]) -> dict[int, tuple[Holder, ...]]:
    """Who is posted now at those that are late."""
    late = [e.office.pk for e in shown if isinstance(e, Rung) and e.late_since is not None]
    day = ladder.at.astimezone(IST).date()
    return offices.holders_of(late, day) if late else {}


def _row(
    ladder: Ladder, shown: _Shown, held: Mapping[int, tuple[Holder, ...]], away: bool = False
) -> Row:
    if isinstance(shown, Supplied):
        return Row(shown.name, shown.code, shown.counts, _into(ladder, shown))
    office, since = shown.office, shown.late_since
    above = ladder.way(office.pk)[:-1] if away else ()
    return Row(
        name=office.name,
        code=office.code,
        counts=shown.counts,
        query=_query({"under": office.code}),
        rung=shown,
        way=tuple(each.office.name for each in above),
        late_for=None if since is None else ladder.at - since,
        holders=held.get(office.pk, ()),
    )


def _way(ladder: Ladder, here: Rung | None, discom: Supplied | None) -> Iterator[Crumb]:
    """The places above one. The only office at the top of a discom stands for the discom."""
    if here is None and discom is None:
        return
    yield Crumb(None, "?")
    if here is None:
        return
    above = ladder.way(here.office.pk)[:-1]
    supplier = ladder.discom(here.office.discom)
    alone = len(ladder.tops(here.office.discom)) == 1
    if supplier is not None and (above or not alone):
        yield Crumb(supplier.name, _into(ladder, supplier))
    for each in above[1:] if alone else above:
        yield Crumb(each.office.name, _query({"under": each.office.code}))


def _into(ladder: Ladder, discom: Supplied) -> str:
    """What leads to the offices of a discom: past the one at its top, if there is but one."""
    tops = ladder.tops(discom.code)
    return _query({"under": tops[0].office.code} if len(tops) == 1 else {"discom": discom.code})


def _query(given: Mapping[str, str]) -> str:
    return f"?{urlencode(given)}"
