"""A record with everything on it, for the pages of the crowd."""

from datetime import timedelta

from tests.public import builders
from tests.public.builders import ist, line, order

ACTED = ist("2022-12-29 20:00")
SOON, OVER = ist("2022-12-30 11:00"), ist("2022-12-31 00:00")


def everything() -> None:
    """In force, upcoming, past the planned end, for named places, an assurance, a demonstration,
    a chain, a public directive, an order that has ended.
    """
    builders.reference()
    _everywhere, assured = builders.december_2022()
    builders.sent(assured)
    first = order("MO/first", ACTED - timedelta(hours=3), line(ACTED, discom="PVVNL", ends_at=OVER))
    order(
        "MO/amending",
        ACTED - timedelta(hours=1),
        line(ACTED, discom="PVVNL", ends_at=OVER),
        amends=first,
    )
    order("MO/coming", ACTED, line(SOON, discom="DVVNL", ends_at=OVER))
    order("MO/shown", ACTED, line(ACTED, discom="DVVNL", ends_at=OVER), demonstration=True)
    order(
        "MO/some", ACTED,
        line(ACTED, discom="PUVVNL", districts=["varanasi"], ends_at=OVER + timedelta(2),
             restricted_hi="रामनगर", restricted_en="Ramnagar"),
        sources=[{"title": "A paper", "date": "2022-12-29", "url": "https://example.org/"}],
    )  # fmt: skip
    long_ago = ACTED - timedelta(days=400)
    order("MO/old", long_ago, line(long_ago, ends_at=long_ago + timedelta(1)))
    builders.entry("outage.recorded", "O/urban", ACTED, {"title_hi": "क", "title_en": "K"})
