"""The tests' own ground: commits stay in their test, the network stays out."""

import socket
import threading
import urllib.request

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from moratorium.models import District, guards

from . import builders


@pytest.mark.plain
@pytest.mark.xdist_group("kept together")
def test_a_group_of_tests_is_kept_together(request: pytest.FixtureRequest) -> None:
    """The scheduler knows a group by the end of a test's name alone, and says nothing if it is
    not there: then every process starts every portal.
    """
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("There is nothing to keep together in one process.")
    assert request.node.nodeid.endswith("@kept together")


def commit(slug: str) -> None:
    District.objects.create(slug=slug, name_en=slug, name_hi=slug)


@pytest.mark.parametrize("slug", ["first", "second"])
def test_a_committed_row_is_not_seen_in_the_next_test(committed_db: None, slug: str) -> None:
    assert not District.objects.filter(slug__in=["first", "second"]).exists()
    commit(slug)
    assert not connection.in_atomic_block


@pytest.mark.django_db
def test_nor_in_a_test_that_is_rolled_back() -> None:
    assert not District.objects.filter(slug__in=["first", "second"]).exists()


def test_threads_see_what_each_other_commit(committed_db: None) -> None:
    written, seen = threading.Event(), []

    def write() -> None:
        commit("first")
        written.set()
        connection.close()

    def read() -> None:
        written.wait(60)
        seen.extend(District.objects.values_list("slug", flat=True))
        connection.close()

    threads = [threading.Thread(target=work) for work in (read, write)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert seen == ["first"]
    assert District.objects.filter(slug="first").exists()


def test_a_committed_database_has_the_guards(committed_db: None) -> None:
    assert guards.missing(connection) == set()


def test_a_committed_database_goes_without_rollback(
    db: None, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(RuntimeError, match="without db"):
        request.getfixturevalue("committed_db")


@pytest.mark.plain
def test_no_test_reaches_another_machine() -> None:
    with (
        socket.socket() as outside,
        pytest.raises(AssertionError, match="may not connect"),
    ):
        outside.connect(("192.0.2.1", 80))
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


def count(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(District.objects.count()))


urlpatterns = [path("count", count)]


@pytest.mark.urls(__name__)
def test_a_live_server_answers_from_the_committed_database(live_url: str) -> None:
    for number in ("1", "2"):
        commit(number)
        with urllib.request.urlopen(f"{live_url}/count", timeout=60) as answer:
            assert answer.read() == number.encode()


@pytest.mark.django_db
def test_the_builders_tell_a_whole_story() -> None:
    order = builders.issued(lines=[{"until_restored": builders.outage()}])
    assert order.state == "issued"
    assert order.lines.get().until_restored.ref == "BO/TEST/0001"
    assert "(test)" in builders.asha().name_en
