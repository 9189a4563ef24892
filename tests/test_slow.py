"""What `make slow` says of the seconds that tests took."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import slow

pytestmark = pytest.mark.plain
TOOK = {
    "tests/admin/test_a.py::test_one": 3.0,
    "tests/admin/bad_input/test_b.py::test_two[x/y::z]": 1.0,
    "tests/rules/test_c.py::test_three": 4.0,
    **{f"tests/rules/test_c.py::test_many[{n}]": 0.1 for n in range(20)},
}


def test_the_slowest_come_first_and_no_more_than_twenty() -> None:
    said = slow.summary_lines(TOOK)
    assert said[0] == "The 20 slowest tests:"
    assert said[1].split() == ["4.0", "s", "tests/rules/test_c.py::test_three"]
    assert said[2].split() == ["3.0", "s", "tests/admin/test_a.py::test_one"]
    assert said.index("The share of each folder:") == 21


def test_each_folder_has_its_share_and_its_tests() -> None:
    said = [line.split() for line in slow.summary_lines(TOOK)[22:]]
    assert said == [
        ["6.0", "s", "60.0%", "21", "tests", "tests/rules"],
        ["4.0", "s", "40.0%", "2", "tests", "tests/admin"],
    ]


def test_files_beside_the_folders_are_one_share() -> None:
    said = slow.summary_lines({"tests/test_a.py::test_b": 1.0, "tests/test_c.py::test_d": 2.0})
    assert said[-1].split() == ["3.0", "s", "100.0%", "2", "tests", "tests"]


@pytest.mark.parametrize("processes", ["0", "1"])
def test_it_counts_the_work_of_a_test_and_of_what_it_starts(tmp_path: Path, processes: str) -> None:
    (tmp_path / "test_it.py").write_text(
        "import subprocess, sys, time\n"
        "def busy():\n"
        "    began = time.process_time()\n"
        "    while time.process_time() < began + 0.4: pass\n"
        "def test_itself(): busy()\n"
        "def test_by_another():\n"
        "    code = 'import time\\nwhile time.process_time() < 0.4: pass'\n"
        "    subprocess.run([sys.executable, '-c', code], check=True)\n"
        "def test_waiting(): time.sleep(0.4)\n"
    )
    command = [
        "-m",
        "pytest",
        "-p",
        "tests.slow",
        "-p",
        "no:django",
        "-n",
        processes,
        str(tmp_path),
    ]
    done = subprocess.run(
        [sys.executable, *command, "-c", "/dev/null", "--rootdir", str(tmp_path)],
        cwd=Path(slow.__file__).parents[1], capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = done.stdout.partition("slowest tests:\n")[2].splitlines()
    took = {line.split()[2].split("::")[1]: float(line.split()[0]) for line in lines[:3]}
    assert took["test_itself"] >= 0.4
    assert took["test_by_another"] >= 0.4
    assert took["test_waiting"] < min(took["test_itself"], took["test_by_another"])
