"""An order as it is read before it is submitted or decided on: what the public would read, and
what it would change."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Order
from ...operations import orders
from ...register.preview import Preview, preview
from ...register.tilemap import tile_map
from ...register.timeline import timeline
from ...rules.lifecycle import ISSUED
from ...rules.wording import Text
from .. import reviewed
from ..acts import Act, ActForm
from ..naming import language
from . import effect, words

HEADINGS = {
    "submit": _("Read before you submit: %(record)s"),
    "approve": _("Read before you decide: %(record)s"),
}
SETTLED = reviewed.SETTLED | {
    ISSUED: _("This order has been issued; there is nothing left to decide."),
}


class ReviewedAdmin(reviewed.ReviewedAdmin):
    """What of an order is read on the page of the act."""

    headings = HEADINGS
    settled = SETTLED
    read_with = ("amends", *reviewed.ReviewedAdmin.read_with)

    def called(self, record: Order) -> str:
        return words.called(record)

    def title_of(self, record: Order) -> Text:
        return record.title

    def framed(self, record: Order) -> dict[str, Any]:
        return {"what": list(words.what(record)), "chain": words.chain(self, record)}

    def told(
        self, request: HttpRequest, record: Order, page: Act, refused: ActForm | None
    ) -> dict[str, Any]:
        read = orders.digest(record)
        found = preview(record.pk, timezone.now())
        # A tick given to another text is given again, or not.
        same = request.POST.get("read") == read
        ticked = request.POST.getlist("accepted") if same else []
        form_url = self.form_url(request, record)
        return {
            **_told(found),
            "read": read,
            "stops": effect.stops(found, form_url),
            "ticks": effect.ticks(found, ticked, form_url),
            "unticked": (refused.errors.get("accepted") or [""])[0] if refused is not None else "",
        }


def _told(found: Preview) -> dict[str, Any]:
    """The preview in the words and drawings of the page."""
    return {
        "preview": found,
        "headline": effect.headline(found),
        "also": list(effect.also(found)),
        "still_matters": effect.still_matters(found),
        "groups": effect.groups(found),
        "shortened": effect.shortened(found),
        "fields": effect.fields(found),
        "lines": effect.lines(found),
        "then_map": tile_map(found.then.districts, language()),
        "now_map": tile_map(found.now.districts, language()),
        "timeline": timeline(found.spans, found.at, until=found.moment),
    }
