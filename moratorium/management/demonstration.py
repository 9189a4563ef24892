"""A demonstration, played through the operations with a clock of its own.

Something is in force, something upcoming, something past its planned end; drafts wait; offices
have received directives, or have not.
Every act is marked as a demonstration on every surface and in the export.
"""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from ..models import Discom, District, Order, Outage
from ..operations import orders, outages, shields
from ..operations.orders import LineContent, OrderContent
from ..operations.outages import OutageContent
from ..register import drafts
from ..rules.wording import Text
from . import demonstration_directives, demonstration_offices
from .demonstration_cast import REASON, Cast, assemble, clock, logins_file, logins_in_words


class NotPlayed(Exception):
    """The demonstration was not played; the text says why."""


def play(now: datetime) -> None:
    """Play the whole demonstration in one transaction. Raises NotPlayed."""
    if settings.OFFICIAL:
        raise NotPlayed("An official site holds no demonstration.")
    if Order.objects.filter(demonstration=True).exists():
        raise NotPlayed("The demonstration is on record already.")
    if not Discom.objects.exists():
        raise NotPlayed("Load the reference data first: manage.py load_reference")
    with transaction.atomic():
        cast = assemble(now)
        demonstration_offices.play(cast.keeper, clock(cast.at(-160)))
        _ended(cast)
        past = _past_planned_end(cast)
        demonstration_directives.complete(cast, past)
        in_force = _in_force(cast)
        demonstration_directives.replaced(cast, in_force)
        demonstration_directives.fresh(cast, _assurance(cast))
        _upcoming(cast)
        demonstration_directives.internal(cast, in_force)
        _waiting(cast)
        demonstration_directives.waiting(cast, past)


def _record(cast: Cast, hours: float, title: Text, **fields: object) -> Outage:
    content = OutageContent(
        title_hi=f"प्रदर्शन: {title.hi}",
        title_en=f"Demonstration: {title.en}",
        demonstration=True,
        **fields,  # type: ignore[arg-type]
    )
    return outages.record(content, by=cast.maker, at=clock(cast.at(hours)))


def _line(outage: Outage) -> LineContent:
    """What the desk offers for an outage."""
    return shields.content([outage]).lines[0]


def _draft(cast: Cast, hours: float, basis: str, *lines: LineContent) -> Order:
    content = OrderContent(
        lines=lines,
        basis=basis,
        text_hi="यह प्रदर्शन के लिए बनाया गया आदेश है; इसका कोई वास्तविक प्रभाव नहीं है।",
        text_en="This order was made for a demonstration; it has no effect in fact.",
        demonstration=True,
    )
    return orders.draft(content, by=cast.maker, at=clock(cast.at(hours)))


def _issue(cast: Cast, hours: float, basis: str, *lines: LineContent) -> Order:
    order = _draft(cast, hours, basis, *lines)
    order = _submit(cast, hours + 0.2, order)
    at, read = clock(cast.at(hours + 0.5)), orders.digest(order)
    ticked = _ticked(order, at)
    return orders.approve(order, by=cast.checker, at=at, read=read, reason=REASON, accepted=ticked)


def _submit(cast: Cast, hours: float, order: Order) -> Order:
    at = clock(cast.at(hours))
    return orders.submit(order, by=cast.maker, at=at, accepted=_ticked(order, at))


def _ticked(order: Order, at: datetime) -> list[str]:
    """The demonstration's people accept every warning."""
    return [warning.key for warning in drafts.load(order.pk, at).warnings]


def _ended(cast: Cast) -> None:
    kesco = Discom.objects.get(code="KESCO")
    outage = _record(
        cast,
        -150,
        Text("कानपुर नगर में बिलिंग सर्वर का उन्नयन", "billing server upgrade in Kanpur city"),
        discom=kesco,
        starts_at=cast.at(-144),
        expected_end=cast.at(-120),
    )
    _issue(cast, -149, "order", _line(outage))
    reported = outages.report_restored(
        outage, restored_at=cast.at(-121), by=cast.maker, at=clock(cast.at(-119))
    )
    outages.confirm_restored(
        reported, restored_at=cast.at(-121), by=cast.second, at=clock(cast.at(-118))
    )


def _past_planned_end(cast: Cast) -> Order:
    mvvnl = Discom.objects.get(code="MVVNL")
    outage = _record(
        cast,
        -100,
        Text("मध्यांचल में ग्रामीण बिलिंग का उन्नयन", "rural billing upgrade in Madhyanchal"),
        discom=mvvnl,
        area="rural",
        services=("payment", "counters"),
        starts_at=cast.at(-96),
        expected_end=cast.at(-20),
    )
    return _issue(cast, -98, "order", replace(_line(outage), grace_hours=24))


def _in_force(cast: Cast) -> Order:
    outage = _record(
        cast,
        -30,
        Text("ऑनलाइन बिलिंग प्रणाली का उन्नयन", "upgrade of the online billing system"),
        area="urban",
        services=("payment", "counters", "prepaid_recharge"),
        starts_at=cast.at(-26),
        expected_end=cast.at(40),
    )
    return _issue(cast, -28, "order", _line(outage))


def _assurance(cast: Cast) -> Order:
    puvvnl = Discom.objects.get(code="PUVVNL")
    outage = _record(
        cast,
        -6,
        Text("पूर्वांचल में बिलिंग बंद", "billing down in Purvanchal"),
        discom=puvvnl,
        starts_at=cast.at(-6),
        expected_end=cast.at(90),
    )
    return _issue(cast, -5, "assurance", replace(_line(outage), ends_at=None))


def _upcoming(cast: Cast) -> None:
    dvvnl = Discom.objects.get(code="DVVNL")
    chosen = tuple(District.objects.filter(slug__in=["jhansi", "lalitpur", "jalaun"]))
    outage = _record(
        cast,
        -4,
        Text("बुंदेलखंड के जनपदों में बिलिंग का स्थानांतरण", "move of billing in Bundelkhand"),
        discom=dvvnl,
        districts=chosen,
        starts_at=cast.at(50),
        expected_end=cast.at(98),
    )
    pvvnl = Discom.objects.get(code="PVVNL")
    _issue(
        cast, -3, "order",
        _line(outage),
        LineContent(
            cast.at(-3), pvvnl, (District.objects.get(slug="meerut"),), area="rural",
            restricted_hi="सरधना एवं मवाना के आसपास के गाँव", restricted_en="the villages around Sardhana and Mawana",
            ends_at=cast.at(60),
        ),
    )  # fmt: skip


def _waiting(cast: Cast) -> None:
    pvvnl = Discom.objects.get(code="PVVNL")
    outage = _record(
        cast,
        -2,
        Text("पश्चिमांचल में बिलिंग का उन्नयन", "billing upgrade in Pashchimanchal"),
        discom=pvvnl,
        starts_at=cast.at(20),
        expected_end=cast.at(164),
    )
    order = _draft(cast, -1, "order", _line(outage))
    _submit(cast, -0.8, order)


__all__ = ["NotPlayed", "logins_file", "logins_in_words", "play"]
