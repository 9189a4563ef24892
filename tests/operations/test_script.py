"""What makers and checkers type is legible; what an amendment restates is taken as it is."""

from typing import Any

import pytest

from moratorium.operations import orders
from moratorium.operations.orders import OrderContent
from tests import builders as build

from .contents import NOW, drafted, line, recorded, refused, submitted

pytestmark = pytest.mark.django_db
TURNED = "Order \u202e 2022"


@pytest.mark.parametrize(
    "fields",
    [
        {"title_hi": "Server", "title_en": "Server"}, {"title_en": "सर्वर"}, {"title_en": TURNED},
        {"note_hi": "बिल\x07", "note_en": "Bill"},
        {"sources": ({"title": TURNED, "date": "", "url": ""},)},
    ],
)  # fmt: skip
def test_an_outage_is_not_recorded_in_hidden_or_wrong_letters(fields: dict[str, Any]) -> None:
    with refused("script"):
        recorded(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"title_hi": "Server", "title_en": "Server"}, {"text_hi": "पाठ", "text_en": TURNED},
        {"sources": ({"title": TURNED, "date": "", "url": ""},)},
    ],
)  # fmt: skip
def test_an_order_is_not_drafted_in_hidden_or_wrong_letters(fields: dict[str, Any]) -> None:
    with refused("script"):
        drafted(**fields)
    with refused("script"):
        drafted(line(restricted_hi="Sarnath", restricted_en="Sarnath"))


def test_a_draft_is_not_edited_into_hidden_letters() -> None:
    order = drafted()
    content = OrderContent(lines=(line(),), text_hi="पाठ\u2066", text_en="Text")
    with refused("script"):
        orders.edit(order, content, by=build.asha(), at=NOW)


def test_a_remark_is_legible() -> None:
    order = submitted()
    with refused("script"):
        orders.send_back(order, by=build.vikram(), at=NOW, remark=TURNED)


def test_an_amendment_restates_what_is_on_record() -> None:
    order = build.issued(title_hi="UPPCL 1", title_en=TURNED)
    amended = orders.amend(order, by=build.asha(), at=NOW)
    assert (amended.title_hi, amended.title_en) == ("UPPCL 1", TURNED)
