"""Who waits too long for what somebody else holds is told so, and holds no thread meanwhile."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from moratorium.models import WrongCode, locks
from moratorium.models.locks import Lock
from moratorium.operations import invitations, journal
from portal import errors
from tests.faults.servers import until
from tests.management.test_worker import elsewhere

pytestmark = pytest.mark.usefixtures("committed_db")
postgresql = pytest.mark.postgresql
CODE = "/verify/d-1/abcde23457/"
WORDS = {"hi": "पोर्टल अभी व्यस्त है", "en": "The portal is busy just now"}


def is_waited_for(lock: Lock) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE datname = current_database() AND objid = %s AND NOT granted)", [lock],
        )  # fmt: skip
        return bool(cursor.fetchone()[0])


def write_an_act() -> None:
    with journal.writing(timezone.now()):
        pass


def ask(path: str) -> Any:
    return Client(raise_request_exception=False).get(path)


@postgresql
@pytest.mark.parametrize("path", [CODE, f"/en{CODE}"])
def test_a_page_that_waits_too_long_says_so(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "LONGEST_WAIT", 0.1)
    with transaction.atomic():
        locks.hold(Lock.WRONG_CODES)
        answer = elsewhere(lambda: ask(path))
    assert (answer.status_code, answer["Retry-After"]) == (503, errors.RETRY_AFTER)
    assert answer["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert all(words in page for words in WORDS.values())
    assert f"<h1>{WORDS['en' if path.startswith('/en/') else 'hi']}" in page
    assert not WrongCode.objects.exists()
    assert ask(path).status_code == 404, "and by itself no longer"


@postgresql
def test_without_a_bound_it_would_wait_until_the_other_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(errors, "LONGEST_WAIT", 0)  # for PostgreSQL: no bound
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            locks.hold(Lock.WRONG_CODES)
            answer = pool.submit(elsewhere, lambda: ask(CODE))
            until(lambda: is_waited_for(Lock.WRONG_CODES), "it does not wait")
            assert not answer.done()
        assert answer.result().status_code == 404


@postgresql
def test_a_web_request_gives_the_journal_up_and_a_command_does_not() -> None:
    def as_a_request() -> None:
        with locks.wait_at_most(0.1):
            write_an_act()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            locks.hold(Lock.JOURNAL)
            with pytest.raises(OperationalError) as refused:
                elsewhere(as_a_request)
            assert locks.is_busy(refused.value)
            command = pool.submit(elsewhere, write_an_act)
            until(lambda: is_waited_for(Lock.JOURNAL), "it does not wait")
        command.result()


def fifth_and_sixth_request_for_a_password() -> list[bool]:
    """Whether each is let in, where the sixth comes before the fifth is written for good."""

    def forget() -> bool:
        return invitations.ask("asha", address="198.51.100.7", at=timezone.now())

    for _ in range(invitations.REQUESTS_IN_SPAN - 1):
        forget()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            fifth = forget()
            sixth = pool.submit(elsewhere, forget)
            until(lambda: sixth.done() or is_waited_for(Lock.PASSWORD_REQUESTS), "neither")
        return [fifth, sixth.result()]


@postgresql
def test_requests_for_a_password_are_counted_one_after_the_other() -> None:
    assert fifth_and_sixth_request_for_a_password() == [True, False]


@postgresql
def test_without_the_lock_there_would_be_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "hold", lambda _lock: None)
    assert fifth_and_sixth_request_for_a_password() == [True, True]


@pytest.mark.sqlite
def test_the_same_is_said_where_one_writes_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = elsewhere(lambda: ask(CODE))
        assert answer.status_code == 503
        assert WORDS["hi"] in answer.content.decode()
        other.execute("ROLLBACK")
    assert elsewhere(lambda: ask(CODE)).status_code == 404


def test_what_is_no_lock_is_called_no_lock() -> None:
    with pytest.raises(Exception, match="no_such_table") as failed, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    assert not locks.is_busy(failed.value)
