"""Every field of every form of the desk, with everything that may not be typed there.

The answer says so at that field and in the page's language, nothing is written, and whatever
was typed is still in the form. What is taken although it looks bad stands in `accepted`.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client

from moratorium.admin import refusable
from tests.admin import desk, rendered, walk, world
from tests.admin.rendered import Form, Page
from tests.shared_records import BeginFrom

from . import accepted, good
from .kinds import Bad, bad, kinds

# One process walks the desk's pages, and each of them once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("the desk's pages")]
WRITERS = ("maker", "checker", "keeper")
NOT_TYPED = (
    "csrfmiddlewaretoken",
    "TOTAL_FORMS",
    "INITIAL_FORMS",
    "MIN_NUM_FORMS",
    "MAX_NUM_FORMS",
)
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
Typed = dict[str, list[Any]]


@dataclass(frozen=True)
class Answer:
    """How a form was answered: `shown` is the page after it, where it was taken."""

    status: int
    page: Page
    written: bool
    shown: str


class Writer:
    """Somebody who writes on the desk, and what they found wrong."""

    def __init__(self, who: str) -> None:
        # Before anything is changed: the walk is that of the record as it was built.
        self._found = [form for _visit, form in walk.forms(walk.walk_as(who, ""))]
        self.person = world.VIEWERS[who]()
        self.person.set_password(good.PASSWORD)
        self.person.save()
        self._cookies = desk.of(self.person).cookies
        self.before = desk.everything()
        self.faults: list[str] = []

    def forms(self) -> list[Form]:
        return [form for form in self._found if _is_typed(form) and not rendered.takes_a_file(form)]

    def post(self, form: Form, typed: Typed, prefix: str = "") -> Answer:
        """The answer to a form; nothing of what it writes is kept."""
        body = urlencode(typed, doseq=True)
        client = Client()
        client.cookies = deepcopy(self._cookies)
        client.raise_request_exception = False
        seen: list[str] = []
        with transaction.atomic(), connection.execute_wrapper(_noting(seen)):
            answer = client.post(prefix + form.action, body, "application/x-www-form-urlencoded")
            written = bool(seen) and desk.everything() != self.before
            after = client.get(answer.headers["Location"]) if "script" in body and written else None
            transaction.set_rollback(True)
        shown = after.content.decode() if after is not None else ""
        return Answer(answer.status_code, Page(answer.content.decode()), written, shown)

    def note(self, form: Form, what: str) -> None:
        self.faults.append(f"{form.action}: {what}")


def _is_typed(form: Form) -> bool:
    return any(not name.endswith(NOT_TYPED) for name in form.controls)


def _noting(seen: list[str]) -> Callable[..., Any]:
    """Notes the statements that write; whether anything stayed written is seen afterwards."""

    def wrapper(execute: Any, sql: str, *args: Any) -> Any:
        if not sql.lstrip().startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(sql)
        return execute(sql, *args)

    return wrapper


def probe(writer: Writer, form: Form, name: str, value: Bad, typed: Typed, prefix: str) -> None:
    """Send one bad value and note what is wrong with the answer."""
    what = f"{prefix} {name}: {value.name} {value.held!r:.60}"
    names = _pair(form, name)
    answer = writer.post(form, typed | dict.fromkeys(names, value.sent), prefix)
    base, held = form.controls[name].base, "".join(value.held)
    if answer.status == 302:
        if accepted.taken(value.name, base, form.action, held) is None:
            writer.note(form, f"{what}: taken")
        if "<script>alert" in answer.shown:
            writer.note(form, f"{what}: shown unescaped")
    elif answer.status not in (200, 409) or answer.written:
        writer.note(form, f"{what}: answered with {answer.status}, written: {answer.written}")
    else:
        again = rendered.twin(answer.page, form) or form
        said = [f for each in _judged(names) for f in rendered.faults_at(answer.page, again, each)]
        if form.controls[name].kind == "hidden":
            said = said or answer.page.alerts
        _check_words(writer, form, what, said, prefix, answer.page.alerts)
        _check_kept(writer, form, typed | dict.fromkeys(names, value.held), what, again)


def _pair(form: Form, name: str) -> list[str]:
    """The fields that are sent alike: a new password is typed twice."""
    if form.controls[name].kind != "password" or name[-1] not in "12":
        return [name]
    return [f"{name[:-1]}{number}" for number in "12"]


def _judged(names: list[str]) -> list[str]:
    """The fields at which a fault may be said: these, and one that depends on them."""
    dependent = accepted.JUDGED_AT.items()
    return names + [n.replace(one, other) for n in names for one, other in dependent if one in n]


def _check_words(
    writer: Writer, form: Form, what: str, said: list[str], prefix: str, alerts: list[str]
) -> None:
    if not any(said):
        writer.note(form, f"{what}: no error at the field; {alerts}")
    elif any(bool(DEVANAGARI.search(each)) is bool(prefix) for each in said):
        writer.note(form, f"{what}: said in the other language: {said}")


def _check_kept(writer: Writer, form: Form, typed: Typed, what: str, again: Form) -> None:
    # Where the text that was read is another one, a tick under it is given anew.
    given_again = {"accepted"} if " read: " in what else set()
    for name, sent in typed.items():
        control = form.controls[name]
        if control.kind in ("password", "hidden", "file") or control.base in given_again:
            continue
        # What is no option cannot be shown as chosen.
        kept = [each for each in sent if not control.options or each in control.options]
        held = again.controls[name].values if name in again.controls else None
        if (held or [""]) != (kept or [""]):
            writer.note(form, f"{what}: {name} lost: {held!r:.80}")


def probe_all(writer: Writer, form: Form) -> int:
    """Send every bad value to every field; how many were sent."""
    typed, sent = good.fill(form), 0
    answer = writer.post(form, typed)
    if answer.status != 302:
        writer.note(form, f"good values are not taken: {answer.status} {answer.page.alerts}")
        return 0
    for name, control in form.controls.items():
        if name.endswith(NOT_TYPED) or not accepted.asked(control.base, form.action):
            continue
        for value in kinds(control, typed[name], form.action):
            prefix = desk.PREFIXES[sent % 2]
            probe(writer, form, name, value, typed, prefix)
            sent += 1
    return sent


@pytest.fixture(autouse=True)
def record(begin_from: BeginFrom) -> None:
    begin_from(world.build_up)


@pytest.mark.parametrize("who", WRITERS)
def test_what_may_not_be_typed_is_refused_at_its_field(who: str) -> None:
    writer = Writer(who)
    sent = sum(probe_all(writer, form) for form in writer.forms())
    assert sent > 20
    assert not writer.faults, "\n".join(writer.faults)


def test_without_the_rule_a_hidden_character_would_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refusable, "_expect_text", lambda field, language: None)
    writer = Writer("keeper")
    form = next(form for form in writer.forms() if form.action.endswith("/servicearea/add/"))
    value = bad("right-to-left override", "Old \u202e town")
    probe(writer, form, "places_en", value, good.fill(form), "/en")
    assert len(writer.faults) == 1
    assert writer.faults[0].endswith("taken")
