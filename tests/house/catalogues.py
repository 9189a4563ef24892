"""The sentences to translate, read out of code and templates, and the catalogues they go into.

`make messages` adds what is new to the catalogues, drops what is gone and compiles them.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract

HOUSE = Path(__file__).resolve().parents[2]

# Which catalogue speaks for which code and templates.
CATALOGUES = {
    "moratorium/public/locale": ["moratorium/public", "moratorium/verification",
                                 "templates/public", "templates/verification",
                                 "templates/drawing", "templates/errors", "templates/base.html"],
    "moratorium/officers/locale": ["moratorium/officers", "templates/officers"],
    "moratorium/locale": ["moratorium/models", "moratorium/operations", "moratorium/admin",
                          "moratorium/apps.py", "moratorium/access.py", "moratorium/entrance.py",
                          "templates/admin", "templates/registration", "templates/door.html",
                          "templates/entrance", "templates/ladder", "moratorium/council",
                          "templates/council"],
}  # fmt: skip
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "_": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip

Message = tuple[str | None, str, str | None]  # context, sentence, plural


def sources(places: list[str]) -> Iterator[Path]:
    for place in places:
        path = HOUSE / place
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix in (".py", ".html", ".txt"))


def messages(path: Path) -> Iterator[Message]:
    """Every sentence marked for translation in a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = _as_python(text)
    for _line, found, _comments, context in extract(
        "python", io.BytesIO(text.encode()), keywords=KEYWORDS
    ):
        if isinstance(found, tuple):
            yield context, found[0], found[1]
        else:
            yield context, found, None


def _as_python(template: str) -> str:
    from django.utils.translation.template import templatize

    return templatize(template)


def wanted(places: list[str]) -> dict[tuple[str | None, str], Message]:
    """The sentences of some places, by context and text."""
    found = (m for path in sources(places) for m in messages(path))
    return {(m[0], m[1]): m for m in found if m[1]}


def catalogue(folder: str) -> polib.POFile:
    path = HOUSE / folder / "hi" / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path), wrapwidth=100)


def untranslated(folder: str) -> list[str]:
    """The sentences of a catalogue's places that have no Hindi."""
    have = {
        (entry.msgctxt, entry.msgid)
        for entry in catalogue(folder)
        if not entry.obsolete and not entry.fuzzy and _complete(entry)
    }
    return sorted(key[1] for key in wanted(CATALOGUES[folder]) if key not in have)


def unused(folder: str) -> list[str]:
    """Entries of a catalogue that nothing says any more."""
    needed = wanted(CATALOGUES[folder])
    return sorted(e.msgid for e in catalogue(folder) if (e.msgctxt, e.msgid) not in needed)


def _complete(entry: polib.POEntry) -> bool:
    if entry.msgid_plural:
        return bool(entry.msgstr_plural) and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


def update(folder: str) -> tuple[int, int]:
    """Bring a catalogue up to date and compile it; how many were added and dropped."""
    book = catalogue(folder)
    needed = wanted(CATALOGUES[folder])
    have = {(e.msgctxt, e.msgid): e for e in book}
    gone = [entry for key, entry in have.items() if key not in needed]
    for entry in gone:
        book.remove(entry)
    new = [message for key, message in needed.items() if key not in have]
    for context, text, plural in new:
        blanks = {"msgid_plural": plural, "msgstr_plural": {0: "", 1: ""}} if plural else {}
        book.append(polib.POEntry(msgctxt=context, msgid=text, **blanks))
    book.save()
    book.save_as_mofile(book.fpath.removesuffix(".po") + ".mo")
    return len(new), len(gone)


def main() -> int:
    missing = 0
    for folder in CATALOGUES:
        added, dropped = update(folder)
        print(f"{folder}: {added} added, {dropped} dropped")
        for sentence in untranslated(folder):
            missing += 1
            print(f"  no Hindi yet: {sentence}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
