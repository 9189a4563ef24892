"""Imports go down only: the table of the house, kept by reading the imports."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.plain

HOUSE = Path(__file__).resolve().parents[2]
ROOMS = HOUSE / "moratorium"

MAY_IMPORT = {
    "rules": set(),
    "models": {"rules"},
    "letters": {"rules"},
    "templatetags": {"rules"},
    "register": {"models", "rules"},
    "operations": {"register", "models", "letters", "rules"},
    "access": {"models", "rules"},
    "entrance": {"access", "models", "register", "rules"},
    "public": {"access", "register", "rules"},
    "verification": {"public", "operations", "register", "rules"},
    "officers": {"access", "operations", "register", "rules"},
    "council": {"access", "operations", "register", "rules"},
    "admin": {"access", "models", "operations", "register", "rules"},
    "publishing": {"public", "register", "rules"},
    "management": {
        "models", "letters", "operations", "register", "public", "publishing", "admin", "rules",
    },
}  # fmt: skip
CLUTTER = {"utils", "helpers", "common", "core", "services", "exceptions"}


def modules() -> list[Path]:
    return [p for p in sorted(ROOMS.rglob("*.py")) if "migrations" not in p.parts]


def room_of(path: Path) -> str:
    first = path.relative_to(ROOMS).parts[0]
    return first.removesuffix(".py")


def imported(source: str, package: tuple[str, ...]) -> Iterator[str]:
    """Every module that a source imports, by its full name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            prefix = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{prefix}.{alias.name}" for alias in node.names)


def faults(source: str, room: str, package: tuple[str, ...]) -> list[str]:
    found = []
    for name in imported(source, package):
        parts = name.split(".")
        if parts[0] == "moratorium" and len(parts) > 1:
            if parts[1] in MAY_IMPORT and parts[1] != room and parts[1] not in MAY_IMPORT[room]:
                found.append(name)
        elif room == "rules" and parts[0] not in sys.stdlib_module_names:
            found.append(name)
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_room_imports_only_from_the_floors_below(path: Path) -> None:
    room = room_of(path)
    if room in MAY_IMPORT:
        package = path.relative_to(HOUSE).parent.parts
        assert faults(path.read_text(), room, package) == []


def test_every_room_stands_in_the_table() -> None:
    rooms = {p.name for p in ROOMS.iterdir() if p.is_dir() and any(p.glob("*.py"))}
    assert rooms - {"migrations"} <= set(MAY_IMPORT)


def test_an_import_upwards_is_seen() -> None:
    source = "from ..operations import orders"
    assert faults(source, "models", ("moratorium", "models")) == ["moratorium.operations.orders"]
    assert faults("import django", "rules", ("moratorium", "rules")) == ["django"]


def test_no_room_for_clutter() -> None:
    names = {p.stem for p in modules()} | {p.parent.name for p in modules()}
    assert not names & CLUTTER


def test_nothing_below_the_doors_reads_the_clock() -> None:
    reading = ("timezone.now(", "datetime.now(", "datetime.utcnow(", "time.time(", "date.today(")
    below = ("rules", "models", "operations", "register", "letters")
    seen = [
        str(p.relative_to(HOUSE))
        for p in modules()
        if room_of(p) in below and any(call in p.read_text() for call in reading)
    ]
    assert seen == []


def test_the_top_level_holds_only_what_belongs_there() -> None:
    allowed = {
        "manage.py", "requirements.txt", "portal", "moratorium", "templates", "static", "tests",
        "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile", "pyproject.toml",
        "requirements.in", "requirements-dev.in", "requirements-dev.txt", "docs", "findings",
        ".ci",
    }  # fmt: skip
    left_by_runs = {"var"}
    found = {p.name for p in HOUSE.iterdir() if not p.name.startswith(".") or p.name == ".ci"}
    assert found - left_by_runs <= allowed
