"""Random records and questions, the same for the same seed.

Instants come from a small pool on the hour, so that the ends of one line often are the start
of another, and sometimes lie one microsecond beside it. That is where mistakes are.
"""

from random import Random
from typing import Any

from .reference import DAY, HOUR, Place, Record, ist_day

FIRST_DAY = 19_355  # 29 December 2022, counted from 1 January 1970
DAYS = 6
KINDS = {"PUVVNL": "state", "KESCO": "state", "NPCL": "private", "TORRENT": "franchisee"}
NAMED = ["varanasi", "agra", "gautam-buddha-nagar"]
# Orders are sorted as text by code point: digits, both cases and Hindi tell that from the rest.
NUMBERS = [
    *("MO/2022-23/0010", "MO/2022-23/9", "mo/1", "Z-1", "a-1", "É", "E"),
    *("आदेश/2", "आदेश/10", "001", "1", "10", "9", "MO/2022-23/0010-A", "_"),
]


def random_record(rng: Random) -> Record:
    """Up to four chains over up to three outages, by the rules of the record format."""
    pool = _pool(rng)
    outages = [_outage(rng, pool, f"outage-{n}") for n in range(rng.randint(0, 3))]
    numbers = rng.sample(NUMBERS, len(NUMBERS))
    orders = []
    for _ in range(rng.randint(1, 4)):
        orders += _chain(rng, pool, numbers, [outage["ref"] for outage in outages])
    rng.shuffle(orders)
    return {"outages": outages, "orders": orders}


def _pool(rng: Random) -> list[int]:
    start, _ = ist_day(FIRST_DAY)
    steps = [*range(0, DAYS * 24, 6), *range(0, DAYS * 24, 24), *range(17, 24)]
    return [start + hour * HOUR for hour in rng.sample(steps, 8)]


def _pick(rng: Random, pool: list[int]) -> int:
    return rng.choice(pool) + rng.choice((0, 0, 0, 0, 0, 0, -1, 1))


def _two_in_order(rng: Random, pool: list[int]) -> tuple[int, int]:
    first, second = sorted((_pick(rng, pool), _pick(rng, pool)))
    return first, second


def _outage(rng: Random, pool: list[int], ref: str) -> dict[str, Any]:
    restored, confirmed = _two_in_order(rng, pool)
    known = rng.choice(("nothing", "restored", "confirmed", "confirmed"))
    return {
        "ref": ref,
        "restored_at": None if known == "nothing" else restored,
        "confirmed_at": confirmed if known == "confirmed" else None,
    }


def _chain(
    rng: Random, pool: list[int], numbers: list[str], outages: list[str]
) -> list[dict[str, Any]]:
    issued = sorted({_pick(rng, pool) for _ in range(rng.randint(1, 3))})
    lifted = len(issued) > 1 and rng.random() < 0.35
    chain: list[dict[str, Any]] = []
    for position, instant in enumerate(issued):
        lift = lifted and position == len(issued) - 1
        lines = [] if lift else [_line(rng, pool, outages) for _ in range(rng.randint(1, 4))]
        chain.append(
            {
                "number": numbers.pop(),
                "issued_at": instant,
                "amends": chain[-1]["number"] if chain else None,
                "lift": lift,
                "coverage": lines,
            }
        )
    return chain


def _line(rng: Random, pool: list[int], outages: list[str]) -> dict[str, Any]:
    starts_at, ends_at = _two_in_order(rng, pool)
    outage = rng.choice(outages) if outages and rng.random() < 0.6 else None
    if starts_at == ends_at:
        ends_at += HOUR
    return {
        "discom": rng.choice(["*", "*", "*", "*", "PUVVNL", "PUVVNL", "KESCO", "NPCL", "TORRENT"]),
        "districts": rng.sample(NAMED, rng.choice((0, 0, 0, 0, 1, 2))),
        "area": rng.choice(("any", "any", "urban", "rural")),
        "restricted_to": _restriction(rng),
        "starts_at": starts_at,
        "ends_at": None if outage and rng.random() < 0.3 else ends_at,
        "until_restored": outage,
        "grace_hours": rng.choice((0, 0, 6, 24, 8760)) if outage else 0,
    }


def _restriction(rng: Random) -> dict[str, str]:
    hindi, english = rng.choice(
        [("", "")] * 6 + [("दो नगर", "two towns"), ("दो नगर", ""), ("", "two towns")]
    )
    return {"hi": hindi, "en": english}


def random_place(rng: Random) -> Place:
    """Somebody to ask about: mostly a state discom, in a third of cases without a district."""
    discom = rng.choice(("PUVVNL", "PUVVNL", "PUVVNL", "KESCO", "NPCL", "TORRENT"))
    return {
        "discom": discom,
        "kind": KINDS[discom],
        "area": rng.choice(("urban", "rural")),
        "district": rng.choice((None, None, *NAMED, "gorakhpur")),
    }


def random_known(rng: Random, record: Record) -> int:
    """An instant of knowledge: beside an act of the record, or later than all of them."""
    acts = [order["issued_at"] for order in record["orders"]]
    acts += [o["confirmed_at"] for o in record["outages"] if o["confirmed_at"] is not None]
    if rng.random() < 0.25:
        return max(acts) + rng.randint(0, 400 * DAY)
    return max(rng.choice(acts), rng.choice(acts)) + rng.choice((-1, 0, 1))


def random_instant(rng: Random, instants: list[int]) -> int:
    """An instant to ask about: an edge, a microsecond beside one, or now and then anywhere."""
    if rng.random() < 0.1:
        return rng.randint(instants[0] - DAY, instants[-1] + DAY)
    return rng.choice(instants) + rng.choice((-1, 0, 1))


def random_day(rng: Random) -> int:
    """A day in or next to the time that the pool spans."""
    return FIRST_DAY + rng.randint(-1, DAYS)
