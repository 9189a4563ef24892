"""Moratorium orders on the desk: drafted with their lines, approved by another, then fixed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ..models import Order, OrderHand
from ..operations import orders
from ..operations.orders import LineContent, OrderContent, content_of
from ..rules import lifecycle, wording
from ..rules.lifecycle import DRAFT, ISSUED, REFUSALS
from ..rules.wording import EN, HI, Text
from . import access, naming, order_lines, reading
from .acts import Act, ActForm, ActsMixin
from .desk import RecordAdmin
from .order_lines import LineInline
from .reading import Row
from .refusable import RecordForm
from .sources import SourcesField


class OrderForm(RecordForm):
    """What is typed of an order besides its lines: a preamble, and titles if wanted."""

    sources = SourcesField()
    read = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Order
        fields = ("basis", "title_hi", "title_en", "text_hi", "text_en")
        help_texts = {
            "basis": _("An assurance is given by word of mouth, until a signed order amends it."),
            "title_hi": _("Left empty, the title is rendered from the lines."),
            "title_en": _("Left empty, the title is rendered from the lines."),
            "text_hi": _("Only the preamble is typed; the operative text comes from the lines."),
            "text_en": _("Only the preamble is typed; the operative text comes from the lines."),
        }
        widgets = {
            "text_hi": forms.Textarea({"rows": 4, "lang": "hi"}),
            "text_en": forms.Textarea({"rows": 4, "lang": "en"}),
            "title_hi": forms.TextInput({"lang": "hi"}),
            "title_en": forms.TextInput({"lang": "en"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["read"] = self.instance.edition
            self._forget_rendered_titles()

    def _forget_rendered_titles(self) -> None:
        """A title that was rendered is rendered again when the lines change."""
        words = [orders.line_words(line) for line in content_of(self.instance).lines]
        for language in (HI, EN):
            rendered = wording.title(words, language, lift=self.instance.lift)
            if self.initial.get(f"title_{language}") == rendered:
                self.initial[f"title_{language}"] = ""

    def content(self, lines: tuple[LineContent, ...], demonstration: bool) -> OrderContent:
        """What was typed, for the operation."""
        names = ("basis", "title_hi", "title_en", "text_hi", "text_en", "sources")
        typed = {name: self.cleaned_data[name] for name in names}
        return OrderContent(lines=lines, demonstration=demonstration, **typed)


class RemarkForm(ActForm):
    remark = forms.CharField(
        label=_("remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Says to the maker why it is sent back."),
    )


class ApprovalForm(ActForm):
    """Carries the digest of what was read."""

    read = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.initial["read"] = orders.digest(self.record)


def _act(name: str, label: Any, done: Any, run: Any, **more: Any) -> Act:
    return Act(name, lifecycle.ROLE_FOR["order"][name], label, done, run, **more)


ACTS = (
    _act(
        "submit", _("Submit for approval"), _("Submitted for approval."), orders.submit,
        tone="default",
    ),
    _act(
        "approve", _("Approve and issue"), _("Approved and issued."), orders.approve,
        form=ApprovalForm, tone="default",
    ),
    _act(
        "send_back", _("Send back"), _("Sent back to the maker."), orders.send_back,
        form=RemarkForm,
    ),
    _act("discard", _("Discard the draft"), _("Draft discarded."), orders.discard, tone="grave"),
    _act(
        "amend", _("Draft an amendment"), _("This draft restates the order; change what is to change."),
        orders.amend,
    ),
    _act(
        "lift", _("Lift the moratorium"),
        _("This draft lifts the moratorium once another person has approved it."),
        orders.lift, tone="grave",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A coverage line in a table, in the words of the page."""

    discom: str
    districts: str
    area: str
    restricted_to: Text
    starts_at: str
    ends_at: str
    outage: str
    grace_hours: int


@admin.register(Order)
class OrderAdmin(ActsMixin, RecordAdmin):
    form = OrderForm
    acts = ACTS
    list_display = ("name", "said_title", "basis", "state", "issued")
    list_filter = ("state", "basis")
    ordering = ("-pk",)
    search_fields = ("number__startswith",)
    search_help_text = _("Finds orders by the beginning of their number.")

    @admin.display(description=_("number"), ordering="number")
    def name(self, order: Order) -> str:
        return str(order)

    @admin.display(description=_("title"))
    def said_title(self, order: Order) -> str:
        return naming.say(order.title)

    @admin.display(description=_("issued at"), ordering="-issued_at")
    def issued(self, order: Order) -> str:
        return reading.moment(order.issued_at)

    def has_change_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:
        """A draft opens for makers. What is posted is judged by the operation."""
        if obj is None:
            return super().has_change_permission(request)
        is_maker = lifecycle.MAKER in access.roles_now(request.user)
        return is_maker and (obj.state == DRAFT or request.method == "POST")

    def get_fieldsets(self, request: HttpRequest, obj: Order | None = None) -> Any:
        fields = ["basis", ("title_hi", "title_en"), ("text_hi", "text_en"), "sources", "read"]
        return [(None, {"fields": fields})]

    def get_inlines(self, request: HttpRequest, obj: Order | None) -> list[Any]:
        """A lift has no lines; an order that is read shows its own table."""
        if obj is not None and (obj.lift or not self.has_change_permission(request, obj)):
            return []
        return [LineInline]

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method != "POST" and obj.pk:
            kwargs["initial"] = order_lines.initial(obj)
        return kwargs

    def run(self, request: HttpRequest, form: Any, formsets: Any, at: datetime) -> Order:
        lines = tuple(line for formset in formsets for line in formset.contents())
        by = access.person(request)
        content = form.content(lines, form.instance.demonstration or by.demonstration)
        if form.instance.pk is None:
            return orders.draft(content, by=by, at=at)
        read = form.cleaned_data["read"]
        return orders.edit(form.instance, content, by=by, at=at, read=read)

    def saved(self, request: HttpRequest, obj: Order) -> HttpResponse:
        messages.success(
            request, _("The draft is saved. Read what it says, then submit it for approval.")
        )
        return self.to_page_of(obj)

    def after_act(self, done: Order, obj: Order) -> HttpResponse:
        return self.to_page_of(done)

    def follows(self, obj: Order, name: str) -> bool:
        if name in ("amend", "lift"):
            return obj.state == ISSUED and not obj.lift and _successor(obj) is None
        return (obj.state, name) in lifecycle.ORDER_ACTS

    def hindrance(self, request: HttpRequest, obj: Order, name: str) -> Text | None:
        had_a_hand = OrderHand.objects.filter(order=obj, person=request.user.pk).exists()
        return REFUSALS["two_persons"] if name == "approve" and had_a_hand else None

    def subjects(self, obj: Order) -> list[str]:
        """Under which names the journal speaks of an order."""
        return [f"draft {obj.pk}", *([obj.number] if obj.number else [])]

    def render_change_form(
        self, request: HttpRequest, context: dict, add=False, change=False, form_url="", obj=None
    ):
        # The offers hold the digest and are made first: what is read below is no older.
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if obj is not None and change:
            content = content_of(obj)
            response.context_data |= {
                "editing": self.has_change_permission(request, obj),
                "rows": list(_rows(obj)),
                "operative": _operative(obj, content),
                "lines": [_line(line) for line in content.lines],
                "order": obj,
                "chain": _chain(self, obj),
            }
        return response


def _successor(order: Order) -> Order | None:
    return Order.objects.filter(amends=order, state=ISSUED).first()


def _operative(order: Order, content: OrderContent) -> list[tuple[str, str]]:
    """The operative part, a sentence a line, each in Hindi and in English."""
    words = [orders.line_words(line) for line in content.lines]
    hi = wording.operative(words, HI, lift=order.lift)
    en = wording.operative(words, EN, lift=order.lift)
    return list(zip(hi, en, strict=True))


def _rows(order: Order) -> Iterator[Row]:
    yield reading.row(order, "state", order.get_state_display())
    if order.number:
        yield reading.row(order, "number", order.number)
    yield reading.row(order, "basis", order.get_basis_display())
    yield from reading.both(order, "title")
    yield from reading.both(order, "text")
    for source in order.sources:
        parts = [source.get(key) for key in ("title", "date", "url")]
        yield reading.row(order, "sources", " · ".join(part for part in parts if part))
    yield from _hands(order)


def _hands(order: Order) -> Iterator[Row]:
    if order.drafted_at:
        yield Row(_("Drafted"), reading.act(order.drafted_at, order.drafted_by))
    if order.submitted_at:
        yield Row(_("Submitted"), reading.act(order.submitted_at, order.submitted_by))
    if order.issued_at:
        yield Row(_("Issued"), reading.act(order.issued_at, order.approved_by))


def _chain(desk: OrderAdmin, order: Order) -> list[tuple[Any, Order, str]]:
    """What the order amends and what amends it, with the page of each."""
    others = [(_("Amends"), order.amends), (_("Amended by"), _successor(order))]
    return [(label, other, desk.page_of(other)) for label, other in others if other is not None]


def _line(line: LineContent) -> ReadLine:
    return ReadLine(
        discom=naming.supplier(line.discom),
        districts=", ".join(naming.called(d) for d in line.districts) or str(_("all districts")),
        area=wording.area(line.area, naming.language()),
        restricted_to=Text(line.restricted_hi, line.restricted_en),
        starts_at=reading.moment(line.starts_at),
        ends_at=reading.until(line.ends_at),
        outage=naming.called(line.until_restored) if line.until_restored else naming.NOT_STATED,
        grace_hours=line.grace_hours,
    )
