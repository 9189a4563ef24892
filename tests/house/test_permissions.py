"""The permission matrix: role x address x method. An address missing from it fails."""

from pathlib import Path

import pytest

from tests.shared_records import BeginFrom

from . import permissions

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

TABLE = Path(__file__).with_name("permissions.txt")
PARTS = 6
ACTS = tuple(f"admin/moratorium/{noun}/<int" for noun in ("order", "outage", "directive"))


def expected() -> dict[str, str]:
    rows = [r for r in TABLE.read_text().splitlines() if r and not r.startswith("#")]
    return {row.rsplit(" ", 2)[0]: row for row in rows}


def test_every_address_stands_in_the_matrix() -> None:
    assert sorted(permissions.routes()) == sorted(expected())


@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_is_answered_as_the_matrix_says(part: int, begin_from: BeginFrom) -> None:
    made, asking = begin_from(permissions.record_and_people)
    table = expected()
    wanted = list(permissions.routes())[part::PARTS]
    clients = permissions.signed_in(asking)
    found = [permissions.row(route, made, clients) for route in wanted]
    assert found == [table.get(route, route) for route in wanted]


def test_no_address_answers_with_an_error_of_its_own() -> None:
    assert not [row for row in expected().values() if "<5" in row]


def test_an_official_act_is_for_makers_and_checkers_alone() -> None:
    for route, row in expected().items():
        post = row.rsplit(" ", 1)[1]
        if route.startswith(ACTS) and set(post) != {"m"}:
            nobody, stranger, officer, council = post[:4]
            assert {nobody, stranger, officer, council} == {"l"}, row
            assert not set(post[6:]) & {"r", "p"}, row
