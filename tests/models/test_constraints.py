"""What no row may say, whoever writes it; each beside a row that differs in that alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from moratorium.models import (
    Discom,
    Office,
    Order,
    Outage,
    Placement,
    Posting,
    RoleGrant,
    ServiceArea,
)

from .. import builders
from ..builders import NEW_YEAR, asha, ist, meena, vikram
from .refusal import unguarded

pytestmark = pytest.mark.django_db

EARLIER, LATER = ist(2022, 12, 31), ist(2023, 1, 2)


def is_impossible(constraint: str, write: Callable[[], Any]) -> None:
    """The database refuses the row. SQLite names a unique constraint by its columns."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


@pytest.mark.parametrize(
    ("constraint", "wrong", "right"),
    [
        ("line_area_known", {"area": "hills"}, {"area": "rural"}),
        ("line_end_after_start", {"ends_at": NEW_YEAR}, {"ends_at": LATER}),
        ("line_end_after_start", {"ends_at": EARLIER}, {"ends_at": LATER}),
        ("line_ends_somehow", {"ends_at": None}, {"ends_at": LATER}),
        ("line_grace_needs_outage", {"grace_hours": 1}, {"grace_hours": 0}),
        (
            "line_restriction_in_both_languages",
            {"restricted_en": "Ghats"},
            {"restricted_en": "Ghats", "restricted_hi": "घाट"},
        ),
    ],
)
def test_a_line(constraint: str, wrong: dict[str, Any], right: dict[str, Any]) -> None:
    order = builders.draft()
    is_impossible(constraint, lambda: builders.line(order, **wrong))
    builders.line(order, **right)


@pytest.mark.parametrize(("hours", "fits"), [(0, True), (8760, True), (8761, False), (-1, False)])
def test_the_grace_of_a_line(hours: int, fits: bool) -> None:
    order, outage = builders.draft(), builders.outage()
    line = {"grace_hours": hours, "until_restored": outage, "ends_at": None}
    if fits:
        builders.line(order, **line)
    else:
        is_impossible("grace", lambda: builders.line(order, **line))


@pytest.mark.parametrize(
    ("constraint", "wrong", "right"),
    [
        ("order_state_known", {"state": "lost"}, {"state": "submitted"}),
        ("order_basis_known", {"basis": "rumour"}, {"basis": "assurance"}),
        ("order_lift_amends", {"lift": True}, {"lift": False}),
    ],
)
def test_an_order(constraint: str, wrong: dict[str, Any], right: dict[str, Any]) -> None:
    is_impossible(constraint, lambda: builders.draft(**wrong))
    builders.draft(**right)


@pytest.mark.parametrize("field", ["drafted_by", "submitted_by"])
def test_an_order_is_approved_by_a_second_person(field: str) -> None:
    order = builders.draft(drafted_by=asha(), submitted_by=meena())
    one = getattr(order, field)
    approve = Order.objects.filter(pk=order.pk).update
    is_impossible("order_two_persons", lambda: approve(approved_by=one))
    approve(approved_by=vikram())


@pytest.mark.parametrize("missing", ["number", "slug", "issued_at"])
def test_an_issued_order_is_numbered(missing: str) -> None:
    order, numbered = builders.draft(), {"number": "N", "slug": "n"}
    lacking = numbered | {missing: None}
    is_impossible("order_issued_is_numbered", lambda: builders.issue(order, **lacking))
    builders.issue(order, **numbered)


@pytest.mark.parametrize("missing", ["submitted_by", "approved_by"])
def test_an_issued_order_is_of_two_persons(missing: str) -> None:
    order = builders.draft()
    is_impossible("order_issued_by_two", lambda: builders.issue(order, **{missing: None}))
    builders.issue(order)


def test_an_order_amends_another() -> None:
    order = builders.draft()
    amend = Order.objects.filter(pk=order.pk).update
    is_impossible("order_amends_another", lambda: amend(amends=order))
    amend(amends=builders.issued())


def test_an_order_has_one_successor() -> None:
    first = builders.issued()
    one, other = builders.draft(amends=first), builders.draft(amends=first)
    builders.issue(one, at=LATER)
    is_impossible("one_successor|amended already", lambda: builders.issue(other, at=LATER))


@pytest.mark.parametrize("field", ["number", "slug"])
def test_a_number_is_given_once(field: str) -> None:
    builders.draft(number="same", slug="same")
    is_impossible(f"{field}|on record already", lambda: builders.draft(**{field: "same"}))


@pytest.mark.parametrize(
    ("constraint", "wrong", "right"),
    [
        ("outage_area_known", {"area": "hills"}, {"area": "urban"}),
        ("outage_end_after_start", {"expected_end": NEW_YEAR}, {"expected_end": LATER}),
        ("outage_restored_after_start", {"restored_at": EARLIER}, {"restored_at": NEW_YEAR}),
        ("outage_confirmed_after_restored", {"confirmed_at": LATER}, {"restored_at": LATER}),
    ],
)
def test_an_outage(constraint: str, wrong: dict[str, Any], right: dict[str, Any]) -> None:
    is_impossible(constraint, lambda: builders.outage(imported=True, **wrong))
    builders.outage(imported=True, **right)


def test_a_restoration_is_confirmed_by_a_second_person() -> None:
    outage = builders.outage(restored_at=LATER, reported_by=asha())
    confirm = Outage.objects.filter(pk=outage.pk).update
    nobody = {"confirmed_at": LATER}
    is_impossible("outage_confirmed_by_somebody", lambda: confirm(**nobody))
    is_impossible("outage_two_persons", lambda: confirm(**nobody, confirmed_by=asha()))
    confirm(**nobody, confirmed_by=vikram())


def test_a_role_of_a_person() -> None:
    def grant(**fields: Any) -> RoleGrant:
        given = {"person": asha(), "role": "maker", "starts_on": builders.LONG_AGO}
        return RoleGrant.objects.create(**given | fields)

    is_impossible("role_grant_role_known", lambda: grant(role="king"))
    is_impossible("role_grant_ends_after_start", lambda: grant(ends_on=builders.BEFORE_THAT))
    is_impossible("role_grant_not_to_oneself", lambda: grant(granted_by=asha()))
    grant(granted_by=meena(), ends_on=builders.LONG_AGO)


def test_a_discom_and_what_it_serves() -> None:
    is_impossible("discom_kind_known", lambda: builders.discom("X", "royal"))
    place = builders.served()
    assert Discom.objects.count() == 1

    def serve(area: str) -> ServiceArea:
        return ServiceArea.objects.create(district=place, area=area, discom=builders.discom())

    is_impossible("service_area_area_known", lambda: serve("hills"))
    is_impossible("service_area_once|discom_id", lambda: serve("urban"))


def test_an_office_has_one_place_in_the_tree() -> None:
    def office(code: str) -> Office:
        return Office.objects.create(code=code, discom=builders.discom(), level="zone")

    zone, circle = office("Z"), office("C")

    def place(**fields: Any) -> Placement:
        given = {"office": circle, "parent": zone, "starts_on": builders.LONG_AGO}
        return Placement.objects.create(**given | fields)

    is_impossible("placement_not_under_itself", lambda: place(parent=circle))
    is_impossible("placement_ends_after_start", lambda: place(ends_on=builders.BEFORE_THAT))
    place()
    with unguarded():
        is_impossible("placement_once|starts_on", lambda: place(ends_on=builders.LONG_AGO))
        later = {"starts_on": NEW_YEAR.date()}
        is_impossible("placement_one_open_per_office|office_id", lambda: place(**later))


def test_a_posting() -> None:
    circle = builders.office("C", "circle")

    def post(**fields: Any) -> Posting:
        return builders.posting(asha(), circle, **fields)

    is_impossible("posting_ends_after_start", lambda: post(ends_on=builders.BEFORE_THAT))
    is_impossible("posting_post_in_both_languages", lambda: post(post_hi=""))
    is_impossible("posting_post_in_both_languages", lambda: post(post_en=""))
    post()
    with unguarded():
        is_impossible("posting_once|starts_on", lambda: post(ends_on=builders.LONG_AGO))
        later = {"starts_on": NEW_YEAR.date()}
        is_impossible("posting_one_open_per_person|office_id", lambda: post(**later))


def test_an_outage_is_called_off_or_confirmed_and_never_both() -> None:
    both = {"called_off_at": LATER, "restored_at": LATER, "confirmed_at": LATER, "imported": True}
    is_impossible("outage_called_off_or_confirmed", lambda: builders.outage(**both))
    builders.outage(**both | {"called_off_at": None})
