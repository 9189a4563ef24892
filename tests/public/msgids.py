"""Every sentence that the public pages ask the catalogue for, read from their sources."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "moratorium" / "public" / "locale" / "hi" / "LC_MESSAGES" / "django.po"
TEMPLATES = [
    ROOT / "templates" / "base.html",
    *sorted((ROOT / "templates" / "errors").glob("*.html")),
    *sorted((ROOT / "templates" / "public").glob("*.html")),
]
MODULES = [ROOT / "moratorium" / "public" / f"{name}.py" for name in ("reading", "views", "pages")]
_LITERAL = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_CALL = re.compile(rf"(pgettext|gettext)\({_LITERAL}(?:, {_LITERAL})?\)")

Message = tuple[str | None, str]


def wanted() -> set[Message]:
    """Each sentence with its context, if it has one."""
    found: set[Message] = set()
    for template in TEMPLATES:
        found |= set(_in_template(template.read_text(encoding="utf-8")))
    for module in MODULES:
        found |= set(_in_module(module.read_text(encoding="utf-8")))
    return found


def _in_template(source: str) -> Iterator[Message]:
    for match in _CALL.finditer(templatize(source)):
        name, first, second = match.groups()
        texts = [ast.literal_eval(each) for each in (first, second) if each]
        yield (texts[0], _plain(texts[1])) if name == "pgettext" else (None, _plain(texts[0]))


def _plain(text: str) -> str:
    # Only a sentence with a value in it is formatted; elsewhere a percent sign stands for itself.
    return text if "%(" in text else text.replace("%%", "%")


def _in_module(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            (argument,) = node.args
            assert isinstance(argument, ast.Constant)
            yield None, str(argument.value)
