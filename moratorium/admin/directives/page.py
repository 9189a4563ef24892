"""A directive on the desk: its list, its form while it is a draft, its page."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import Addressee, Directive, DirectiveHand, Order
from ...operations import directives
from ...operations.directives import DirectiveContent
from ...register import recipients
from ...rules import lifecycle
from ...rules.instants import IST
from ...rules.lifecycle import DISCARDED, DRAFT, ISSUED, REFUSALS
from ...rules.wording import Text
from .. import access, naming
from ..orders import directing
from . import finder, ladder, letters, words
from .acts import ACTS
from .form import DirectiveForm
from .lists import DirectiveList
from .reach import reach
from .review import ReviewedDirective

FIELDS = (
    (None, ("kind",)),
    (gettext_lazy("Whom it is for"), ("discoms", "down_to", "offices_below", "offices")),
    (gettext_lazy("Terms"), ("due_hours", "public")),
    (gettext_lazy("Preamble"), (("body_hi", "body_en"), "read")),
)


@admin.register(Directive)
class DirectiveAdmin(DirectiveList, ReviewedDirective):
    form = DirectiveForm
    acts = ACTS
    change_form_template = "admin/directive.html"
    add_form_template = "admin/directive.html"

    def has_change_permission(self, request: HttpRequest, obj: Directive | None = None) -> bool:
        """A draft opens for makers. What is posted is judged by the operation."""
        if obj is None:
            return super().has_change_permission(request)
        is_maker = lifecycle.MAKER in access.roles_now(request.user)
        return is_maker and (obj.state == DRAFT or request.method == "POST")

    def get_urls(self) -> list[Any]:
        return [*letters.urls(self), *ladder.urls(self), *finder.urls(self), *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Directive | None = None) -> Any:
        sets = [(name, {"fields": list(fields)}) for name, fields in FIELDS]
        if obj is not None and directives.newest_of(obj.order) != obj.order:
            sets[0][1]["fields"].insert(0, "order")
        return sets

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        form = super().get_form(request, obj, change, **kwargs)
        form.for_order = getattr(request, "for_order", None)
        form.wanted_kind = request.GET.get("kind", "")
        return form

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Without an order there is nothing to draft: it is chosen first."""
        return self._choose(request)

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form for a directive on an order."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        order = Order.objects.filter(pk=pk).select_related("amends").first()
        if order is None:
            raise Http404
        if (refusal := directing.refusal(order)) is not None:
            return self._choose(request, refusal)
        request.for_order = order  # type: ignore[attr-defined]
        return self.changeform_view(
            request, None, "", {"title": _("New directive"), "order": order}
        )

    def _choose(self, request: HttpRequest, refusal: Text | None = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Which order is the directive to tell of?"),
            "subtitle": None,
            "opts": self.opts,
            "choices": directing.choices(),
            "refusal": refusal,
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        status = 200 if refusal is None else 409
        return TemplateResponse(request, "admin/directive_order.html", context, status=status)

    def run(self, request: HttpRequest, form: Any, formsets: Any, at: datetime) -> Directive:
        by, content = access.person(request), form.content()
        if form.instance.pk is None:
            return directives.draft(content, by=by, at=at)
        read = form.cleaned_data["read"]
        return directives.edit(form.instance, content, by=by, at=at, read=read)

    def saved(self, request: HttpRequest, obj: Directive) -> HttpResponse:
        messages.success(
            request,
            _("The draft is saved. Read what it says and whom it reaches, then submit it."),
        )
        return self.to_page_of(obj)

    def after_act(self, done: Directive, obj: Directive) -> HttpResponse:
        return self.to_page_of(done)

    def follows(self, obj: Directive, name: str) -> bool:
        if name == "replace":
            replaced = Directive.objects.filter(replaces=obj, state=ISSUED)
            return obj.state == ISSUED and not replaced.exists()
        return (obj.state, name) in lifecycle.DIRECTIVE_ACTS

    def hindrance(self, request: HttpRequest, obj: Directive, name: str) -> Text | None:
        hands = DirectiveHand.objects.filter(directive=obj, person=request.user.pk)
        return REFUSALS["two_persons"] if name == "approve" and hands.exists() else None

    def subjects(self, obj: Directive) -> list[str]:
        """Under which names the journal speaks of a directive."""
        return [f"directive draft {obj.pk}", *([obj.number] if obj.number else [])]

    def render_change_form(
        self, request: HttpRequest, context: dict, add=False, change=False, form_url="", obj=None
    ):
        if obj is not None and change:
            context |= self._read(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _read(self, request: HttpRequest, obj: Directive) -> dict[str, Any]:
        """What the page says of a directive, below the form if it is a draft."""
        at, editing = timezone.now(), self.has_change_permission(request, obj)
        content = directives.content_of(obj)
        return {
            "editing": editing,
            "called": naming.called(obj),
            "rows": list(words.rows(obj, editing=editing)),
            "operative": words.operative(obj, at),
            "targets": [] if editing else words.targets(content),
            "chain": words.chain(self, obj),
            "order": obj.order,
            "ladder_url": words.ladder_url(obj),
            **(_issued(obj, content, at) if obj.state == ISSUED else _draft(obj, content, at)),
        }


def _issued(directive: Directive, content: DirectiveContent, at: datetime) -> dict[str, Any]:
    """What only an issued directive has: its letter, its standing, those it was addressed to."""
    assert directive.issued_at is not None
    day = directive.issued_at.astimezone(IST).date()
    return {
        "standing": words.standing(directive, at),
        "letter": letters.facts(directive),
        "addressed": Addressee.objects.filter(directive=directive).count(),
        "reach": reach(recipients.of_directive(directive.pk, day), words.meant(content)),
    }


def _draft(directive: Directive, content: DirectiveContent, at: datetime) -> dict[str, Any]:
    if directive.state == DISCARDED:
        return {}
    return {"reach": reach(directives.reaching(content, at), words.meant(content))}
