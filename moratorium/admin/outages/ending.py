"""What the confirmation of a restoration ends, in the words of the page that offers it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...models import Order, Outage
from ...register import restoration
from ...register.restoration import Ending
from ...register.shields import still_open
from ...rules import wording
from ...rules.lifecycle import REPORTED
from .. import reading
from ..desk import RecordAdmin
from ..naming import say

TEMPLATE = "admin/ending.html"


@dataclass(frozen=True, slots=True)
class Told:
    """One order: when its protection ends, and how many districts lose it then."""

    number: str
    title: str
    url: str
    ends: str
    loses: str


def context(desk: RecordAdmin, outage: Outage, at: datetime) -> dict[str, Any]:
    """What stands before the buttons that report and confirm, for an outage that goes on."""
    if not still_open([outage]):
        return {}
    found = [_told(desk, each) for each in restoration.endings(outage, at)]
    return {"endings": found, "reported": outage.state == REPORTED}


def _told(desk: RecordAdmin, ending: Ending) -> Told:
    url = desk.page_of(Order(pk=ending.pk))
    return Told(ending.number, say(ending.title), url, _ends(ending), _loses(ending))


def _ends(ending: Ending) -> str:
    if ending.at_once:
        return _("Protection ends at the moment of the confirmation.")
    return _("After the confirmation, protection goes on %(until)s and ends then.") % {
        "until": reading.until(ending.end)
    }


def _loses(ending: Ending) -> str:
    if not ending.bare:
        return _("Nobody loses protection then: other lines go on protecting there.")
    if not ending.districts:
        return _("Nothing else protects there then.")
    words = ngettext(
        "%(number)s district loses protection then.",
        "%(number)s districts lose protection then.",
        ending.districts,
    )
    return words % {"number": wording.grouped(ending.districts)}
