"""The import of offices at the operator's door."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from moratorium.models import Entry, Office
from tests import builders as build
from tests.admin import desk

pytestmark = pytest.mark.django_db

GOOD = "code,discom,level,name_hi,name_en\nZ9,PUVVNL,zone,क्षेत्र,Zone\n"


def run(path: Path, content: str, by: str = "sita") -> str:
    path.write_text(content)
    out = StringIO()
    call_command("import_offices", str(path), by=by, stdout=out)
    return out.getvalue()


def test_a_file_is_imported_once(tmp_path: Path) -> None:
    build.discom(), desk.keeper()
    assert "new 1" in run(tmp_path / "offices.csv", GOOD)
    assert "new 0, changed 0, ended 0, unchanged 1" in run(tmp_path / "offices.csv", GOOD)
    assert Entry.objects.get().by == "sita"


@pytest.mark.parametrize(
    ("content", "by", "why"),
    [
        (GOOD.replace("PUVVNL", "NOBODY"), "sita", "2: discom: No such discom"),
        (GOOD + "Z8\n", "sita", "3: : The row has 1 cells"),
        ("", "sita", "The file is empty"),
        (GOOD, "nobody", "no such user"),
        (GOOD, "asha", "Your role does not carry"),
    ],
)
def test_a_file_is_refused_with_a_reason(tmp_path: Path, content: str, by: str, why: str) -> None:
    build.discom(), desk.keeper(), build.asha()
    with pytest.raises(CommandError, match=why):
        run(tmp_path / "offices.csv", content, by)
    assert not Office.objects.exists()
