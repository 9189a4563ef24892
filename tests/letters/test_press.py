"""The press takes many callers, and says so where it cannot set a letter."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
import typst

from moratorium.letters import Unprintable, layout, press, render

from .letters import ISSUED, letter

pytestmark = pytest.mark.plain


def test_many_at_once_each_get_their_own_letter() -> None:
    letters = [letter(number=f"D/{n}") for n in range(6)]
    alone = [render(each) for each in letters]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(render, letters * 3))
    assert together == alone * 3


def test_the_compiler_alone_would_turn_a_second_caller_away() -> None:
    """The control of the test before: without its turn a caller fails."""
    inputs = {"letter": json.dumps(layout.data(ISSUED))}
    failures: list[str] = []

    def unguarded() -> None:
        for _ in range(40):
            try:
                press._warm().compile(sys_inputs=inputs, format="pdf")
            except RuntimeError as error:
                failures.append(str(error))
            if failures:
                return

    with ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            pool.submit(unguarded)
    assert failures


def test_a_process_forked_from_a_warm_one_is_told_so_instead_of_waiting_for_ever() -> None:
    render(ISSUED)
    child = os.fork()
    if child == 0:
        try:
            render(ISSUED)
        except RuntimeError:
            os._exit(7)
        os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7


def test_a_font_that_is_not_there_makes_no_empty_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = press.compiler(font_paths=[])
    monkeypatch.setattr(press, "_warm", lambda: bare)
    with pytest.raises(Unprintable) as caught:
        render(ISSUED)
    assert "font" in caught.value.words.en


def test_the_template_reads_no_file_outside_its_folder() -> None:
    with pytest.raises(typst.TypstError, match=r"outside|denied|escape"):
        press.compiler().compile(b'#read("/../rules/wording.py")', format="pdf")
