"""Every sentence has its Hindi, and the compiled catalogues say what the readable ones say."""

from pathlib import Path

import polib
import pytest

from . import catalogues
from .catalogues import CATALOGUES, HOUSE

pytestmark = pytest.mark.plain


@pytest.mark.parametrize("folder", CATALOGUES)
def test_every_sentence_has_its_hindi(folder: str) -> None:
    assert catalogues.untranslated(folder) == []


@pytest.mark.parametrize("folder", CATALOGUES)
def test_no_sentence_is_kept_that_nothing_says(folder: str) -> None:
    assert catalogues.unused(folder) == []


def test_a_new_sentence_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('{% load i18n %}{% translate "Never said before" %}', encoding="utf-8")
    assert [m[1] for m in catalogues.messages(page)] == ["Never said before"]


@pytest.mark.parametrize(
    "po",
    sorted([p for room in ("portal", "moratorium") for p in (HOUSE / room).rglob("*.po")]),
    ids=str,
)
def test_the_compiled_catalogue_is_up_to_date(po: Path) -> None:
    assert po.with_suffix(".mo").read_bytes() == polib.pofile(str(po)).to_binary()
