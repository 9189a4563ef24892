"""The static copy: complete, unbroken, of public things alone, and checked to the byte."""

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from moratorium.models import Directive, Order
from moratorium.publishing.static_copy import export as exporting
from moratorium.publishing.static_copy import names, writing
from moratorium.publishing.static_copy.export import Overtaken, export
from moratorium.rules import instants
from tests.public import builders

from .record import ACTED, everything

NOW = instants.read("2026-03-04T10:00:00+05:30")
INNER, UNISSUED = "For the offices alone", "Not yet anybody's order"


@dataclass(frozen=True)
class Made:
    """A copy that was made once for all tests here, and digests of letters on its record."""

    folder: Path
    said: str
    public_letter: str
    inner_letter: str


def fill() -> None:
    """Everything on record, lists of more than a page, a directive and a draft not public."""
    everything()
    urban = Order.objects.get(number="MO/2022-23/0001")
    builders.directive("D/inner", urban, public=False, subject_hi="भीतरी", subject_en=INNER)
    Order.objects.create(title_hi="अनिर्गत", title_en=UNISSUED)
    for each in range(22):
        at = ACTED - timedelta(days=30, hours=each)
        builders.order(f"MO/many/{each}", at, builders.line(at, ends_at=at + timedelta(hours=1)))
    for each in range(40):
        words = {"title_hi": "क", "title_en": "K"}
        builders.entry("outage.recorded", f"O/{each}", ACTED, words)


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    folder, said = tmp_path_factory.mktemp("made") / "copy", StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        fill()
        call_command("export_public", folder, stdout=said)
        public, inner = (
            Directive.objects.get(number=number).letter.sha256
            for number in ("D/2022-23/0001", "D/inner")
        )
        transaction.set_rollback(True)
    return Made(folder, said.getvalue(), public, inner)


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    """The copy, for a test to do with as it likes."""
    return Path(shutil.copytree(made.folder, tmp_path / "copy"))


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[dict[str, Any], str]] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        self.ids |= {found["id"]} if found.get("id") else set()
        self.links += [(found, found[n]) for n in ("href", "src", "action") if found.get(n)]


def pages(folder: Path) -> Iterator[tuple[Path, _Page]]:
    for path in sorted(folder.rglob("*.html")):
        yield path, _Page(path.read_text(encoding="utf-8"))


def broken(folder: Path) -> list[str]:
    """Every link that leads nowhere in the copy, or out of it without being marked."""
    read, faults = dict(pages(folder)), []
    for path, page in read.items():
        for attributes, link in page.links:
            split = urlsplit(link)
            if split.scheme or link.startswith("/"):
                marked = "data-live" in attributes
                inside = link.startswith(("/", settings.SITE_URL)) or split.hostname == "127.0.0.1"
                if inside and not (marked and link.startswith(settings.SITE_URL)):
                    faults.append(f"{path}: {link}")
                continue
            target = (path.parent / unquote(split.path)).resolve() if split.path else path
            if not target.is_file():
                faults.append(f"{path}: {link}")
            elif split.fragment and unquote(split.fragment) not in read[target].ids:
                faults.append(f"{path}: {link} (fragment)")
    return faults


def test_the_command_says_one_line(made: Made) -> None:
    assert re.fullmatch(r"\d+ files, \d+ bytes, valid through .+ मान्य\n", made.said)


def test_no_link_is_broken_in_either_language(copy: Path) -> None:
    assert broken(copy) == []


def test_the_link_checker_finds_what_is_broken(copy: Path) -> None:
    (copy / "about" / "index.html").unlink()
    board = copy / "index.html"
    board.write_text(board.read_text() + '<a href="#nowhere"></a><a href="http://127.0.0.1/"></a>')
    faults = broken(copy)
    assert any("about/index.html" in each for each in faults)
    assert any("#nowhere" in each for each in faults)
    assert f"{board}: http://127.0.0.1/" in faults


def test_every_public_page_is_there_in_both_languages(copy: Path) -> None:
    twins = {p.relative_to(copy).as_posix() for p in copy.rglob("index.html")}
    hindi = {each for each in twins if not each.startswith("en/")}
    assert {f"en/{each}" for each in hindi} == twins - hindi
    assert {
        "index.html", "ask/index.html", "districts/agra/index.html", "orders/page_2/index.html",
        "orders/year_2022/page_2/index.html", "notices/page_2/index.html",
        "notices/year_2022/page_2/index.html", "notices/1/index.html", "about/contact/index.html",
        "orders/mo-2022-23-0001/index.html", "orders/mo-shown/index.html",
        "directives/d-2022-23-0001/index.html",
    } <= hindi  # fmt: skip
    documents = (
        "directives/d-2022-23-0001.pdf", "feeds/notices.atom", "en/feeds/districts/agra.atom",
        "calendar.ics", "en/calendar/districts/agra.ics", "api/v1/protections.json",
        "api/v1/discoms.json", "api/v1/districts.json", "api/v1/orders.json",
        "api/v1/orders/mo-old.json",
    )  # fmt: skip
    assert [each for each in documents if not (copy / each).is_file()] == []


def test_every_page_says_until_when_it_is_valid_in_its_language(copy: Path) -> None:
    until = datetime.fromisoformat(writing.head(copy)["valid_until"])
    assert until > datetime.now(instants.IST)
    for path, _ in pages(copy):
        text, english = path.read_text(encoding="utf-8"), "en" in path.relative_to(copy).parts
        said = ("Valid through ", "This is a copy of the site, made ")
        hindi = ("मान्य, यदि उससे पहले", "यह साइट की प्रति है, जो ")
        assert all(each in text for each in (said if english else hindi)), path
        assert "Valid through" not in text or english


def test_what_needs_a_server_is_not_there(copy: Path) -> None:
    for path, page in pages(copy):
        assert not page.tags & {"form", "input", "button", "script"}, path
    live = f'data-live href="{settings.SITE_URL}/verify/"'
    assert live in (copy / "index.html").read_text(encoding="utf-8")
    assert 'href="../districts/agra/index.html"' in (copy / "ask/index.html").read_text()


def test_nothing_that_is_not_public_is_anywhere_in_the_bytes(copy: Path, made: Made) -> None:
    shown = [INNER, UNISSUED, "भीतरी", "अनिर्गत", "d-inner", made.inner_letter, "D/inner"]
    for path in copy.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert [each for each in shown if each.encode() in content] == [], path
        assert "d-inner" not in path.name


def test_the_letter_is_the_one_that_was_issued(copy: Path, made: Made) -> None:
    pdf = (copy / "directives/d-2022-23-0001.pdf").read_bytes()
    assert hashlib.sha256(pdf).hexdigest() == made.public_letter


def test_the_sums_are_those_that_sha256sum_computes(copy: Path) -> None:
    ran = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=copy, check=False
    )
    assert ran.returncode == 0
    manifest = json.loads((copy / "manifest.json").read_bytes())
    sizes = {each["path"]: each["bytes"] for each in manifest["files"]}
    there = writing.names_in(copy) - {"manifest.json", "SHA256SUMS"}
    assert sizes == {name: (copy / name).stat().st_size for name in there}


def test_a_whole_copy_is_verified(copy: Path) -> None:
    said = StringIO()
    call_command("verify_public", copy, stdout=said)
    assert said.getvalue().startswith("Valid through ")
    assert "The copy is whole" in said.getvalue()


def test_a_changed_byte_a_missing_and_a_surplus_file_are_named(copy: Path) -> None:
    board = copy / "index.html"
    content = bytearray(board.read_bytes())
    content[100] ^= 1
    board.write_bytes(content)
    (copy / "calendar.ics").unlink()
    (copy / "added.html").write_text("x")
    with pytest.raises(CommandError) as refused:
        call_command("verify_public", copy, stdout=StringIO())
    assert refused.value.returncode == 1
    told = str(refused.value).splitlines()[1:]
    assert told == ["missing: calendar.ics", "changed: index.html", "surplus: added.html"]


def test_an_older_copy_is_replaced(db: None, copy: Path) -> None:
    call_command("export_public", copy, stdout=StringIO())
    assert not (copy / "orders/mo-old").exists()
    assert broken(copy) == []
    assert [each.name for each in copy.parent.iterdir()] == ["copy"]


def test_a_folder_that_is_no_copy_is_left_alone(db: None, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(CommandError, match="not a copy"):
        call_command("export_public", tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]


def test_a_copy_that_holds_something_of_somebody_is_left_alone(db: None, copy: Path) -> None:
    (copy / "letter.txt").write_text("mine")
    with pytest.raises(CommandError, match=r"letter\.txt"):
        call_command("export_public", copy)
    assert (copy / "letter.txt").read_text() == "mine"


def test_a_copy_that_the_record_overtakes_is_thrown_away(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def moves_on(*given: Any) -> None:
        builders.entry("outage.recorded", "O/late", NOW, {"title_hi": "क", "title_en": "K"})

    monkeypatch.setattr(exporting, "_write", moves_on)
    with pytest.raises(Overtaken):
        export(tmp_path / "copy", lambda: NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.plain
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "index.html"),
        ("/en/", "en/index.html"),
        ("/en/notices/?year=2022&page=3", "en/notices/year_2022/page_3/index.html"),
        ("/orders/%E0%A4%95-1/", "orders/क-1/index.html"),
        ("/en/directives/d-1.pdf", "directives/d-1.pdf"),
        ("/api/v1/orders?page=2", "api/v1/orders_page_2.json"),
        ("/orders/?q=x", None),
        ("/as-of/", None),
        ("/verify/d-1/ABC/", None),
        ("/admin/", None),
        ("/en/admin/login/", None),
        ("/officers/", None),
        ("/static/../secret", None),
        ("/orders/../../x/", None),
    ],
)
def test_an_address_has_one_file_or_only_the_live_site(address: str, name: str | None) -> None:
    assert names.file_of(address) == name
