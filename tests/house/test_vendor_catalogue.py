"""The Hindi of what Django and Axes show: complete, compiled, and in our spelling."""

import ast
import re
import unicodedata
from pathlib import Path

import axes
import django
import polib
import pytest

pytestmark = pytest.mark.plain

OURS = Path(__file__).resolve().parents[2] / "portal" / "locale" / "hi" / "LC_MESSAGES"
DJANGO = Path(django.__file__).parent
AXES = Path(axes.__file__).parent

# Where the vendor keeps its catalogues, by our catalogue that stands before them.
VENDOR = {
    "django": [
        "conf",
        "contrib/admin",
        "contrib/auth",
        "contrib/contenttypes",
        "contrib/sessions",
    ],
    "djangojs": ["contrib/admin"],
}
CATALOGUES = [(domain, place) for domain, places in VENDOR.items() for place in places]
PLURAL = "nplurals=2; plural=(n != 1);"

# Without a Devanagari letter and yet right.
ALLOWED = {"IPv4", "IPv6"}
# The word that means a consumer here, and spellings that the field does not use.
BANNED = (
    "उपभोक्ता",
    "प्रयोक्ता",
    "प्रवोक्ता",
    "कूटशब्द",
    "शब्दकूट",
    "बकाए",
    "दिसम्बर",
    "दिसमबर",
    "नवम्बर",
    "नवमबर",
    "सितम्बर",
    "सितमबर",
    "अक्तूबर",
    "फ़रवरी",
    "गुरूवार",
    "सम्बंध",
    "सम्बन्ध",
)

NAMED = re.compile(r"%\(\w+\)[sdr]|\{\w+\}")
POSITIONAL = re.compile(r"%[sdr]|\{\}")
TAG = re.compile(r"</?\w[^>]*>")
DEVANAGARI = re.compile(r"[\u0900-\u0963\u0970-\u097f]")
NATIVE_DIGIT = re.compile(r"[\u0966-\u096f]")


def catalogue(path: Path) -> dict[tuple[str | None, str], polib.POEntry]:
    return {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path)) if not e.obsolete}


def ours(domain: str) -> dict[tuple[str | None, str], polib.POEntry]:
    return catalogue(OURS / f"{domain}.po")


def vendor(domain: str, place: str, language: str) -> dict[tuple[str | None, str], polib.POEntry]:
    return catalogue(DJANGO / place / "locale" / language / "LC_MESSAGES" / f"{domain}.po")


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def said_by_axes() -> set[tuple[None, str]]:
    """Axes ships no English catalogue, so its own words are read from its code."""
    found: set[tuple[None, str]] = set()
    for path in AXES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "_"
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add((None, node.args[0].value))
    return found


@pytest.mark.parametrize(("domain", "place"), CATALOGUES)
def test_everything_the_vendor_shows_has_hindi(domain: str, place: str) -> None:
    own, theirs = ours(domain), vendor(domain, place, "hi")
    asked = vendor(domain, place, "en")
    assert asked
    silent = [
        key
        for key in asked
        if not any(
            key in known and known[key].translated() and all(texts(known[key]))
            for known in (own, theirs)
        )
    ]
    assert silent == []


def test_everything_axes_shows_has_hindi() -> None:
    asked, own, core = said_by_axes(), ours("django"), vendor("django", "conf", "hi")
    assert asked
    assert sorted(key[1] for key in asked if key not in own and key not in core) == []


@pytest.mark.parametrize("domain", VENDOR)
def test_nothing_is_left_over(domain: str) -> None:
    asked = {key for place in VENDOR[domain] for key in vendor(domain, place, "en")}
    if domain == "django":
        asked |= said_by_axes()
    assert sorted(key[1] for key in ours(domain) if key not in asked) == []


@pytest.mark.parametrize("domain", VENDOR)
def test_every_entry_is_whole(domain: str) -> None:
    po = polib.pofile(str(OURS / f"{domain}.po"), check_for_duplicates=True)
    assert po.metadata["Plural-Forms"] == PLURAL
    for entry in po:
        assert entry.translated(), entry.msgid
        assert not entry.fuzzy, entry.msgid
        assert all(texts(entry)), entry.msgid
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == [0, 1], entry.msgid


@pytest.mark.parametrize(("domain", "place"), CATALOGUES)
def test_plurals_match_the_vendor(domain: str, place: str) -> None:
    own = ours(domain)
    for key, entry in vendor(domain, place, "en").items():
        if key in own:
            assert own[key].msgid_plural == entry.msgid_plural, key


@pytest.mark.parametrize("domain", VENDOR)
def test_placeholders_and_tags_survive(domain: str) -> None:
    for entry in ours(domain).values():
        for text in texts(entry):
            for source in filter(None, (entry.msgid, entry.msgid_plural)):
                assert set(NAMED.findall(text)) == set(NAMED.findall(source)), entry.msgid
                assert POSITIONAL.findall(text) == POSITIONAL.findall(source), entry.msgid
                assert sorted(TAG.findall(text)) == sorted(TAG.findall(source)), entry.msgid
                assert text.count("%") == text.count("%(") + len(re.findall("%[sdr]", text))


@pytest.mark.parametrize("domain", VENDOR)
def test_spaces_at_the_ends_survive(domain: str) -> None:
    for entry in ours(domain).values():
        for text in texts(entry):
            assert text[:1].isspace() == entry.msgid[:1].isspace(), entry.msgid
            assert text[-1:].isspace() == entry.msgid[-1:].isspace(), entry.msgid
            assert "  " not in text, entry.msgid


@pytest.mark.parametrize("domain", VENDOR)
def test_no_text_is_left_in_english(domain: str) -> None:
    for entry in ours(domain).values():
        for text in texts(entry):
            words = TAG.sub("", NAMED.sub("", POSITIONAL.sub("", text)))
            if re.search("[A-Za-z]", words) and text not in ALLOWED:
                assert DEVANAGARI.search(words), entry.msgid


@pytest.mark.parametrize("domain", VENDOR)
def test_spelling(domain: str) -> None:
    banned = [unicodedata.normalize("NFC", word) for word in BANNED]
    for entry in ours(domain).values():
        for text in texts(entry):
            assert text == unicodedata.normalize("NFC", text), entry.msgid
            assert [word for word in banned if word in text] == [], entry.msgid
            assert not NATIVE_DIGIT.search(text), entry.msgid
            assert "|" not in text, entry.msgid
            assert " ।" not in text, entry.msgid


def test_months_are_the_same_in_both_catalogues() -> None:
    months = "January February March April May June July August September October November December"
    expected = "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"
    core, script = ours("django"), ours("djangojs")
    for name, month in zip(months.split(), expected.split(), strict=True):
        assert core[None, name].msgstr == month
        assert core["alt. month", name].msgstr == month
        assert script[None, name].msgstr == month


@pytest.mark.parametrize("domain", VENDOR)
def test_compiled_from_this_text(domain: str) -> None:
    po = polib.pofile(str(OURS / f"{domain}.po"))
    assert (OURS / f"{domain}.mo").read_bytes() == po.to_binary()
