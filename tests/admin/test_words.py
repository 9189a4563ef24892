"""Every page of the desk speaks the language of its address and no other.

The pages are walked, not listed: a new one is read as soon as a link leads to it. What stands
in the other language is marked with `lang`, or is one of the few words allowed below.
"""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest
from django.conf import settings

from moratorium.models import District, Entry, Person
from moratorium.operations.mail import links
from tests import builders as build
from tests.shared_records import BeginFrom

from . import desk, rendered, walk, world
from .bad_input import good
from .desk import page

# One process walks the desk's pages, and each of them once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("the desk's pages")]

# On a Hindi page, in Latin letters: codes, zones, formats, names of things that have no other.
ALLOWED = {
    "UPPCL", "PUVVNL", "NPCL", "IST", "CSV", "XLSX", "PDF", "SHA-256", "API", "http", "https",
    "ETV", "Bharat", "Atom", "iCalendar", "UTF-8", "MB", "Message-ID",
}  # fmt: skip
# Numbers and references, user names, e-mail and web addresses, what a reader typed, digests.
CODES = re.compile(
    r"\b(?:MO|BO|D)/[\w/-]+|\b[\w.+-]+@[\w.-]+|https?://\S+|\b[0-9a-f]{64}\b|\b[A-Z]+-\d[\w-]*"
)
LATIN = re.compile(r"[A-Za-z][A-Za-z'’.-]*")
HINDI = re.compile(r"[\u0900-\u097f]+")
ATTRIBUTES = ("aria-label", "placeholder", "alt", "title", "aria-description", "label", "summary")
VOID = ("input", "br", "img", "link", "meta", "hr", "col", "wbr")
UNCLEAR_HOUR = re.compile(r"(?<![\d:])(\d{1,2}) बजे|\b\d{1,2} [ap]\.?m\b(?! \()")

# Whose lists are also read with their filters, one at a time.
FILTERED = {("", "maker"), ("", "keeper")}


class Words(HTMLParser):
    """The texts of a page that are meant to be of its own language."""

    def __init__(self, html: str, language: str) -> None:
        super().__init__()
        self.language, self.said = language, []
        self._own: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        own = self._is_own() and given.get("lang", self.language) == self.language
        if own:
            self.said += [given.get(name, "") for name in ATTRIBUTES]
            if tag == "input" and given.get("type") in ("submit", "button", "reset"):
                self.said.append(given.get("value", ""))
        if tag not in VOID:
            self._own.append((tag, own and tag not in ("script", "style", "textarea", "code")))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self._own and self._own.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._is_own():
            self.said.append(data)

    def _is_own(self) -> bool:
        return not self._own or self._own[-1][1]


def foreign(html: str, language: str, allowed: set[str]) -> list[str]:
    """The words of the other language, each with the text around it."""
    return _foreign(Words(html, language).said, language, allowed)


def _foreign(texts: list[str], language: str, allowed: set[str]) -> list[str]:
    found = []
    for text in texts:
        words = _words_of_the_other(text, language) - allowed
        if words:
            found.append(f"{sorted(words)} in {' '.join(text.split())[:120]}")
    return found


@cache  # most texts stand on many pages
def _words_of_the_other(text: str, language: str) -> frozenset[str]:
    letters = LATIN if language == "hi" else HINDI
    return frozenset(each.strip(".'-’") for each in letters.findall(CODES.sub(" ", text)))


def allowed_on(language: str) -> set[str]:
    """The list above and, on a Hindi page, user names and the addresses of districts."""
    names = set(Person.objects.values_list("username", flat=True))
    names |= set(District.objects.values_list("slug", flat=True))
    return ALLOWED | names if language == "hi" else {"हिन्दी"}


def pages(prefix: str, who: str) -> Iterator[tuple[str, str]]:
    for visit in walk.walk_as(who, prefix, queries=(prefix, who) in FILTERED):
        yield visit.path, visit.html


def beside(prefix: str) -> Iterator[tuple[str, str]]:
    """Pages that no link leads to: doors, errors, refusals, messages after an act."""
    nobody, maker, keeper = desk.of(None), desk.of(build.asha()), desk.of(desk.keeper())
    login = f"{prefix}/admin/login/"
    yield login, desk.text(nobody.get(login))
    yield "wrong password", desk.text(nobody.post(login, {"username": "asha", "password": "x"}))
    yield "nothing typed", desk.text(nobody.post(login, {}))
    yield "signed out", desk.text(desk.of(build.meena()).post(f"{prefix}/admin/logout/"))
    yield "of another", desk.text(desk.of(build.stranger()).get(login))
    yield "not found", desk.text(maker.get(f"{prefix}/admin/no-such-page/"))
    yield "forbidden", desk.text(maker.get(page(prefix, "person")))
    yield "no such record", desk.text(maker.get(page(prefix, "order", 999, "change"), follow=True))
    for name in ("forgotten", "asked", "set/done"):
        address = f"{prefix}/admin/password/{name}/"
        yield address, desk.text(nobody.get(address))
    link = links.set_password(build.meena())["en" if prefix else "hi"]
    yield link, desk.text(nobody.get(link.removeprefix(settings.SITE_URL), follow=True))
    changed = f"{prefix}/admin/password_change/done/"
    yield changed, desk.text(keeper.get(changed))
    order = build.draft()
    refused = keeper.post(page(prefix, "person", build.asha().pk, "grant"), {})
    yield "refused", desk.text(refused)
    submitted = maker.post(page(prefix, "order", order.pk, "discard"), follow=True)
    yield "after an act", desk.text(submitted)
    yield "refused act", desk.text(maker.post(page(prefix, "order", order.pk, "discard")))


def after_posts(prefix: str, who: str) -> Iterator[tuple[str, str]]:
    """Every form sent empty, and sent filled with its message after it."""
    client = desk.of(world.VIEWERS[who]())
    for _visit, form in list(walk.forms(walk.walk_as(who, prefix))):
        if "password" not in form.action and not rendered.takes_a_file(form):
            hidden = {n: c.values for n, c in form.controls.items() if c.kind == "hidden"}
            yield f"empty {form.action}", desk.text(client.post(form.action, hidden))
            sent = client.post(form.action, good.fill(form), follow=True)
            yield f"sent {form.action}", desk.text(sent)


@pytest.fixture
def record(begin_from: BeginFrom) -> None:
    begin_from(world.build_up)


def faults(found: Iterator[tuple[str, str]], language: str) -> str:
    """What is said in the other language, each with the page where it is said first."""
    seen: dict[str, str] = {}
    read = list(found)
    allowed = allowed_on(language)  # whoever came while they were read is known too
    for path, html in read:
        texts = Words(html, language).said
        for words in _foreign(texts, language, allowed):
            seen.setdefault(words, path)
        for hour in UNCLEAR_HOUR.finditer(" ".join(texts)):
            seen.setdefault(f"unclear hour: {hour[0]}", path)
    return "\n".join(f"{path}: {words}" for words, path in seen.items())


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("prefix", desk.PREFIXES)
@pytest.mark.parametrize("who", sorted(world.VIEWERS))
def test_every_page_speaks_one_language(who: str, prefix: str) -> None:
    assert faults(pages(prefix, who), prefix.strip("/") or "hi") == ""


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("prefix", desk.PREFIXES)
def test_what_no_link_leads_to_speaks_one_language(prefix: str) -> None:
    assert faults(beside(prefix), prefix.strip("/") or "hi") == ""


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("who", ["checker", "keeper", "maker"])
def test_answers_to_forms_speak_one_language(who: str) -> None:
    assert faults(after_posts("", who), "hi") == ""


def test_a_word_of_the_other_language_is_found() -> None:
    shown = '<p>आदेश <b title="Sign in">MO/2022-23/0001</b> <i lang="en">Order</i></p>'
    assert foreign(shown, "hi", allowed_on("hi")) == ["['Sign', 'in'] in Sign in"]
    assert foreign('<a lang="hi">हिन्दी</a><p>बिल</p>', "en", set()) == ["['बिल'] in बिल"]
    assert foreign('<input type="submit" value="Save">', "hi", set()) == ["['Save'] in Save"]


def test_an_hour_that_may_be_morning_or_evening_is_found() -> None:
    assert UNCLEAR_HOUR.search("30 दिसंबर 2022, 9 बजे")
    assert not UNCLEAR_HOUR.search("30 दिसंबर 2022, रात 9:00 बजे (21:00 IST)")


@pytest.mark.usefixtures("record")
def test_every_page_of_the_desk_is_walked() -> None:
    """Every route that shows a page to somebody is reached by a link, or is named here."""
    walked = {visit.route for who in world.VIEWERS for visit in walk.walk_as(who, "")}
    assert Entry.objects.exists()
    assert walk.shown_routes() - walked == walk.WITHOUT_LINKS
