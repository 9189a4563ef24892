"""Behind a proxy each visitor has an address of their own, and a forged header changes nothing.

Every visitor is somebody on this machine's own network; between them and the portal stands nginx.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests import migrated_database
from tests.faults import edge, servers
from tests.faults.visitors import Headers, Visitor

pytestmark = [pytest.mark.plain, pytest.mark.xdist_group("addresses")]
PROXY, OTHER = "127.0.0.1", "127.0.0.2"
TOO_MANY, QUESTIONS = 429, 3
# What the client says stands left of what nginx says, so that it is there to be passed over.
APPENDING = {"X-Forwarded-For $remote_addr;": "X-Forwarded-For $proxy_add_x_forwarded_for;"}


@dataclass(frozen=True)
class Site:
    """The ports of nginx and of the portal behind it."""

    proxied: int
    direct: int


@contextmanager
def site(place: Path, **settings: str) -> Iterator[Site]:
    var = place / "var"
    migrated_database.copy_into(var)
    database = f"sqlite:///{var / 'portal.sqlite3'}"
    settings["VERDICTS_QUESTIONS_AN_HOUR"] = str(QUESTIONS)
    with (
        servers.serving(place, database, **settings) as server,
        edge.nginx(place / "nginx", server.port, APPENDING) as before,
    ):
        yield Site(before.port, server.port)


@pytest.fixture(scope="module")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A portal that trusts its proxy."""
    with site(tmp_path_factory.mktemp("trusting"), TRUSTED_PROXIES=PROXY) as found:
        yield found


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The control: a portal that knows of no proxy."""
    with site(tmp_path_factory.mktemp("careless")) as found:
        yield found


@pytest.fixture(scope="module")
def strangers() -> Iterator[str]:
    """Addresses of which nothing has been counted yet."""
    return (f"127.0.1.{n}" for n in count(1))


# What is counted for an address, each once


def wrong_code(visitor: Visitor) -> int:
    return visitor.ask("GET", "/verify/d-1/wrpng23457/")[0]


def wrong_password(visitor: Visitor) -> int:
    return visitor.send("/login/", username="asha", password="wrong")


def password_mail(visitor: Visitor) -> int:
    return visitor.send("/admin/password/forgotten/", who="asha")


def question(visitor: Visitor) -> int:
    sent = '{"questions": [{}]}'
    return visitor.ask("POST", "/api/v1/verdicts", sent, {"Content-Type": "application/json"})[0]


Act = Callable[[Visitor], int]
each = pytest.mark.parametrize(
    ("act", "allowed"),
    [(wrong_code, 10), (wrong_password, 7), (password_mail, 5), (question, QUESTIONS)],
)


def use_up(visitor: Visitor, act: Act, allowed: int) -> None:
    """Have a visitor do it until it is enough."""
    answers = [act(visitor) for _ in range(allowed + 1)]
    assert TOO_MANY not in answers[:allowed]
    assert answers[allowed] == TOO_MANY


@each
def test_who_had_enough_shuts_nobody_else_out(
    trusting: Site, strangers: Iterator[str], act: Act, allowed: int
) -> None:
    first, second = (Visitor(trusting.proxied, next(strangers)) for _ in range(2))
    use_up(first, act, allowed)
    assert act(second) != TOO_MANY
    assert act(first) == TOO_MANY


@each
def test_without_trusted_proxies_everybody_is_shut_out(
    careless: Site, strangers: Iterator[str], act: Act, allowed: int
) -> None:
    first, second = (Visitor(careless.proxied, next(strangers)) for _ in range(2))
    use_up(first, act, allowed)
    assert act(second) == TOO_MANY


FORGED: list[Headers] = [
    {"X-Forwarded-For": OTHER},
    {"X-Forwarded-For": f"{OTHER}, {PROXY}"},
    {"X-Forwarded-For": "unknown"},
    {"X_Forwarded_For": OTHER},
    {"Forwarded": f"for={OTHER}"},
    {"X-Real-IP": OTHER},
    {"X-Client-IP": OTHER},
]


@each
def test_a_forged_header_gives_nobody_another_address(
    trusting: Site, strangers: Iterator[str], act: Act, allowed: int
) -> None:
    address = next(strangers)
    use_up(Visitor(trusting.proxied, address, FORGED[0]), act, allowed)
    for headers in FORGED:
        assert act(Visitor(trusting.proxied, address, headers)) == TOO_MANY, headers
    assert act(Visitor(trusting.proxied, next(strangers))) != TOO_MANY


def test_nor_does_it_where_no_proxy_stands_between(
    trusting: Site, strangers: Iterator[str]
) -> None:
    address = next(strangers)
    use_up(Visitor(trusting.direct, address, FORGED[0]), wrong_code, 10)
    for headers in FORGED:
        assert wrong_code(Visitor(trusting.direct, address, headers)) == TOO_MANY, headers


def test_a_forged_header_shuts_nobody_out(trusting: Site, strangers: Iterator[str]) -> None:
    victim, forger = next(strangers), next(strangers)
    use_up(Visitor(trusting.proxied, forger, {"X-Forwarded-For": victim}), wrong_code, 10)
    assert wrong_code(Visitor(trusting.proxied, victim)) != TOO_MANY
