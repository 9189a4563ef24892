"""What a letter costs: `python -m tests.bench.bench_letter`.

A letter of two pages, in Hindi and English, no two of them alike, from a warm press: best of 100
by the clock. Goal: 15 ms. The ratios are of the processor's time, of all threads: to the same words
as bare paragraphs, without form, table, tags and second weight; of a first letter, a long preamble
and 5,000 addressees by name to a warm letter.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import count

import typst

from moratorium.letters import Letter, identify, layout, render
from moratorium.letters.glyphs import FOLDER
from moratorium.rules.wording import Text
from tests.letters.letters import ISSUED, preamble

ROUNDS, GOAL, SEARCH_GOAL = 100, 0.015, 5
BARE = b"""#let letter = json(bytes(sys.inputs.letter))
#set document(title: letter.title, date: datetime(..letter.date))
#set text(font: "Noto Sans", hyphenate: false, fallback: false)
#for part in letter.parts { for value in part.values() {
  for each in (value,).flatten() { par(each) }
} }"""
_numbers = count(1)


def main() -> int:
    """Print the figures; 1 if the goal is missed."""
    first = seconds(lambda: render(ISSUED))
    by_clock = least(lambda: render(fresh()), time.perf_counter)
    letter, bare = least(lambda: render(fresh())), least(lambda: set_bare(fresh()))
    print(
        f"letter: {by_clock * 1000:.1f} ms by the clock (goal {GOAL * 1000:.0f}), "
        f"{letter * 1000:.1f} ms of the processor"
    )
    print(f"letter: {letter / bare:.2f} times the same words as bare paragraphs")
    print(f"first letter: {first / letter:.1f} times a warm one")
    for name, one in (
        ("20,000 characters", preamble("ऑनलाइन बिलिंग प्रणाली का उन्नयन " * 606)),
        ("20,000 characters without a space", preamble("क्षत्रियर्यद्धि" * 1333)),
        ("5,000 addressees by name", replace(ISSUED, to=offices(5000))),
    ):
        print(f"{name}: {seconds(lambda one=one: render(one)) / letter:.0f} times a letter")
    endless = (b"moratorium-letter, number=" + b"A" * 719) * 9_000
    searched = seconds(lambda: identify(endless))
    print(f"seven million bytes that are no letter: {searched:.2f} s (goal {SEARCH_GOAL})")
    return int(by_clock > GOAL or searched > SEARCH_GOAL)


def fresh() -> Letter:
    """A letter with number, preamble and code of its own: nothing of these is remembered."""
    n = next(_numbers)
    text = Text(f"{ISSUED.preamble.hi} {n}", f"{ISSUED.preamble.en} {n}")
    return replace(ISSUED, number=f"D/{n}", check_code=f"K7QM-{n}", preamble=text)


def offices(many: int) -> tuple[Text, ...]:
    return tuple(
        Text(
            f"अधिशासी अभियन्ता, विद्युत वितरण खण्ड {n}, जनपद वाराणसी",
            f"Executive Engineer, Electricity Distribution Division {n}, Varanasi",
        )
        for n in range(many)
    )


def set_bare(letter: Letter) -> None:
    inputs = {"letter": json.dumps(layout.data(letter))}
    _bare_press().compile(BARE, format="pdf", sys_inputs=inputs)


@cache
def _bare_press() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)]
    )
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def least(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    return min(seconds(work, clock) for _ in range(ROUNDS))


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    start = clock()
    work()
    return clock() - start


if __name__ == "__main__":
    sys.exit(main())
