"""Two thousand random records, a hundred questions each: the rules say what the contract says."""

from collections import Counter
from random import Random

import pytest

from . import generator
from .comparison import first_difference
from .reference import Reference, mentioned

pytestmark = pytest.mark.plain

RECORDS_A_TEST = 250


@pytest.mark.parametrize("first_seed", range(0, 2_000, RECORDS_A_TEST))
def test_the_rules_answer_every_question_as_the_contract_does(first_seed):
    difference = first_difference(range(first_seed, first_seed + RECORDS_A_TEST))
    assert difference is None, difference


def test_the_questions_call_for_every_kind_of_answer():
    """A comparison over records where hardly anything is protected would prove little."""
    seen = Counter(kind for seed in range(100) for kind in _kinds_of_answer(seed))
    asked = 100 * 50
    kinds = ("protected", "depends", "not_protected", "open-ended", "ends", "several orders")
    for kind in kinds:
        assert seen[kind] > asked * 0.04, (kind, seen)
    for kind in ("printed end has passed", "printed end beyond the real one", "nothing printed"):
        assert seen[kind] > asked * 0.01, (kind, seen)


def _kinds_of_answer(seed):
    rng = Random(seed)
    record = generator.random_record(rng)
    asked, instants = Reference(record), mentioned(record)
    for _ in range(50):
        at = generator.random_instant(rng, instants)
        known = generator.random_known(rng, record)
        answer = asked.at(generator.random_place(rng), at, known)
        yield answer["verdict"]
        if len(answer["orders"]) > 1:
            yield "several orders"
        if answer["verdict"] == "protected":
            yield from _kinds_of_end(answer, at)


def _kinds_of_end(answer, at):
    yield "open-ended" if answer["open_ended"] else "ends"
    stated, until = answer["stated_until"], answer["until"]
    if stated is None:
        yield "nothing printed"
    elif stated <= at:
        yield "printed end has passed"
    elif until is not None and stated > until:
        yield "printed end beyond the real one"
