"""What the portal promises holds through nginx and Varnish too, as `docs/deploy` has them.

The controls are the same files with a line gone.
"""

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests import migrated_database
from tests.faults import edge, servers
from tests.faults.asking import Answer, ask, echo
from tests.faults.servers import HOUSE, Server

pytestmark = [pytest.mark.plain, pytest.mark.xdist_group("edge")]
LIST = b"account,discom,district,area,planned_at,remark\n" + b"".join(
    b"%010d,PUVVNL,varanasi,rural,31-12-2022,%s\n" % (n, b"x" * 100_000) for n in range(20)
)
CSV = {"Content_Type": "text/csv"}
LONG = f"/officers/?{'x' * 5000}"
PRIVATE = ("/officers/", "/council/", "/admin/", "/account/", "/login/", "/admin/login/")
# The same files with a line gone.
CONTROLS = {
    "small": {"client_max_body_size 201m;": ""},
    "on-disk": {"proxy_request_buffering off;": "", "client_body_buffer_size 2m;": ""},
    "narrow": {"proxy_buffer_size 64k;": "", "proxy_buffers 16 16k;": ""},
}


@dataclass(frozen=True)
class Standing:
    """The portal with its demonstration, and what stands before it, by name."""

    before: dict[str, Server]
    logins: dict[str, str]


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    place = tmp_path_factory.mktemp("edge")
    var = place / "var"
    migrated_database.copy_into(var)
    database = f"sqlite:///{var / 'portal.sqlite3'}"
    for command in ("load_reference", "demo"):
        servers.manage(place, database, command)
    logins = (var / "demonstration-logins.txt").read_text()
    with ExitStack() as stack:
        portal = stack.enter_context(servers.serving(place, database))
        before = {
            "nginx": edge.nginx(place / "nginx", portal.port),
            "varnish": edge.varnish(place / "varnish", portal.port),
            "untold": edge.varnish(place / "untold", portal.port, untold=True),
            **{name: edge.nginx(place / name, portal.port, c) for name, c in CONTROLS.items()},
        }
        started = {name: stack.enter_context(each) for name, each in before.items()}
        yield Standing(started, dict(re.findall(r"^\s+(demo-[\w-]+)\s+(\S+)", logins, re.M)))


@pytest.fixture(params=["nginx", "varnish"])
def before(standing: Standing, request: pytest.FixtureRequest) -> Server:
    return standing.before[request.param]


# Long lists, and long addresses


def test_a_long_list_is_screened(before: Server, standing: Standing) -> None:
    cookie = signed_in(before, standing, "demo-officer")
    answer = ask(before, "/api/v1/screenings", "POST", LIST, Cookie=cookie, **CSV)
    assert answer.status == 200
    assert answer.body.count(b"\n") == 21
    # Who is not signed in is sent to sign in, not told that it is too long.
    for path in ("/officers/screening/", "/en/officers/screening/"):
        assert ask(before, path, "POST", LIST * 7, **CSV).status in (302, 403)


def test_by_the_size_for_everything_else_nginx_refuses_a_list(standing: Standing) -> None:
    """The control; and elsewhere nobody sends so much."""
    small = standing.before["small"]
    assert ask(small, "/api/v1/screenings", "POST", LIST * 2, **CSV).status == 413
    assert ask(standing.before["nginx"], "/en/login/", "POST", LIST * 2, **CSV).status == 413
    questions = b'{"questions": []}' + b" " * len(LIST) * 2
    asked = ask(standing.before["nginx"], "/api/v1/verdicts", "POST", questions)
    assert asked.status == 200, "ten thousand questions are more than a form"


def test_no_list_lies_on_disk(standing: Standing) -> None:
    said = "a client request body is buffered to a temporary file"
    for name, on_disk in (("nginx", False), ("on-disk", True)):
        server = standing.before[name]
        cookie = signed_in(server, standing, "demo-officer")
        answer = ask(server, "/api/v1/screenings", "POST", LIST, Cookie=cookie, **CSV)
        assert answer.status == 200
        assert (said in server.log.read_text()) == on_disk, name


def test_a_long_address_is_answered(before: Server) -> None:
    answer = ask(before, LONG)
    assert answer.status == 302
    assert answer.headers["Location"].endswith("x" * 5000)
    assert ask(before, f"/?{'x' * 5000}").status == 200


def test_with_narrow_buffers_nginx_cannot_pass_its_answer_on(standing: Standing) -> None:
    assert ask(standing.before["narrow"], LONG).status == 503
    assert "upstream sent too big header" in standing.before["narrow"].log.read_text()


# Copies


def test_gzip_and_plain_are_kept_apart(before: Server) -> None:
    for _ in range(2):
        packed = ask(before, "/en/", Accept_Encoding="gzip")
        plain = ask(before, "/en/", Accept_Encoding="identity")
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert gzip.decompress(packed.body) == plain.body
        assert "Accept-Encoding" in packed.headers["Vary"]
    assert packed.cached
    assert plain.cached


@pytest.mark.parametrize("packing", ["gzip", "identity"])
def test_who_has_the_page_is_told_so(before: Server, packing: str) -> None:
    first = ask(before, "/districts/", Accept_Encoding=packing)
    tag = first.headers["ETag"]
    again = ask(before, "/districts/", Accept_Encoding=packing, If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == tag
    other = ask(before, "/districts/", Accept_Encoding=packing, If_None_Match='"another"')
    assert (other.status, other.body) == (200, first.body)


def test_head_is_answered_without_a_body(before: Server) -> None:
    for path in ("/en/notices/", "/api/v1/districts"):
        head = ask(before, path, "HEAD", Accept_Encoding="gzip")
        whole = ask(before, path, Accept_Encoding="gzip")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == str(len(whole.body))
        assert whole.cached, "who asked for the head has it fetched"


# What is of one person, or of one moment


def cookies(answer: Answer) -> str:
    """What a browser sends back."""
    set_ones = SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie") or []))
    return "; ".join(f"{each.key}={each.value}" for each in set_ones.values())


def signed_in(server: Server, standing: Standing, login: str) -> str:
    """The cookies of somebody who has signed in through a server."""
    page = ask(server, "/en/login/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
    assert token is not None
    typed = {"csrfmiddlewaretoken": token[1].decode(), "username": login,
             "password": standing.logins[login]}  # fmt: skip
    form = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": cookies(page)}
    answer = ask(server, "/en/login/", "POST", urlencode(typed).encode(), **form)
    assert answer.status == 302, answer.body
    return cookies(answer)


@pytest.mark.parametrize(
    ("login", "path"), [("demo-officer", "/en/officers/"), ("demo-maker", "/en/admin/")]
)
def test_nobody_is_shown_what_was_another_persons(
    before: Server, standing: Standing, login: str, path: str
) -> None:
    cookie = signed_in(before, standing, login)
    for _ in range(2):
        own = ask(before, path, Cookie=cookie)
        assert own.status == 200
        assert not own.cached
        stranger = ask(before, path)
        assert stranger.status == 302
        assert "/login/" in stranger.headers["Location"]
        assert not stranger.cached


def test_nothing_of_one_person_or_one_moment_is_kept(before: Server) -> None:
    paths = [f"{english}{path}" for english in ("", "/en") for path in PRIVATE]
    for path in (*paths, "/healthz", "/readyz", "/verify/MO-1/ABCDE/"):
        for _ in range(2):
            assert not ask(before, path).cached, path


def test_each_has_a_token_of_their_own(before: Server) -> None:
    tokens = {cookies(ask(before, "/en/login/")) for _ in range(3)}
    assert len(tokens) == 3


def test_what_says_nothing_of_caches_is_not_kept(before: Server, standing: Standing) -> None:
    for each, kept in ((before, False), (standing.before["untold"], True)):
        answers = [ask(each, "/no-such-page/") for _ in range(2)]
        assert [answer.status for answer in answers] == [404, 404]
        assert "Cache-Control" not in answers[0].headers
        assert answers[1].cached == kept, "by itself Varnish keeps it for two minutes"


# What is the same for everybody


def test_a_cookie_does_not_keep_anybody_from_the_copy(before: Server, standing: Standing) -> None:
    for path in ("/", "/en/districts/varanasi/", "/api/v1/protections"):
        plain = ask(before, path, Accept_Encoding="gzip")
        for cookie in ("sessionid=abc; csrftoken=def", "_ga=1.2"):
            answer = ask(before, path, Accept_Encoding="gzip", Cookie=cookie)
            assert answer.cached
            assert answer.body == plain.body
    assert not ask(standing.before["untold"], "/", Cookie="_ga=1.2").cached


def routes() -> list[str]:
    """Every address of the portal, with something in place of what varies."""
    rows = (HOUSE / "tests/house/permissions.txt").read_text().splitlines()
    found = [row.rsplit(" ", 2)[0] for row in rows if not row.startswith("#")]
    return [
        re.sub(r"<[^>]+>", "x", route) for route in found if "^" not in route and "(" not in route
    ]


def test_both_files_know_which_addresses_are_public() -> None:
    vcl, conf = ((edge.DEPLOY / name).read_text() for name in ("portal.vcl", "nginx.conf"))
    (public,) = re.findall(r'req\.url ~ "([^"]+)"', vcl)
    locations = re.findall(r"location ~ (\S+) \{", conf)
    private = (
        "admin/",
        "officers/",
        "council/",
        "login/",
        "logout/",
        "account/",
        "healthz",
        "readyz",
        "api/v1/screenings",
    )
    for route in routes():
        for path in (f"/{route}", f"/en/{route}", f"/{route}?page=2"):
            is_private = route.startswith(private)
            assert bool(re.search(public, path)) != is_private, path
            uncached = any(re.search(each, path.split("?")[0]) for each in locations)
            kept_out = is_private or route.startswith("verify/")
            assert uncached == kept_out or path.startswith(("/en/api", "/en/healthz", "/en/readyz"))


# What the portal is told


def test_the_portal_is_told_who_asks_and_how(tmp_path: Path) -> None:
    with echo("no-store") as port, edge.nginx(tmp_path / "nginx", port) as before:
        told = json.loads(ask(before, "/", X_Forwarded_For="192.0.2.1").body)
    assert told["x-forwarded-for"] == "127.0.0.1", "whatever a reader says"
    assert told["x-forwarded-proto"] == "http", "whatever a reader says"
    assert told["host"] == "127.0.0.1"
    with echo("no-store") as port, edge.varnish(tmp_path / "varnish", port) as before:
        told = json.loads(ask(before, "/", X_Forwarded_For="192.0.2.1").body)
    assert told["x-forwarded-for"] == "192.0.2.1, 127.0.0.1"


def test_the_age_counts_from_when_the_portal_was_asked(tmp_path: Path) -> None:
    """An answer that was a second on its way is kept a second less."""
    for untold, most in ((False, 2.0), (True, 3.0)):
        place = tmp_path / f"varnish-{untold}"
        with echo("max-age=3", delay=1) as port, edge.varnish(place, port, untold) as before:
            answer = ask(before, "/en/")
        assert most - 1 < float(answer.headers["X-TTL"]) <= most
        assert (float(answer.headers["X-TTL"]) == 3.0) == untold
