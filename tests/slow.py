"""Where the suite's time goes: the twenty slowest tests, and the share of each folder.

    make slow                                        # both engines
    python -m tests.engine sqlite -n 2 -p tests.slow # one

Seconds are of the processor, of the process that runs a test and of the programs that it started
and saw end; a server or a browser that several tests share stands at the test that ends it.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

SLOWEST = 20
NAME = "seconds of the processor"


class ProcessorTime:
    """What the tests of this process have taken, phase by phase."""

    def __init__(self) -> None:
        self._since = _seconds()

    def pytest_collection_finish(self) -> None:
        self._since = _seconds()  # finding the tests is none of the first one's work

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[None]:
        now = _seconds()
        taken, self._since = now - self._since, now
        outcome: Any = yield  # type: ignore[misc]
        # Thus it reaches the process that gathers the results of all.
        outcome.get_result().user_properties.append((NAME, taken))


class TimeReport:
    """The results of all processes."""

    def __init__(self) -> None:
        self.tests: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # Each phase's report bears those of the phases before it too: the last one is its own.
        own = [value for name, value in report.user_properties if name == NAME]
        self.tests[report.nodeid] += own[-1] if own else 0

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        for line in summary_lines(self.tests):
            terminalreporter.write_line(line)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(ProcessorTime())
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(TimeReport())


def summary_lines(tests: dict[str, float]) -> list[str]:
    """The lines of the summary, of seconds by test: the slowest tests, then the folders."""
    whole = sum(tests.values()) or 1
    slowest = sorted(tests, key=lambda name: -tests[name])[:SLOWEST]
    seconds, counts = Counter[str](), Counter[str]()
    for name, taken in tests.items():
        seconds[_folder(name)] += taken  # type: ignore[assignment]
        counts[_folder(name)] += 1
    folders = [
        f"{taken:8.1f} s {taken / whole:5.1%}  {counts[folder]:5} tests  {folder}"
        for folder, taken in seconds.most_common()
    ]
    return [
        f"The {len(slowest)} slowest tests:",
        *(f"{tests[name]:8.1f} s  {name}" for name in slowest),
        "The share of each folder:",
        *folders,
    ]


def _folder(name: str) -> str:
    """The room of a test, `tests/admin` of `tests/admin/bad_input/test_a.py::test_b`."""
    *folders, _file = name.partition("::")[0].split("/")
    return "/".join(folders[:2])


def _seconds() -> float:
    return sum(os.times()[:4])
