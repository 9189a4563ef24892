"""Is this letter genuine: asked in a browser by code, by QR code and by file."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from moratorium.rules import numbering
from moratorium.rules.verification import HEADLINES
from tests.browser.test_every_page import check

WIDTHS = (360, 1280)
LANGUAGES = ("", "/en")
Visit = Callable[..., Any]


def of(folder: Path, name: str) -> tuple[str, str]:
    """Number and check code of a letter."""
    number, code = (folder / "letters" / f"{name}.txt").read_text().split(" ")
    return number, code


def pdf(folder: Path, name: str) -> bytes:
    return (folder / "letters" / f"{name}.pdf").read_bytes()


def dropped(page: Any, content: bytes) -> None:
    page.set_input_files(
        "#file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    page.locator(".way", has=page.locator("#file")).locator("button").click()
    page.wait_for_load_state()


def says(page: Any, kind: str, language: str) -> None:
    assert page.locator("h1").inner_text() == HEADLINES[kind]["en" if language else "hi"]


def keep(page: Any, name: str) -> None:
    """A picture of the page, if somebody asked for pictures."""
    if kept := os.environ.get("STORY_PICTURES"):
        Path(kept).mkdir(parents=True, exist_ok=True)
        width, language = (
            page.viewport_size["width"],
            page.evaluate("document.documentElement.lang"),
        )
        page.screenshot(path=f"{kept}/{name}-{language}-{width}.png", full_page=True)


def checked(watched: Any, path: str, name: str) -> None:
    # An answer of 404 or 429 is written to the console, and so is expected there.
    watched.complaints[:] = [c for c in watched.complaints if "Failed to load" not in c]
    check(watched, path)
    assert watched.page.context.cookies() == []
    keep(watched.page, name)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["stands", "replaced", "amended", "lifted", "over", "internal", "real"]
)
def test_the_answer_to_a_code(
    visit: Visit, folder: Path, site: Any, name: str, language: str, width: int
) -> None:
    number, code = of(folder, name)
    path = f"{language}/verify/{numbering.slug(number)}/{code}/"
    watched = visit(path, width=width)
    says(watched.page, "stands" if name in ("internal", "real") else name, language)
    checked(watched, path, f"verify-{name}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_of_a_forged_letter(
    visit: Visit, folder: Path, site: Any, language: str, width: int
) -> None:
    """The form, the true file, a changed one, another one, and a code that somebody made up."""
    path = f"{language}/verify/"
    watched = visit(path, width=width)
    page, whole = watched.page, pdf(folder, "real")
    checked(watched, path, "verify-form")

    dropped(page, whole)
    says(page, "stands", language)
    checked(watched, path, "verify-file")

    page.goto(site.url + path)
    dropped(page, whole[:-2] + bytes([whole[-2] ^ 1]) + whole[-1:])
    says(page, "changed", language)
    checked(watched, path, "verify-changed")

    dropped(page, b"%PDF-1.7 of somebody else")
    says(page, "foreign", language)
    checked(watched, path, "verify-foreign")

    number, code = of(folder, "real")
    page.fill("#number", number.lower().replace("/", " / "))
    page.fill("#code", f"{code[:5]}-{code[5:]}".lower())
    page.press("#code", "Enter")
    page.wait_for_url(f"**{path}*/*/")
    says(page, "stands", language)

    page.goto(site.url + path)
    page.press("#code", "Enter")
    page.wait_for_selector(".error")
    checked(watched, path, "verify-error")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["directive", "order", "notice"])
def test_the_directive_and_the_ways_there(
    visit: Visit, folder: Path, site: Any, kind: str, language: str, width: int
) -> None:
    slug = numbering.slug(of(folder, "real")[0])
    path = f"{language}/directives/{slug}/"
    watched = visit(path, width=width)
    if kind == "order":
        path = f"{language}/orders/mo-2022-23-0001/"
    if kind == "notice":
        path = f"{language}/notices/"
        watched.page.goto(site.url + path)
        watched.page.get_by_role(
            "link", name="Directive issued" if language else "निर्देश निर्गत"
        ).first.click()
        path = watched.page.url.removeprefix(site.url)
    watched.page.goto(site.url + path)
    assert watched.page.locator(f"a[href$='{slug}.pdf']").count() == 1
    checked(watched, path, kind)


def test_the_letter_is_downloaded_by_anybody(visit: Visit, folder: Path, site: Any) -> None:
    page = visit("/").page
    slug = numbering.slug(of(folder, "real")[0])
    answer = page.request.get(f"{site.url}/directives/{slug}.pdf")
    assert answer.body() == pdf(folder, "real")
    assert page.request.get(f"{site.url}/directives/d-2022-23-0006.pdf").status == 404


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_codes_come_last(
    visit: Visit, site: Any, nobody_guessed: None, language: str, width: int
) -> None:
    """The first ten are answered, wrong as they are; after them nobody at this address is."""
    path = f"{language}/verify/d-2022-23-0001/WRPNG/"
    watched = visit(path, width=width)
    assert watched.page.locator(".seal").count() == 1
    checked(watched, path, "verify-unknown")
    for _ in range(10):
        watched.page.goto(site.url + path)
    assert watched.page.locator(".seal").count() == 0
    checked(watched, path, "verify-too-many")


@pytest.mark.parametrize("megabytes", [11, 200])
def test_what_is_too_large_is_refused_in_words(
    visit: Visit, tmp_path: Path, megabytes: int
) -> None:
    """Unread, and still answered: the connection is not cut before the page is there."""
    whole = tmp_path / "a.pdf"
    with whole.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    page = visit("/en/verify/").page
    page.set_input_files("#file", whole)
    with page.expect_navigation() as answered:
        page.locator(".way", has=page.locator("#file")).locator("button").click()
    assert answered.value.status == 413
    assert page.locator(".error").inner_text() == "This file is larger than 10 MB; no letter is."
