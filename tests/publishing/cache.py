"""A shared cache by RFC 9111, over a clock that is simulated: seconds as floats."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Stored:
    """An answer as it was stored, with what its age is reckoned from (section 4.2.3)."""

    body: bytes
    lifetime: int
    stale_if_error: int
    stale_while_revalidate: int
    initial_age: float
    at: float

    def age(self, now: float) -> float:
        return self.initial_age + (now - self.at)

    def fresh(self, now: float) -> bool:
        return self.lifetime > self.age(now)


class Unreachable(Exception):
    """The origin did not answer, or with an error."""


# An origin: it is told when the request is sent, and says its headers, body, and when it came.
Origin = Callable[[float], tuple[dict[str, str], bytes, float]]


class SharedCache:
    """Keeps one answer. `whole` caches reckon in whole seconds, as many do.

    `grace`: seconds for which a stale answer is shown while the next is fetched, if the answer
    does not say for how long it may be (Varnish: ten).
    """

    def __init__(self, origin: Origin, *, whole: bool = False, grace: int = 0) -> None:
        self._origin, self._whole, self._grace = origin, whole, grace
        self._stored: Stored | None = None

    def get(self, now: float) -> tuple[bytes, str, float]:
        """The body, whether it was a `hit`, `grace`, `miss` or `error`, and when it came."""
        stored = self._stored
        if stored is not None and stored.fresh(self._clock(now)):
            return stored.body, "hit", now
        if stored is not None and self._is_in_grace(stored, now):
            self._fetch_for_the_next(now)
            return stored.body, "grace", now
        try:
            headers, body, came = self._origin(now)
        except Unreachable:
            # RFC 5861: once it is stale, and for so long.
            limit = stored.lifetime + stored.stale_if_error if stored is not None else 0
            if stored is not None and limit > stored.age(self._clock(now)):
                return stored.body, "error", now
            raise
        self._stored = self._store(headers, body, now, came)
        return body, "miss", came

    def _is_in_grace(self, stored: Stored, now: float) -> bool:
        limit = stored.lifetime + stored.stale_while_revalidate
        return limit > stored.age(self._clock(now))

    def _fetch_for_the_next(self, now: float) -> None:
        try:
            headers, body, came = self._origin(now)
        except Unreachable:
            return  # the next one tries again
        self._stored = self._store(headers, body, now, came)

    def _store(self, headers: dict[str, str], body: bytes, asked: float, came: float) -> Stored:
        said = headers["Cache-Control"]
        asked, came = self._clock(asked), self._clock(came)
        apparent = max(0.0, came - float(headers["Date"]))
        corrected = float(headers.get("Age", 0)) + (came - asked)
        lifetime = _seconds(said, "s-maxage")
        stale = _seconds(said, "stale-if-error") or 0
        if lifetime is None:
            lifetime = _seconds(said, "max-age") or 0
        grace = _seconds(said, "stale-while-revalidate")
        grace = self._grace if grace is None else grace
        return Stored(body, lifetime, stale, grace, max(apparent, corrected), came)

    def _clock(self, now: float) -> float:
        return float(int(now)) if self._whole else now


def _seconds(said: str, directive: str) -> int | None:
    match = re.search(rf"(?:^|[ ,]){directive}=(\d+)", said)
    return int(match[1]) if match else None
