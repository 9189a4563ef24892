"""A Hindi page of the desk says nothing in English that has its Hindi."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from moratorium.operations import reference
from moratorium.operations.mail import links, queue
from moratorium.rules import mails
from moratorium.rules.wording import Text
from tests import builders as build
from tests.house import catalogues

from . import desk
from .desk import page

pytestmark = pytest.mark.django_db


class Words(HTMLParser):
    """The texts of a page, those of another language left out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in ("aria-label", "placeholder", "alt", "title"):
            self.said.append(given.get(name) or "")
        if tag == "input" and given.get("type") == "submit":
            self.said.append(given.get("value") or "")
        if tag not in ("input", "br", "img", "link", "meta", "hr"):
            self.silent.append(given.get("lang") == "en" or tag in ("script", "style"))

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag not in ("input", "br", "img", "link", "meta", "hr"):
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.silent):
            self.said.append(data)


def said(html: str) -> set[str]:
    words = Words()
    words.feed(html)
    return {re.sub(r"\s+", " ", each).strip(" :") for each in words.said}


def english() -> set[str]:
    """Every sentence of the catalogue, with and without a capital."""
    entries = [e for e in catalogues.catalogue("moratorium/locale") if e.msgid != e.msgstr]
    texts = {e.msgid.strip(" :") for e in entries}
    return texts | {text[0].upper() + text[1:] for text in texts}


def test_hindi_pages_are_in_hindi() -> None:
    reference.load()
    outage, draft, order = build.outage(), build.draft(), build.issued()
    entry, amendment = build.entry(), build.draft(amends=order, text_hi="नया", text_en="New")
    words = mails.Words(Text("विषय", "विषय"), Text("पाठ", "पाठ"))
    mail = queue("asha@example.test", "test", words, at=build.NEW_YEAR)
    nouns = ("outage", "order", "discom", "district", "servicearea", "person", "office", "entry")
    visits = [(desk.auditor(), page("", noun)) for noun in nouns]
    visits += [
        (build.asha(), page("", "outage", "add")), (build.asha(), page("", "order", "add")),
        (build.asha(), page("", "outage", outage.pk, "change")),
        (build.asha(), page("", "order", draft.pk, "change")),
        (build.asha(), page("", "order", order.pk, "change")),
        (build.asha(), page("", "order", draft.pk, "submit")),
        (build.asha(), page("", "order", amendment.pk, "submit")),
        (build.vikram(), page("", "order", draft.pk, "approve")),
        (build.vikram(), page("", "order", order.pk, "approve")),
        (build.asha(), page("", "order", order.pk, "history")),
        (desk.auditor(), page("", "entry", entry.pk, "change")),
        (desk.auditor(), "/admin/"), (build.asha(), "/admin/password_change/"),
        (desk.keeper(), page("", "person", "add")),
        (desk.keeper(), page("", "person", build.asha().pk, "change")),
        (desk.keeper(), page("", "mail")),
        (desk.keeper(), page("", "mail", mail.pk, "change")),
        (desk.keeper(), page("", "office", "add")),
        (desk.keeper(), page("", "discom", "PUVVNL", "change")),
        (None, "/admin/login/"), (None, "/admin/password/forgotten/"),
        (None, "/admin/password/asked/"), (None, "/admin/password/set/done/"),
        (None, links.set_password(build.meena()).hi.removeprefix(settings.SITE_URL)),
    ]  # fmt: skip
    untold = english()
    for person, path in visits:
        response = desk.of(person).get(path, follow=person is None)
        assert response.status_code == 200, path
        html = response.content.decode()
        assert said(html) & untold == set(), path
        assert "उपभोक्ता " not in html.replace("उपभोक्ता का", "").replace("उपभोक्ता परिषद", ""), path


def test_an_english_word_on_a_hindi_page_is_found() -> None:
    assert said("<p>Sign in</p>") & english() == {"Sign in"}
