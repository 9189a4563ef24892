"""Bodies read in the loop: how long, how much, how quickly."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest

from portal.server import bodies, limits
from portal.server.bodies import Bodies, BodyRefused, ClientLeft, Limit

pytestmark = pytest.mark.plain
USUAL = Limit(1000)
CHUNKED = {"transfer-encoding": "chunked"}


@dataclass
class Scope:
    headers: dict[str, str] = field(default_factory=dict)


class Protocol:
    """A body in pieces, each after a number of seconds; one that is None never comes."""

    def __init__(self, *pieces: tuple[float, bytes] | None) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            if piece is None:
                await asyncio.get_running_loop().create_future()
            else:
                await asyncio.sleep(piece[0])
                yield piece[1]
        yield b""


def read(protocol: Protocol, said: dict[str, str], limit: Limit = USUAL) -> bytes:
    body: BytesIO = asyncio.run(Bodies().read(Scope(said), protocol, limit))
    return body.read()


def status(*arguments: Any) -> int:
    with pytest.raises(BodyRefused) as refused:
        read(*arguments)
    return refused.value.status


def test_a_request_without_a_body_has_none() -> None:
    assert read(Protocol(None), {}) == b""
    assert read(Protocol(), {"content-length": "0"}) == b""


def test_a_body_comes_whole() -> None:
    pieces = Protocol((0, b"one"), (0, b"two"))
    assert read(pieces, {"content-length": "6"}) == b"onetwo"
    assert read(pieces, CHUNKED, Limit(6, says_length=False)) == b"onetwo"


def test_what_is_longer_than_the_limit_is_refused_as_soon_as_that_is_known() -> None:
    assert status(Protocol(None), {"content-length": "1001"}) == 413
    endless = Protocol((0, b"." * 600), (0, b"." * 600), None)
    assert status(endless, CHUNKED, Limit(1000, says_length=False)) == 413


def test_a_body_that_breaks_off_is_no_body() -> None:
    with pytest.raises(ClientLeft):
        read(Protocol((0, b"one")), {"content-length": "6"})
    assert status(Protocol((0, b"one")), CHUNKED) == 411, "nobody could tell that it broke off"


def test_a_body_that_comes_too_slowly_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "AT_ONCE", 0.01)
    assert status(Protocol((0, b"one"), None), {"content-length": "6"}) == 408


def test_what_is_not_kept_is_let_pass_to_its_end_or_until_nothing_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bodies, "SILENT", 0.05)
    taken: list[bytes] = []

    def passed(*pieces: tuple[float, bytes] | None, **said: str) -> int:
        taken.clear()

        class Noted(Protocol):
            async def __aiter__(self) -> AsyncIterator[bytes]:
                async for piece in super().__aiter__():
                    taken.append(piece)
                    yield piece

        asyncio.run(Bodies().let_pass(Scope(said), Noted(*pieces).__aiter__()))
        return len(taken)

    assert passed((0, b"one"), (0, b"two")) == 3
    assert passed((0, b"one"), None) == 1
    assert passed((0, b"one"), expect="100-continue") == 0, "nobody invites it"


def test_how_long_a_body_may_take_grows_with_what_has_come() -> None:
    assert bodies._allowed(0) == 5
    assert bodies._allowed(10 * 1024) == 15
    assert bodies._allowed(1 << 30) == 60


def test_a_worker_holds_only_so_much_of_unfinished_bodies() -> None:
    async def held_beside(most_held: int) -> list[int]:
        ours, scope = Bodies(most_held), Scope({"content-length": "800"})
        unfinished = asyncio.create_task(ours.read(scope, Protocol((0, b"." * 400), None), USUAL))
        await asyncio.sleep(0.01)
        found = [await _status(ours.read(scope, Protocol((0, b"." * 800)), USUAL))]
        unfinished.cancel()
        await asyncio.wait([unfinished])
        return [*found, await _status(ours.read(scope, Protocol((0, b"." * 800)), USUAL))]

    assert asyncio.run(held_beside(1100)) == [503, 200], "what is over counts no more"
    assert asyncio.run(held_beside(1200)) == [200, 200], "the control"


async def _status(reading: Any) -> int:
    try:
        await reading
    except BodyRefused as refused:
        return refused.status
    return 200


@pytest.mark.parametrize(
    ("path", "most", "who"),
    [
        ("/", limits.USUAL, "anybody"), ("/admin/", limits.USUAL, "anybody"),
        ("/en/login/", limits.USUAL, "anybody"), ("/english/", limits.USUAL, "anybody"),
        ("/verify/", limits._FILE, "anybody"), ("/en/verify/", limits._FILE, "anybody"),
        ("/api/v1/verdicts", limits.STRANGERS, "anybody"),
        ("/api/v1/screenings", limits._LIST, "who is signed in"),
        ("/officers/screening/", limits._LIST, "who is signed in"),
        ("/en/officers/screening/", limits._LIST, "who is signed in"),
    ],
)  # fmt: skip
def test_every_address_has_its_limit(path: str, most: int, who: str) -> None:
    assert limits.most(path) == most
    assert limits.needs_sign_in(path) == (who != "anybody")
    assert limits.limit(path).says_length != path.startswith("/api/")
