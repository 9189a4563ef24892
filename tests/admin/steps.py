"""The steps of an order on the desk, taken by the people of these tests."""

from typing import Any

from django.utils import timezone

from moratorium.models import Order
from moratorium.operations import orders
from moratorium.rules.coverage import FAULTS
from moratorium.rules.lifecycle import DRAFT, REFUSALS, SUBMITTED
from tests import builders as build

from . import desk
from .desk import page, typed_order


def words(name: str, prefix: str = "") -> str:
    return (REFUSALS.get(name) or FAULTS[name])["en" if prefix else "hi"]


def drafted(prefix: str = "", *lines: dict[str, Any], **fields: Any) -> Order:
    response = desk.of(build.asha()).post(
        page(prefix, "order", "add"), typed_order(*lines, **fields)
    )
    assert response.status_code == 302, desk.text(response)
    return Order.objects.latest("pk")


def press(person: Any, order: Order, name: str, prefix: str = "", **typed: Any) -> Any:
    """Press a button; before handing over and issuing, all is read and every warning ticked."""
    if name in ("submit", "approve") and order.state in (DRAFT, SUBMITTED):
        order.refresh_from_db()
        ticked = build.accepted_of(order, timezone.now())
        typed = {"accepted": sorted(ticked), "read": orders.digest(order)} | typed
    if name == "approve":
        typed = {"reason": "As agreed"} | typed
    response = desk.of(person).post(page(prefix, "order", order.pk, name), typed)
    order.refresh_from_db()
    return response


def submitted(prefix: str = "") -> Order:
    order = drafted(prefix)
    assert press(build.asha(), order, "submit", prefix).status_code == 302
    return order


def issued(prefix: str = "") -> Order:
    order = submitted(prefix)
    assert press(build.vikram(), order, "approve", prefix).status_code == 302
    return order
