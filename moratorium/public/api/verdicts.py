"""`GET verdict` and `POST verdicts`: may supply be cut, by the record?"""

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from ...register import places, verdicts
from ...register.verdicts import Question
from ...rules.wording import grouped
from . import bodies, description, limits, parameters, replies
from .description import Instant, OptionalInstant
from .problems import BAD_REQUEST, Fault, Problem
from .questions import NAMES, Asker, Faulty
from .words import fault
from .writing import Writer

MOST = 10_000
ABOUT_MANY = (
    "The verdicts for a list of questions, in the same order; all are answered or none is. "
    f"From one address at most {grouped(settings.VERDICTS_REQUESTS_A_MINUTE)} requests in any "
    f"minute and {grouped(settings.VERDICTS_QUESTIONS_AN_HOUR)} questions in any hour; an IPv6 "
    "address counts for its /64. Beyond, 429 with `Retry-After`."
)
router = Router(tags=["verdicts"])


class Answer(Schema):
    """The verdict for one question."""

    verdict: Literal["protected", "not_protected", "depends"]
    discom: str
    district: str | None
    area: Literal["urban", "rural"]
    at: Instant
    known_at: Instant
    orders: list[str] = Field(description="Numbers of the orders whose lines hold at that time.")
    until: OptionalInstant = Field(description="When the unbroken protection ends, if known.")
    open_ended: bool = Field(description="Protected, and no end is known.")
    stated_until: OptionalInstant = Field(description="The latest end as printed; no promise.")
    next_change: OptionalInstant = Field(description="The next boundary of an applying line.")


class Answers(Schema):
    """The verdicts, in the order of the questions."""

    verdicts: list[Answer]


@router.get(
    "verdict",
    response={200: Answer, **description.refusals(400)},
    summary="One verdict",
    operation_id="verdict",
    openapi_extra={"parameters": description.QUESTION},
)
def verdict(request: HttpRequest) -> HttpResponse:
    """What the record says of one place at `at`, as known at `known_at`; both default to now."""
    given = parameters.read(request, *NAMES)
    values: dict[str, Any] = given.values
    for name in ("at", "known_at"):
        if name in values:
            values[name] = parameters.offset_restored(values[name])
    question = _one(values, given.faults)
    [found] = verdicts.ask([question])
    return replies.text(Writer().text(question, found))


@router.post(
    "verdicts",
    response={200: Answers, **description.refusals(400, 413, 429)},
    summary="Up to 10,000 verdicts",
    description=ABOUT_MANY,
    operation_id="verdicts",
    openapi_extra={"requestBody": description.QUESTIONS},
)
def many(request: HttpRequest) -> HttpResponse:
    """The verdicts for a list of questions, in the same order; all are answered or none is.

    Requests and questions of one address are counted; beyond what the description says, 429.
    """
    address = request.META["REMOTE_ADDR"]
    limits.count_request(address, timezone.now())
    parameters.none(request)
    listed = _listed(bodies.read(request))
    now = timezone.now()
    limits.count_questions(address, len(listed), now)
    asker = Asker(places.load(), now)
    questions = _all(listed, asker)
    write = Writer(asker.written).text
    answers = map(write, questions, verdicts.ask(questions))
    return replies.text('{"verdicts": [' + ", ".join(answers) + "]}")


def _one(values: dict[str, Any], already: list[Fault]) -> Question:
    found = list(already)
    try:
        question = Asker(places.load(), timezone.now()).question(values)
    except Faulty as error:
        named = {each.field for each in already}
        found += [each for each in error.faults if each.field not in named]
    if found:
        raise Problem(BAD_REQUEST, found)
    return question


def _listed(body: Any) -> list[Any]:
    if not isinstance(body, dict):
        raise Problem(BAD_REQUEST, [fault("body", "object")])
    found = [fault(name, "unknown") for name in body if name != "questions"]
    if "questions" not in body:
        found.append(fault("questions", "missing"))
    elif not isinstance(body["questions"], list):
        found.append(fault("questions", "list"))
    elif len(body["questions"]) > MOST:
        found.append(fault("questions", "too_many", len(body["questions"])))
    if found:
        raise Problem(BAD_REQUEST, found)
    return list(body["questions"])


def _all(given: list[Any], asker: Asker) -> list[Question]:
    questions: list[Question] = []
    found: list[Fault] = []
    for index, each in enumerate(given):
        if not isinstance(each, dict):
            found.append(fault(f"questions[{index}]", "object"))
            continue
        try:
            questions.append(asker.question(each))
        except Faulty as error:
            found += [Fault(f"questions[{index}].{f.field}", f.words) for f in error.faults]
    if found:
        raise Problem(BAD_REQUEST, found)
    return questions
