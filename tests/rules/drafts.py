"""How the tables write down a draft order, and what stands around it."""

from typing import Any

from moratorium.rules.contradictions import Circumstances, StatedLine, StatedOrder
from moratorium.rules.gaps import Supplied
from moratorium.rules.protection import Line
from moratorium.rules.scope import Scope
from moratorium.rules.windows import Outage, Term
from moratorium.rules.wording import LineWords, Text

from .cases import ist

AT = "30 Dec 2022 09:00"
STARTS, ENDS = "30 Dec 2022 18:00", "31 Dec 2022 21:00"
DISCOMS = {
    "PUVVNL": Text("पूर्वांचल", "Purvanchal"),
    "DVVNL": Text("दक्षिणांचल", "Dakshinanchal"),
    "KESCO": Text("केस्को", "Kesco"),
    "TORRENT": Text("टोरेंट", "Torrent"),
}
KINDS = {"PUVVNL": "state", "DVVNL": "state", "KESCO": "state", "TORRENT": "franchisee"}
DISTRICTS = {
    "varanasi": Text("वाराणसी", "Varanasi"),
    "ballia": Text("बलिया", "Ballia"),
    "agra": Text("आगरा", "Agra"),
    "kanpur-nagar": Text("कानपुर नगर", "Kanpur Nagar"),
}
SUPPLIED = Supplied(
    KINDS,
    {
        ("PUVVNL", "urban"): {"varanasi", "ballia"}, ("PUVVNL", "rural"): {"varanasi", "ballia"},
        ("DVVNL", "urban"): {"agra", "kanpur-nagar"}, ("DVVNL", "rural"): {"agra", "kanpur-nagar"},
        ("KESCO", "urban"): {"kanpur-nagar"}, ("TORRENT", "urban"): {"agra"},
    },
)  # fmt: skip
SERVES = {
    "PUVVNL": {"varanasi", "ballia"}, "DVVNL": {"agra", "kanpur-nagar"}, "KESCO": {"kanpur-nagar"},
    "TORRENT": {"agra"}, "*": {"varanasi", "ballia", "agra", "kanpur-nagar"},
}  # fmt: skip


def stated(
    discom: str = "PUVVNL",
    districts: tuple[str, ...] = (),
    area: str = "any",
    *,
    starts: str = STARTS,
    ends: str | None = ENDS,
    outage: Outage | None = None,
    expected: str | None = None,
    places: str = "",
    ref: str = "BO/1",
    grace: int = 0,
) -> StatedLine:
    """A line of a draft of `AT`; Purvanchal, for a day, unless said otherwise."""
    starts_at, ends_at = ist(starts), None if ends is None else ist(ends)
    words = LineWords(
        discom=DISCOMS.get(discom),
        districts=tuple(DISTRICTS[slug] for slug in districts),
        area=area,
        restricted_to=Text(places, places),
        starts_at=starts_at,
        ends_at=ends_at,
        outage=Text("व्यवधान", "Outage") if outage else None,
        grace_hours=grace,
    )
    line = Line(
        "",
        Scope(discom, frozenset(districts), area, bool(places)),
        Term(ist(AT), starts_at, ends_at, outage, grace),
    )
    return StatedLine(
        line, words, ref if outage else None, None if expected is None else ist(expected)
    )


def order(*lines: StatedLine, **fields: Any) -> StatedOrder:
    """A signed order with a title and no preamble."""
    given = {"basis": "order", "title": Text("आदेश", "Order"), "text": Text("", "")}
    return StatedOrder(**given | fields, lines=lines)


def around(*others: Line, amended: tuple[Line, ...] = ()) -> Circumstances:
    """What stands around a draft at `AT`."""
    return Circumstances(ist(AT), SUPPLIED, DISTRICTS, DISCOMS, others, amended)
