"""A small record in which every noun of the desk stands in every state, and who looks at it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from moratorium.models import (
    Directive,
    Discom,
    District,
    Office,
    Order,
    Placement,
    RoleGrant,
)
from moratorium.operations import directives, orders, outages
from moratorium.operations.directives import DirectiveContent, TargetContent
from moratorium.operations.mail import queue
from moratorium.operations.orders import LineContent
from moratorium.rules import mails
from moratorium.rules.wording import Text
from tests import builders as build
from tests.operations.contents import (
    AGREED,
    LATER,
    LATER_END,
    NOW,
    STARTS,
    approved,
    handed_over,
    line,
    order_content,
    outage_content,
)

from . import desk

# Who sees the desk, from the one who may do most.
VIEWERS: dict[str, Callable[[], Any]] = {
    "maker": build.asha, "checker": build.vikram, "keeper": desk.keeper,
    "auditor": desk.auditor, "superuser": desk.chief,
}  # fmt: skip


def build_up() -> None:
    """Every noun in every state."""
    for viewer in VIEWERS.values():
        viewer()
    _places()
    _people()
    _offices()
    _orders(*_outages())
    _directives()
    words = mails.Words(Text("1", "1"), Text("2", "2"))  # a mail is in both languages at once
    queue("asha@example.test", "test", words, at=LATER + timedelta(days=2))


def _places() -> None:
    for code, kind, hindi, english in (
        ("PUVVNL", "state", "पूर्वांचल", "Purvanchal"), ("NPCL", "private", "एनपीसीएल", "NPCL"),
    ):  # fmt: skip
        Discom.objects.create(
            code=code, kind=kind, name_hi=hindi, name_en=english, short_hi=hindi, short_en=english
        )
    for slug, hindi in (("varanasi", "वाराणसी"), ("ghazipur", "गाज़ीपुर")):
        District.objects.create(slug=slug, name_hi=hindi, name_en=slug.title())
    build.served("varanasi")


def _people() -> None:
    closed = build.person("mohan", "मोहन", "Mohan", "maker")
    closed.is_active = False
    closed.save()
    RoleGrant.objects.create(
        person=build.meena(), role="maker", starts_on=build.BEFORE_THAT, ends_on=build.LONG_AGO
    )


def _offices() -> None:
    names = (("HO-1", "head", "मुख्यालय", "Head office"), ("Z-1", "zone", "क्षेत्र", "Zone"))
    head, zone = (
        Office.objects.create(code=c, discom_id="PUVVNL", level=level, name_hi=hi, name_en=en)
        for c, level, hi, en in names
    )
    Placement.objects.create(office=head, starts_on=date(2023, 4, 1))
    Placement.objects.create(office=zone, parent=head, starts_on=date(2023, 4, 1))


def _outages() -> tuple[Any, Any]:
    """One in each state; two of them still go on."""
    asha, restored = build.asha(), LATER + timedelta(hours=20)
    sources = ({"title": "ETV Bharat", "date": "2026-01-05", "url": "https://example.in/"},)
    told = outage_content(
        districts=(District.objects.get(pk="varanasi"),), discom=build.discom(), note_hi="टिप्पणी",
        note_en="Note", sources=sources, announced_at=NOW,
    )  # fmt: skip
    there = [outages.record(told, by=asha, at=NOW) for _ in range(4)]
    open_, reported, confirmed, called_off = there
    for each in (reported, confirmed):
        outages.report_restored(each, restored_at=restored, by=asha, at=restored)
    outages.confirm_restored(confirmed, restored_at=restored, by=build.vikram(), at=restored)
    outages.call_off(called_off, by=asha, at=restored)
    return open_, reported


def _orders(outage: Any, reported: Any) -> None:
    asha, vikram, after = build.asha(), build.vikram(), LATER + timedelta(days=1)
    place = build.district("varanasi")
    held = LineContent(
        STARTS, discom=build.discom(), districts=(place,), restricted_hi="सारनाथ",
        restricted_en="Sarnath", until_restored=outage, grace_hours=24,
    )  # fmt: skip
    texts = {"text_hi": "प्रस्तावना", "text_en": "Preamble", "basis": "assurance"}
    said = order_content(line(), held, **texts)
    drafts = [orders.draft(said, by=asha, at=after) for _ in range(7)]
    _draft, _waiting, back, gone, first, second, third = drafts
    for each in drafts[1:]:
        if each is not gone:
            handed_over(each, at=after)
    orders.discard(gone, by=asha, at=after)
    orders.send_back(back, by=vikram, at=after, remark="PUVVNL?")
    for each in (first, second, third):
        approved(_fresh(each), at=after)
    longer = order_content(line(ends_at=LATER_END), held, **texts)
    amended = orders.amend(_fresh(first), by=asha, at=after, content=longer)
    approved(handed_over(amended, at=after), at=after)
    longest = order_content(line(ends_at=LATER_END + timedelta(days=1)), held, **texts)
    orders.amend(_fresh(amended), by=asha, at=after, content=longest)
    lifted = orders.lift(_fresh(second), by=asha, at=after)
    approved(handed_over(lifted, at=after), at=after)
    orders.lift(_fresh(third), by=asha, at=after)
    handed_over(orders.lift(_fresh(third), by=asha, at=after), at=after)


def _directives() -> None:
    """A directive in each state, one replaced, and a draft whose order was amended since."""
    asha, vikram, after = build.asha(), build.vikram(), LATER + timedelta(days=1)
    head, zone = Office.objects.order_by("code")
    everybody = (TargetContent(build.discom()),)
    told = {"body_hi": "कृपया पढ़ें।", "body_en": "Please read."}
    order = build.issued(LATER, lines=[{"starts_at": STARTS, "ends_at": LATER_END}])
    said = DirectiveContent(order, everybody, **told)
    named = (TargetContent(office=head), TargetContent(office=zone, below=False))
    drafts = [directives.draft(said, by=asha, at=after) for _ in range(5)]
    directives.draft(DirectiveContent(order, named, public=False), by=asha, at=after)
    _draft, waiting, back, gone, first = drafts
    for each in (waiting, back, first):
        directives.submit(each, by=asha, at=after)
    directives.send_back(back, by=vikram, at=after, remark="PUVVNL?")
    directives.discard(gone, by=asha, at=after)
    first = _approved(first, after)
    second = directives.replace(first, by=asha, at=after)
    directives.submit(second, by=asha, at=after)
    _approved(second, after)
    directives.replace(_again(second), by=asha, at=after)
    old = build.issued(LATER, lines=[{"starts_at": STARTS, "ends_at": LATER_END}])
    directives.draft(DirectiveContent(old, everybody, **told), by=asha, at=after)
    build.issued(after, amends=old)


def _approved(directive: Directive, at: Any) -> Directive:
    read = directives.digest(directive)
    return directives.approve(directive, by=build.vikram(), at=at, read=read, reason=AGREED)


def _again(directive: Directive) -> Directive:
    return Directive.objects.get(pk=directive.pk)


def _fresh(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)
