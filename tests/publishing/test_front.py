"""The front: the same answers as Django's, without Django and without the database."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from moratorium.models import Order
from moratorium.publishing import rendering
from moratorium.publishing.rendering import Key
from moratorium.publishing.shelf import MOST
from moratorium.register import editions
from tests import builders as build
from tests.publishing.house import AT, Answer, Clock, address, ask, front, record

pytestmark = pytest.mark.django_db
# What the front adds to what Django says, and no more.
ADDED = {"ETag", "Vary"}
# A page, and a feed and a calendar that are made ahead, and that are not.
KINDS = [
    "/", "/feeds/notices.atom", "/en/feeds/districts/varanasi.atom",
    "/calendar.ics", "/en/calendar/districts/varanasi.ics",
]  # fmt: skip
BROKEN_BY_DESIGN = AssertionError("Django was asked")


def broken(*_: Any) -> Any:
    raise BROKEN_BY_DESIGN


@pytest.fixture(autouse=True)
def a_record() -> None:
    record()


def django_says(path: str) -> Answer:
    with time_machine.travel(AT, tick=False):
        answer = Client().get(path)
    return Answer(answer.status_code, dict(answer.headers), answer.content)


def test_every_page_of_the_crowd_is_answered_as_by_django_without_it(
    django_db_blocker: Any,
) -> None:
    ours = front(django=broken)
    edition = ours.watch.shelves.edition
    keys = (*rendering.keys(edition), *rendering.on_request(edition))
    paths = [address(key) for key in keys]
    assert len(paths) >= 24
    expected = {path: django_says(path) for path in paths}
    with django_db_blocker.block():
        answered = {path: ask(ours, path) for path in paths}
    for path, answer in answered.items():
        assert answer.status == expected[path].status == 200, path
        assert answer.body == expected[path].body, path
        ours_only = {k: v for k, v in answer.headers.items() if k not in ADDED}
        assert ours_only == expected[path].headers, path


def test_head_is_get_without_the_body() -> None:
    ours = front(django=broken)
    got, head = ask(ours, "/"), ask(ours, "/", "HEAD")
    assert (head.status, head.headers, head.body) == (200, got.headers, b"")
    assert got.headers["Content-Length"] == str(len(got.body))


@pytest.mark.parametrize("path", KINDS)
def test_a_copy_at_hand_is_not_sent_again(path: str) -> None:
    ours = front(django=broken)
    plain = ask(ours, path)
    tag = plain.headers["ETag"]
    assert tag.startswith('"')
    for asked in (tag, f"W/{tag}", f'"a", {tag}', f'W/"b",W/{tag} , "c"', "*", " * "):
        answer = ask(ours, path, IF_NONE_MATCH=asked)
        assert (answer.status, answer.body) == (304, b""), asked
        assert {"ETag", "Cache-Control", "Vary"} <= set(answer.headers)
        assert not {"Content-Length", "Content-Encoding", "Content-Type"} & set(answer.headers)
    for asked in ('"other"', "", tag.strip('"'), f'"{tag}'):
        assert ask(ours, path, IF_NONE_MATCH=asked).status == 200, asked
    packed = ask(ours, path, ACCEPT_ENCODING="gzip", IF_NONE_MATCH=tag)
    assert packed.status == 200, "another encoding is another copy"
    assert packed.text == plain.text


@pytest.mark.parametrize(
    ("asked", "packed"),
    [
        ("gzip", True), ("gzip, deflate, br", True), ("br;q=1, gzip;q=0.2", True), ("*", True),
        ("x-gzip", True), ("GZIP;Q=0.5", True), ("identity;q=0", False), ("gzip;q=0", False),
        ("gzip;q=0, *", False), ("identity;q=0, gzip", True), ("identity;q=0, *;q=0.1", True),
        ("identity, gzip;q=0.5", False), ("", False), ("br", False), ("*;q=0", False),
        ("gzip;q=nonsense", False), ("gzip;;q=1,,", False),
    ],
)  # fmt: skip
def test_gzip_goes_to_those_who_take_it(asked: str, packed: bool) -> None:
    ours = front(django=broken)
    answer, plain = ask(ours, "/", ACCEPT_ENCODING=asked), ask(ours, "/")
    assert (answer.headers.get("Content-Encoding") == "gzip") == packed
    assert answer.text == plain.text
    assert answer.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert (answer.headers["ETag"] == plain.headers["ETag"]) == (not packed)
    assert answer.headers["Content-Length"] == str(len(answer.body))


def test_whatever_it_does_not_hold_goes_to_django() -> None:
    ours = front()
    for url in ("/orders/", "/?page=2", "/nothing/", "/districts/atlantis/", "/districts/varanasi",
                "/admin/", "/readyz", "/orders/%FF/", "//", "/ask/", "/ask/?district=atlantis",
                "/api/v1/protections?x=1", "/notices/?year=2023", "/calendar.ics?x=1",
                "/feeds/districts/atlantis.atom", "/calendar/districts/atlantis.ics"):  # fmt: skip
        assert ask(ours, url).status == 299, url
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "get"):
        assert ask(ours, "/", method).status == 299, method


def test_a_host_that_is_not_ours_goes_to_django() -> None:
    for host in ("evil.example", "", "testserver.evil.example", "test server", "[::1"):
        assert ask(front(), "/", HOST=host).status == 299, host
        assert ask(front(), "/healthz", HOST=host).status == 299, host
    assert ask(front(), "/", HOST="testserver:8000").status == 200
    assert Client(HTTP_HOST="evil.example").get("/").status_code == 400


def test_what_is_to_come_by_https_goes_to_django_and_by_https_is_answered(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 3600
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert ask(front(), "/").status == 299
    assert ask(front(), "/", X_FORWARDED_PROTO="http").status == 299
    answer = ask(front(), "/", X_FORWARDED_PROTO="https")
    with time_machine.travel(AT, tick=False):
        expected = Client(HTTP_X_FORWARDED_PROTO="https").get("/")
    assert {k: v for k, v in answer.headers.items() if k not in ADDED} == dict(expected.headers)


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize(
    "query",
    ["district=varanasi", "district=Varanasi&area=urban", "district=वाराणसी&area=unknown",
     "district=varanasi&area=rural&more=1"],
)  # fmt: skip
def test_the_question_is_led_to_its_answer_as_by_django(
    query: str, language: str, django_db_blocker: Any
) -> None:
    from urllib.parse import quote

    url = ("/en" if language == "en" else "") + "/ask/?" + quote(query, safe="=&")
    expected, ours = django_says(url), front(django=broken)
    if expected.status != 302:
        assert ask(front(), url).status == 299
        return
    with django_db_blocker.block():
        answer = ask(ours, url)
    assert (answer.status, answer.body) == (302, b"")
    assert answer.headers == expected.headers


def test_alive_without_an_edition_without_django(django_db_blocker: Any) -> None:
    ours = front(django=broken)
    expected = django_says("/healthz")
    ours.watch.shelves = None
    with django_db_blocker.block():
        answer = ask(ours, "/healthz")
    assert (answer.status, answer.body) == (200, expected.body)
    assert answer.headers == expected.headers


HTTPS = {"X_FORWARDED_PROTO": "https"}
OTHERWISE: list[tuple[str, str, dict[str, str], int]] = [
    ("/en/", "GET", HTTPS, 200),
    ("/", "HEAD", HTTPS, 200),
    ("/", "POST", HTTPS, 299),
    ("/?page=2", "GET", HTTPS, 299),
    ("/", "GET", HTTPS | {"HOST": "testserver:8000"}, 200),
    ("/", "GET", HTTPS | {"HOST": "evil.example"}, 299),
    ("/", "GET", HTTPS | {"ACCEPT_ENCODING": "gzip"}, 200),
    ("/", "GET", HTTPS | {"IF_NONE_MATCH": "its own"}, 304),
    ("/", "GET", HTTPS | {"IF_NONE_MATCH": "*"}, 304),
    ("/", "GET", HTTPS | {"mount": "/elsewhere"}, 299),
    ("/", "GET", {"X_FORWARDED_PROTO": "http"}, 299),
    ("/", "GET", {}, 299),
]


@pytest.mark.parametrize(("url", "method", "said", "status"), OTHERWISE)
def test_what_was_answered_to_one_is_not_answered_to_who_asks_otherwise(
    settings: Any, url: str, method: str, said: dict[str, str], status: int
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    plain = ask(front(), "/", **HTTPS)
    if said.get("IF_NONE_MATCH") == "its own":
        said = said | {"IF_NONE_MATCH": plain.headers["ETag"]}
    expected = ask(front(), url, method, **said)
    assert expected.status == status
    same = said.get("HOST") == "testserver:8000"  # by another of its names it is the same page
    assert (expected == plain) is same
    ours = front()
    for _ in range(2):
        for _ in range(3):
            assert ask(ours, "/", **HTTPS) == plain
        for _ in range(3):
            assert ask(ours, url, method, **said) == expected


def test_few_answers_are_remembered_however_many_ask_otherwise() -> None:
    ours = front(django=broken)
    for n in range(2 * MOST):
        assert ask(ours, "/", IF_NONE_MATCH=f'"{n}"').status == 200
    assert 0 < len(ours.watch.shelves._answers) <= MOST


def test_a_boundary_is_exact_to_the_microsecond() -> None:
    ours = front(django=broken)
    clock: Clock = ours._clock
    starts = build.ist(2023, 1, 6, 9, 0)
    instants = {
        "before": starts - timedelta(microseconds=1), "at": starts,
        "ahead": starts - timedelta(hours=9, microseconds=1), "midnight": starts.replace(hour=0),
    }  # fmt: skip
    seen = {}
    for name in ("before", "at", "ahead", "midnight", "before", "at", "before"):
        clock.put(instants[name])
        ours.watch.contact = clock() // 1000
        answers = [ask(ours, "/api/v1/protections") for _ in range(3)]
        assert answers == [seen.setdefault(name, answers[0])] * 3, "and is remembered no longer"
    with time_machine.travel(starts, tick=False):
        assert seen["at"].body == Client().get("/api/v1/protections").content
    assert seen["before"].body != seen["at"].body
    assert seen["before"].headers["Cache-Control"] == (
        "public, max-age=0, s-maxage=0, stale-if-error=0, stale-while-revalidate=0"
    )
    assert seen["ahead"].body != seen["midnight"].body, "today is another column"


@pytest.mark.parametrize("path", KINDS)
def test_no_copy_may_be_kept_past_the_boundary(path: str) -> None:
    ours = front(django=broken)
    clock: Clock = ours._clock
    starts = build.ist(2023, 1, 6, 9, 0)
    for left, fresh, stale in (
        (7200, 30, 3600), (95.2, 30, 65), (30, 30, 0), (12.5, 12, 0), (1, 1, 0), (0.9, 0, 0),
    ):  # fmt: skip
        clock.put(starts - timedelta(seconds=left))
        ours.watch.contact = clock() // 1000
        assert ask(ours, path).headers["Cache-Control"] == (
            f"public, max-age={fresh}, s-maxage={fresh}, stale-if-error={stale}, "
            "stale-while-revalidate=0"
        )


def test_a_calendar_changes_at_the_end_of_a_line_to_the_microsecond() -> None:
    ours = front(django=broken)
    clock: Clock = ours._clock
    ends = build.ist(2023, 1, 8)
    for path in ("/calendar.ics", "/en/calendar/districts/varanasi.ics"):
        said = {}
        for at in (ends - timedelta(microseconds=1), ends, ends - timedelta(microseconds=1)):
            clock.put(at)
            ours.watch.contact = clock() // 1000
            body = said.setdefault(at, ask(ours, path).body)
            with time_machine.travel(at, tick=False):
                assert body == Client().get(path).content
        before, after = said.values()
        assert before.count(b"BEGIN:VEVENT") == after.count(b"BEGIN:VEVENT") + 1


def test_a_districts_feed_is_not_answered_from_two_editions() -> None:
    """It would lack an act that the board already shows, which the control does."""
    path = "/en/feeds/districts/varanasi.atom"
    older = editions.read_district_notices()
    lifted = build.issued(build.ist(2023, 1, 5, 0, 0), amends=Order.objects.first(), lift=True)
    build.entry(
        lifted.issued_at, act="order.lifted", subject=lifted.number, public=True,
        detail={"slug": lifted.slug, "title_en": "The lift"},
    )  # fmt: skip
    ours = front()
    shelves = ours.watch.shelves
    own = shelves.district_notices
    assert "The lift" in ask(ours, "/en/").text
    for other in (None, older):
        shelves.district_notices = other
        assert ask(ours, path).status == 299, "Django is asked"
    assert "The lift" in django_says(path).text
    shelves.district_notices = own
    assert "The lift" in ask(ours, path).text
    mixed = front()
    mixed.watch.shelves.district_notices = replace(older, edition=own.edition)
    assert "The lift" not in ask(mixed, path).text


def test_a_clock_that_is_put_back_promises_no_more() -> None:
    ours = front(django=broken)
    clock: Clock = ours._clock
    starts = build.ist(2023, 1, 6, 9, 0)
    said = []
    for left in (4.5, 20):
        clock.put(starts - timedelta(seconds=left))
        ours.watch.contact = clock() // 1000
        said.append(ask(ours, "/en/").headers["Cache-Control"])
    assert said == ["public, max-age=4, s-maxage=4, stale-if-error=0, stale-while-revalidate=0"] * 2


def test_after_a_minute_without_contact_every_page_says_so(django_db_blocker: Any) -> None:
    ours = front(django=broken, contact=AT)
    clock: Clock = ours._clock
    fresh = ask(ours, "/en/")
    clock.put(AT + timedelta(seconds=60))
    assert ask(ours, "/en/").body == fresh.body
    clock.put(AT + timedelta(seconds=60, microseconds=1))
    with django_db_blocker.block():
        stale = ask(ours, "/en/")
        again = ask(ours, "/en/")
    assert stale.body != fresh.body
    assert stale.headers["ETag"] != fresh.headers["ETag"]
    assert again.body is stale.body, "made once"
    ours.watch.contact = clock() // 1000
    assert ask(ours, "/en/").body == fresh.body


def test_a_clock_that_is_behind_the_newest_act_sees_it_all_the_same() -> None:
    ours = front(django=broken)
    clock: Clock = ours._clock
    acted_at = ours.watch.shelves.edition.acted_at
    clock.put(acted_at - timedelta(seconds=2))
    ours.watch.contact = clock() // 1000
    behind = ask(ours, "/")
    clock.put(acted_at)
    assert ask(ours, "/").body == behind.body


def test_two_processes_make_the_same_bytes() -> None:
    one, other = front(), front()
    for key in (Key("board", "hi"), Key("district", "en", "varanasi")):
        packed = [ask(each, address(key), ACCEPT_ENCODING="gzip") for each in (one, other)]
        assert packed[0] == packed[1]
