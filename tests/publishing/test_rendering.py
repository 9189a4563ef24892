"""What Django answers and what is rendered from an edition are the same bytes."""

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pydantic import TypeAdapter

from moratorium.publishing import rendering
from moratorium.publishing.rendering import Key, key_of, keys, on_request, question, render
from moratorium.publishing.slots import slot
from moratorium.register import editions
from moratorium.register.district_notices import DistrictNotices
from moratorium.register.editions import Edition
from tests.shared_records import BeginFrom

from .record import ACTED, OVER, SOON, everything

STORED, STORED_NOTICES = TypeAdapter(Edition), TypeAdapter(DistrictNotices)
TICK = timedelta(microseconds=1)
INSTANTS = [
    ACTED + timedelta(minutes=2), SOON - TICK, SOON, OVER - TICK, OVER, OVER + timedelta(days=10)
]  # fmt: skip
PATHS = {
    "board": "", "districts": "districts/", "notices": "notices/", "district": "districts/{}/",
    "order": "orders/{}/", "api-protections": "api/v1/protections",
    "api-districts": "api/v1/districts", "feed": "feeds/notices.atom", "calendar": "calendar.ics",
    "district-feed": "feeds/districts/{}.atom", "district-calendar": "calendar/districts/{}.ics",
}  # fmt: skip
ELSEWHERE = """
import hashlib, json, sys
import django
django.setup()
from django.core.files.storage import storages
storages.backends["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
from datetime import datetime
from pydantic import TypeAdapter
from moratorium.publishing.rendering import keys, on_request, render
from moratorium.publishing.slots import slot
from moratorium.register.district_notices import DistrictNotices
from moratorium.register.editions import Edition
edition = TypeAdapter(Edition).validate_json(open(sys.argv[1], "rb").read())
about = TypeAdapter(DistrictNotices).validate_json(open(sys.argv[2], "rb").read())
at = slot(edition, datetime.fromisoformat(sys.argv[3]))
all_keys = (*keys(edition), *on_request(edition))
made = [render(key, edition, at, None, about).body for key in all_keys]
print(json.dumps([hashlib.sha256(each).hexdigest() for each in made]))
"""


@pytest.fixture
def edition(begin_from: BeginFrom) -> Edition:
    begin_from(everything)
    return editions.read()


def path_of(key: Key) -> str:
    return ("/en/" if key.language == "en" else "/") + PATHS[key.name].format(key.slug)


@pytest.mark.parametrize("at", INSTANTS, ids=str)
def test_every_page_is_the_same_from_django(client: Client, edition: Edition, at: datetime) -> None:
    stored = STORED.validate_json(STORED.dump_json(edition))
    assert stored == edition
    about = editions.read_district_notices()
    kept = STORED_NOTICES.validate_json(STORED_NOTICES.dump_json(about))
    assert kept == about
    with time_machine.travel(at, tick=False):
        for key in (*keys(edition), *on_request(edition)):
            made = render(key, stored, slot(stored, at), None, kept)
            assert made is not None
            answer = client.get(path_of(key))
            assert (answer.status_code, answer["Content-Type"]) == (200, made.content_type)
            assert answer.content == made.body, key
            assert made.headers.items() <= dict(answer.headers).items(), key


def test_another_process_makes_the_same_of_the_stored_edition(
    edition: Edition, tmp_path: Path
) -> None:
    about = editions.read_district_notices()
    files = [tmp_path / "edition.json", tmp_path / "notices.json"]
    files[0].write_bytes(STORED.dump_json(edition))
    files[1].write_bytes(STORED_NOTICES.dump_json(about))
    away = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONHASHSEED": "7",
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, *files, SOON.isoformat()],
        env=away, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    here = slot(edition, SOON)
    all_keys = (*keys(edition), *on_request(edition))
    bodies = [render(key, edition, here, None, about) for key in all_keys]
    assert json.loads(ran.stdout) == [hashlib.sha256(b.body).hexdigest() for b in bodies if b]


def test_the_board_comes_first_and_no_page_twice(edition: Edition) -> None:
    all_keys = (*keys(edition), *on_request(edition))
    assert [(k.name, k.language) for k in all_keys[:2]] == [("board", "hi"), ("board", "en")]
    assert len(set(all_keys)) == len(all_keys)
    assert {k.slug for k in all_keys if k.name == "order"} == {
        "mo-2022-23-0001", "mo-2022-23-0002", "mo-amending", "mo-coming", "mo-shown", "mo-some",
    } | {"mo-first"}  # fmt: skip
    assert all(key_of(path_of(key)) == key for key in all_keys)


@pytest.mark.parametrize(
    "path",
    [
        "", "/en", "/endistricts/", "/districts", "/districts//", "/orders/", "/orders/a/b/",
        "/notices/1/", "/en/api/v1/protections", "/api/v1/protections/", "/districts/a",
        "en/", "//", "/as-of/", "/feeds/notices", "/feeds/districts/.atom", "/feeds/notices.atom/",
        "/feeds/districts/a/b.atom", "/calendar/districts/a.atom", "/calendar/districts.ics",
    ],
)  # fmt: skip
def test_what_has_no_key_is_left_to_django(path: str) -> None:
    assert key_of(path) is None


@pytest.mark.parametrize("path", ["/orders/mo-old/", "/orders/x/", "/districts/atlantis/"])
def test_what_an_edition_does_not_hold_is_left_to_django(edition: Edition, path: str) -> None:
    key = key_of(path)
    assert key is not None
    assert render(key, edition, slot(edition, SOON)) is None


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize(
    "query",
    [
        "district=varanasi&area=urban", "district=Allahabad&area=rural", "district=agra",
        "district=%E0%A4%86%E0%A4%97%E0%A4%B0%E0%A4%BE&area=unknown", "district=agra&x=1",
        "district=agra&district=varanasi", "", "district=", "district=atlantis",
        "district=agra&area=sea", "area=urban", "district=agra;area=urban", "district=%ff",
    ],
)  # fmt: skip
def test_the_question_leads_where_django_leads(
    client: Client, edition: Edition, language: str, query: str
) -> None:
    prefix = "/en" if language == "en" else ""
    answer = client.get(f"{prefix}/ask/?{query}")
    found = question(query, language, edition)
    assert found == (answer["Location"] if answer.status_code == 302 else None)
    assert (found is None) == (answer.status_code != 302)


def text(key: Key, edition: Edition, at: datetime, stale: datetime | None = None) -> str:
    made = render(key, edition, slot(edition, at), stale)
    assert made is not None
    return made.body.decode()


def test_a_page_says_how_long_it_holds_and_from_which_record_it_is_made(edition: Edition) -> None:
    page = text(Key("board", "en"), edition, SOON)
    foot = page[page.index('class="asof"') :]
    assert (
        "This page holds from 30 December 2022, 11:00 am (11:00 IST) "
        "until 31 December 2022, 12:00 am (00:00 IST), unless an act is recorded before"
    ) in foot
    assert f"Edition {edition.seq} of the record" in foot
    assert edition.head in foot
    assert "As of" not in page
    assert 'class="stale"' not in page


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The record cannot be reached"), ("hi", "सम्पर्क नहीं हो पा रहा")]
)
def test_a_stale_page_says_so_above_everything(edition: Edition, language: str, words: str) -> None:
    for name in ("board", "notices", "districts"):
        page = text(Key(name, language), edition, SOON, SOON + timedelta(minutes=3))
        assert page.index('class="stale"') < page.index("<main")
        assert words in page
        assert re.search("11:03", page[: page.index("<main")])
    for name in ("api-protections", "api-districts"):
        told = json.loads(text(Key(name, ""), edition, SOON, SOON))
        assert told["last_contact"] == "2022-12-30T11:00:00+05:30"
        assert "last_contact" not in json.loads(text(Key(name, ""), edition, SOON))


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The record cannot be reached"), ("hi", "सम्पर्क नहीं हो पा रहा")]
)
def test_a_stale_feed_or_calendar_says_so(edition: Edition, language: str, words: str) -> None:
    about, at = editions.read_district_notices(), slot(edition, SOON)
    for name, slug in (
        ("feed", ""), ("district-feed", "agra"), ("calendar", ""), ("district-calendar", "agra"),
    ):  # fmt: skip
        key = Key(name, language, slug)
        fresh = render(key, edition, at, None, about)
        stale = render(key, edition, at, SOON + timedelta(minutes=3), about)
        assert fresh is not None
        assert stale is not None
        assert words.casefold() not in unfolded(fresh.body).casefold()
        assert words.casefold() in unfolded(stale.body).casefold()
        assert "11:03" in unfolded(stale.body)
        # It is another document, though no act is newer.
        assert ("Last-Modified" in fresh.headers) == name.endswith("feed")
        assert "Last-Modified" not in stale.headers


def unfolded(body: bytes) -> str:
    """A document in which long lines are whole again (RFC 5545, 3.1)."""
    return body.replace(b"\r\n ", b"").decode()


def test_what_was_reckoned_for_one_page_serves_the_next(edition: Edition) -> None:
    at = slot(edition, SOON)
    render(Key("board", "en"), edition, at)
    kept = rendering._seen[0]
    render(Key("districts", "hi"), edition, at)
    assert rendering._seen[0] is kept


def test_the_board_stays_small(edition: Edition) -> None:
    for language in ("hi", "en"):
        made = render(Key("board", language), edition, slot(edition, SOON), SOON)
        assert made is not None
        assert len(gzip.compress(made.body, 9, mtime=0)) <= 14 * 1024
