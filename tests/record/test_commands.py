"""The operator's door: what the commands say, and with which exit status."""

import io
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from moratorium.management.historical import HISTORICAL
from moratorium.models import Discom, Entry, Order, guards
from moratorium.operations import reference

from .papers import document, order, written


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert error.value.returncode == 1
    return str(error.value)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "record.json"
    file.write_bytes(written(document()))
    return file


@pytest.mark.django_db
def test_load_reference(tmp_path: Path) -> None:
    assert "discom 7, district 75, service area 154" in run("load_reference")
    assert "discom 0, district 0, service area 0" in run(
        "load_reference", "--from", str(reference.DATA)
    )
    Discom.objects.filter(code="NPCL").update(note="mine")
    assert "discom NPCL note: 'mine'" in run("load_reference")
    assert "discoms.csv: cannot be read" in refused("load_reference", "--from", str(tmp_path))


@pytest.mark.usefixtures("places")
def test_import_and_export(paper: Path) -> None:
    said = run("import_record", str(paper))
    assert "Imported: 3 orders, 1 outages" in said
    assert "दर्ज हुए" in said
    assert "Nothing changed: all 4 entries" in run("import_record", str(paper))
    printed = run("export_record")
    assert json.loads(printed)["orders"][0]["number"] == "MO/2022-23/0001"
    assert printed.endswith("}\n")


@pytest.mark.usefixtures("places")
def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Standard:
        buffer = io.BytesIO(HISTORICAL.read_bytes())

    monkeypatch.setattr(sys, "stdin", Standard())
    assert "Imported: 1 orders, 4 outages" in run("import_record", "-")


@pytest.mark.usefixtures("places")
def test_export_is_utf8_on_any_terminal() -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    call_command("import_record", str(HISTORICAL), stdout=io.StringIO())
    call_command("export_record", stdout=terminal)
    printed = terminal.buffer.getvalue()  # type: ignore[attr-defined]
    assert json.loads(printed)["orders"][0]["number"] == "ASSURANCE/2022-12-29"
    assert "आश्वासन".encode() in printed


@pytest.mark.usefixtures("places")
def test_a_refusal_names_entry_field_and_reason(paper: Path) -> None:
    paper.write_bytes(written(document(orders=[order(basis="rumour"), order("MO/2", lift=True)])))
    said = refused("import_record", str(paper))
    assert "Nothing was imported." in said
    assert "orders[0] MO/2022-23/0001: basis: It must be one of: order, assurance" in said
    assert "इनमें से एक हो" in said
    assert "orders[1] MO/2: coverage: A lift has no coverage." in said
    assert not Order.objects.exists()


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    assert "Nothing was imported." in refused("import_record", str(tmp_path / name))


@pytest.mark.usefixtures("places")
def test_a_clock_behind(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("import_record", str(paper))
    behind: Any = lambda: Entry.objects.first().recorded_at - timedelta(hours=1)  # noqa: E731
    monkeypatch.setattr(timezone, "now", behind)
    assert "clock is behind" in refused("import_record", str(paper))


@pytest.mark.usefixtures("places")
def test_verify_journal(paper: Path) -> None:
    assert "whole: 0 entries" in run("verify_journal")
    run("import_record", str(paper))
    assert "whole: 4 entries" in run("verify_journal")
    guards.drop(connection)
    Entry.objects.filter(seq=2).update(act="order.lifted")
    said = refused("verify_journal")
    assert "broken at entry 2" in said
    assert "प्रविष्टि 2" in said
