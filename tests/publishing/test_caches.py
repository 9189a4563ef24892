"""A shared cache before the portal never shows an answer across a boundary."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest

from moratorium.public import keeping
from moratorium.publishing import shelf
from moratorium.publishing.shelf import instant
from moratorium.register import editions, slots
from tests import builders as build
from tests.publishing.cache import SharedCache, Unreachable
from tests.publishing.house import Clock, Fronts, ask_over_wsgi, front

pytestmark = pytest.mark.django_db
FETCHES = 100_000
FIRST = build.ist(2023, 1, 5, 12, 0)
PATH = "/api/v1/protections"
GRACE = 10  # seconds: `default_grace` of Varnish


def a_restless_record() -> None:
    """Forty orders, each with an end of its own, from parts of a second to minutes apart."""
    build.served("varanasi")
    chance, at = random.Random(7), FIRST
    for _ in range(40):
        at += timedelta(microseconds=chance.choice([250_000, 1_700_001, 29_999_999, 61_000_000]))
        build.issued(FIRST - timedelta(days=1), lines=[{"ends_at": at}])
    build.entry(FIRST - timedelta(days=1), act="order.issued", public=True)


class Origin:
    """The front, at the instant at which a request arrives; sometimes it does not answer."""

    def __init__(self, ours: Fronts, chance: random.Random) -> None:
        self._ours, self._chance = ours, chance
        self.down = False

    def __call__(self, asked: float) -> tuple[dict[str, str], bytes, float]:
        if self.down:
            raise Unreachable
        there, back = self._chance.uniform(0, 0.4), self._chance.uniform(0, 0.4)
        clock: Clock = self._ours._clock  # type: ignore[assignment]
        clock.now = int((asked + there) * 1e9)
        self._ours.watch.contact = clock.now // 1000
        answer = ask_over_wsgi(self._ours.over_wsgi, PATH)
        # The server's date is in whole seconds, and may be a moment old.
        dated = answer.headers | {"Date": str(int(asked + there - 0.2))}
        return dated, answer.body, asked + there + back


def crossings(
    ours: Fronts,
    *,
    whole: bool,
    shown: Callable[[str], bool],
    fetches: int = FETCHES,
    grace: int = 0,
) -> tuple[int, dict[str, int]]:
    """How many answers out of the cache were of another slot than the instant's, and all kinds."""
    chance = random.Random(11)
    origin = Origin(ours, chance)
    cache, edition = SharedCache(origin, whole=whole, grace=grace), editions.read()
    first = FIRST.timestamp()
    now, wrong, kinds = first, 0, dict.fromkeys(("hit", "grace", "miss", "error", "none"), 0)
    right: dict[slots.Slot, bytes] = {}
    slot = slots.slot(edition, FIRST)
    for _ in range(fetches):
        now += chance.choice([0.001, 0.004, 0.02, 0.3])
        if now > first + 1200:
            now, cache = first, SharedCache(origin, whole=whole, grace=grace)
            origin.down = False
        if chance.random() < 0.001:
            origin.down = not origin.down
        try:
            body, kind, at = cache.get(now)
        except Unreachable:
            kinds["none"] += 1
            continue
        kinds[kind] += 1
        now = max(now, at)
        if shown(kind):
            moment = instant(int(at * 1e6))
            if not slot.start <= moment < slot.end:
                slot = slots.slot(edition, moment)
            wrong += body != right.setdefault(slot, _body(ours, at))
    return wrong, kinds


def _body(ours: Fronts, at: float) -> bytes:
    clock: Clock = ours._clock  # type: ignore[assignment]
    clock.now = int(at * 1e9)
    ours.watch.contact = clock.now // 1000
    return ask_over_wsgi(ours.over_wsgi, PATH).body


def of_the_cache(kind: str) -> bool:
    """A miss crosses the wire, and a boundary may pass while it does."""
    return kind in ("hit", "grace", "error")


@pytest.mark.parametrize("whole", [False, True], ids=["exact", "whole-seconds"])
def test_no_answer_is_shown_across_a_boundary(whole: bool) -> None:
    a_restless_record()
    wrong, kinds = crossings(front(FIRST), whole=whole, shown=of_the_cache)
    assert wrong == 0
    assert kinds["hit"] > FETCHES / 3
    assert kinds["miss"] > 400
    assert kinds["error"] > 100


def test_reckoned_without_the_boundary_answers_are_shown_across_it() -> None:
    """The control: the same cache and judge."""
    a_restless_record()
    with _without_the_boundary():
        wrong, _ = crossings(front(FIRST), whole=False, shown=of_the_cache, fetches=20_000)
    assert wrong > 100


@contextmanager
def _without_the_boundary() -> Iterator[None]:
    with patch.object(shelf, "whole_seconds", lambda _end, _now: 30):
        yield


def test_a_cache_that_shows_what_is_stale_while_it_asks_does_not_show_ours() -> None:
    a_restless_record()
    wrong, kinds = crossings(
        front(FIRST), whole=False, shown=of_the_cache, fetches=20_000, grace=GRACE
    )
    assert wrong == 0
    assert kinds["grace"] == 0
    assert kinds["hit"] > 5_000


def test_unless_it_is_told_it_shows_them_across_a_boundary(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: the same cache, and answers that do not speak of it."""
    a_restless_record()
    said = keeping.cache_control
    monkeypatch.setattr(
        keeping, "cache_control", lambda left: said(left).replace(f", {keeping.NO_GRACE}", "")
    )
    wrong, kinds = crossings(
        front(FIRST), whole=False, shown=of_the_cache, fetches=20_000, grace=GRACE
    )
    assert kinds["grace"] > 10
    assert wrong > 10
