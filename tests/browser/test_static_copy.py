"""A copy of the site opened from a stick: no server, no complaint."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import migrated_database

from .conftest import HOUSE
from .tabs import watch


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the historical record."""
    folder = tmp_path_factory.mktemp("copied")
    migrated_database.copy_into(folder / "var")
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SECRET_KEY")}
    for command in (
        ("load_reference",),
        ("import_record", "moratorium/data/historical.json"),
        ("export_public", str(folder / "copy")),
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=HOUSE, check=True,
            env=kept | {"VAR_DIR": str(folder / "var")}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return folder / "copy"


@pytest.mark.parametrize(
    ("start", "district", "said"),
    [("index.html", "आगरा", "मान्य, यदि"), ("en/index.html", "Agra", "Valid through")],
)
def test_a_copy_is_read_from_files(
    copy: Path, browser: Any, start: str, district: str, said: str
) -> None:
    watched = watch(browser.new_page(viewport={"width": 360, "height": 800}))
    page = watched.page
    page.goto((copy / start).as_uri())
    assert said in page.inner_text(".copy")
    page.click(f".copy-districts a:text-is('{district}')")
    page.wait_for_url("**/districts/agra/index.html")  # and for the style sheets it loads
    assert page.inner_text("h1") == district
    # The style sheets were read: the line stands on paper of its own.
    width = "e => getComputedStyle(e).borderBottomWidth"
    assert page.eval_on_selector(".copy", width) == "1px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert watched.complaints == []
    assert watched.hosts <= {""}
    page.close()
