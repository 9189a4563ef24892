"""A directive as it is read before it is submitted or decided on: what it says, whom it reaches,
its letter, and what it replaces."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Directive
from ...operations import directives
from ...rules.lifecycle import ISSUED, Refused
from ...rules.wording import Text
from .. import access, journal_of, naming, reviewed
from ..acts import Act, ActForm
from ..naming import say
from . import letters, words
from .reach import reach

HEADINGS = {
    "submit": _("Read before you submit: %(record)s"),
    "approve": _("Read before you decide: %(record)s"),
}
SETTLED = reviewed.SETTLED | {
    ISSUED: _("This directive has been issued; there is nothing left to decide."),
}
# Where the form has the field that a refusal names.
_FIELDS = {
    "order", "kind", "discoms", "offices", "offices_below", "down_to", "due_hours", "body_hi",
    "body_en",
}  # fmt: skip


class ReviewedDirective(reviewed.ReviewedAdmin):
    """What of a directive is read on the page of the act."""

    draft_template = "admin/review_directive.html"
    headings = HEADINGS
    settled = SETTLED
    read_with = (
        "order", "replaces", "replaces__order", *reviewed.ReviewedAdmin.read_with,
    )  # fmt: skip

    def called(self, record: Directive) -> str:
        return naming.called(record)

    def title_of(self, record: Directive) -> Text:
        return record.subject

    def framed(self, record: Directive) -> dict[str, Any]:
        return {
            "what": list(words.what(record)),
            "targets": words.targets(directives.content_of(record)),
            "chain": words.chain(self, record),
        }

    def told(
        self, request: HttpRequest, record: Directive, page: Act, refused: ActForm | None
    ) -> dict[str, Any]:
        read = directives.digest(record)
        at, content = timezone.now(), directives.content_of(record)
        stop = directives.hindrance(record, by=access.person(request), at=at)
        form_url = self.form_url(request, record)
        return {
            "read": read,
            "operative": words.operative(record, at),
            "reach": reach(directives.reaching(content, at), words.meant(content)),
            "letter_url": reverse(f"admin:{letters.PREVIEW}", args=[record.pk]),
            "stops": [] if stop is None else [_stop(stop, form_url)],
            "history": journal_of.told(self.subjects(record)),
        }


def _stop(refused: Refused, form_url: str) -> tuple[str, str]:
    """What stands against it, and the field of the form at which it is put right."""
    field = f"#id_{refused.field}" if form_url and refused.field in _FIELDS else ""
    return say(refused.words), f"{form_url}{field}"
