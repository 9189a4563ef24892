"""How the tables write down an instant, a line of an order, a billing outage and a place."""

from datetime import datetime, timedelta

from moratorium.rules.protection import Line
from moratorium.rules.scope import Place, Scope
from moratorium.rules.windows import Outage, Term

MICROSECOND = timedelta(microseconds=1)


def ist(text: str) -> datetime:
    """An instant in IST: "29 Dec 2022 18:41"."""
    return datetime.strptime(f"{text} +0530", "%d %b %Y %H:%M %z")


def down() -> Outage:
    """A billing outage that nobody has reported restored."""
    return Outage()


def restored(text: str, *, confirmed: str | None = None) -> Outage:
    """A billing outage that is reported restored, and perhaps confirmed."""
    return Outage(ist(text), None if confirmed is None else ist(confirmed))


def term(
    starts: str,
    ends: str | None,
    *,
    issued: str | None = None,
    outage: Outage | None = None,
    grace: int = 0,
    succeeded: str | None = None,
) -> Term:
    """The times of a line; issued as it starts unless said otherwise."""
    return Term(
        issued_at=ist(issued or starts),
        starts_at=ist(starts),
        ends_at=None if ends is None else ist(ends),
        outage=outage,
        grace_hours=grace,
        succeeded_at=None if succeeded is None else ist(succeeded),
    )


def line(
    times: Term,
    *,
    order: str = "MO/1",
    discom: str = "*",
    districts: tuple[str, ...] = (),
    area: str = "any",
    restricted: bool = False,
) -> Line:
    """A line of an order, for every state discom everywhere unless said otherwise."""
    return Line(order, Scope(discom, frozenset(districts), area, restricted), times)


def purvanchal(area: str = "rural", district: str | None = "varanasi") -> Place:
    return Place("PUVVNL", "state", area, district)


def madhyanchal(area: str = "urban", district: str | None = "lucknow") -> Place:
    return Place("MVVNL", "state", area, district)


def noida_power(area: str = "urban") -> Place:
    """A private licensee."""
    return Place("NPCL", "private", area, "gautam-buddha-nagar")


def torrent(area: str = "urban") -> Place:
    """A franchisee."""
    return Place("TORRENT", "franchisee", area, "agra")
