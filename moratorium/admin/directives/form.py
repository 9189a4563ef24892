"""What is typed of a directive: its kind, whom it is for, by when, and a preamble."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import Directive, Order
from ...models.directives import KIND_CHOICES
from ...operations import directives
from ...operations.directives import DirectiveContent
from ...register import directives as register
from ...rules import directives as rules
from ...rules.lifecycle import REFUSALS
from ..naming import Named, say
from ..refusable import RecordForm
from . import targets, words
from .targets import DiscomsField, OfficesField


class OrderField(Named):
    """The order that it rests on; a draft may move on to the newest version."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}: {say(obj.title)}"


class DirectiveForm(RecordForm):
    """A directive rests on `order`. Subject and operative part are rendered, never typed."""

    for_order: Order | None = None  # of a new draft
    wanted_kind = ""  # asked for by the link that led here

    order = OrderField(
        Order.objects.none(), label=_("moratorium order"), empty_label=None,
        help_text=_("A newer version has been issued; a directive rests on the newest."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("kind"), widget=forms.RadioSelect)
    discoms = DiscomsField(
        label=_("whole discoms"), help_text=_("Every office of theirs, down to the level below.")
    )
    offices_below = OfficesField(
        label=_("offices with everything below them"),
        help_text=_("One code a line. What stands behind a bar ( | ) is not read."),
    )
    offices = OfficesField(
        label=_("offices alone"),
        help_text=_("One code a line. They are addressed whatever their level."),
    )
    public = forms.TypedChoiceField(
        label=_("who may read it"),
        choices=[(yes, words.PUBLIC[yes]) for yes in (True, False)],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    read = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Directive
        fields = ("down_to", "due_hours", "body_hi", "body_en")
        help_texts = {
            "body_hi": _(
                "Only the preamble is typed; subject and operative part come from the order."
            ),
            "body_en": _(
                "Only the preamble is typed; subject and operative part come from the order."
            ),
        }
        widgets = {
            "due_hours": forms.NumberInput({"min": 1, "max": rules.MAX_DUE_HOURS}),
            "body_hi": forms.Textarea({"rows": 5, "lang": "hi"}),
            "body_en": forms.Textarea({"rows": 5, "lang": "en"}),
        }

    class Media:
        js = ("desk/offices.js",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rests_on = self.for_order or self.instance.order
        if self.instance.pk:
            self._restate()
        else:
            self._begin()
        self._offer()

    def _begin(self) -> None:
        grounds = register.basis(self.rests_on, targets.now()).grounds
        asked = self.wanted_kind in rules.kinds_for(grounds)
        self.initial.update({
            "kind": self.wanted_kind if asked else rules.kind_for(grounds),
            "discoms": targets.of_order(self.rests_on),
            "public": True,
        })  # fmt: skip

    def _restate(self) -> None:
        meant = directives.content_of(self.instance).targets
        self.initial.update({
            "order": self.instance.order_id,
            "kind": self.instance.kind,
            "discoms": [each.discom.pk for each in meant if each.discom],
            "offices_below": [each.office for each in meant if each.office and each.below],
            "offices": [each.office for each in meant if each.office and not each.below],
            "public": self.instance.public,
            "read": self.instance.edition,
        })  # fmt: skip

    def _offer(self) -> None:
        """What may be chosen: the kinds that the order allows, and a newer version of it."""
        newest = directives.newest_of(self.rests_on)
        versions = [self.rests_on] if newest == self.rests_on else [self.rests_on, newest]
        at, kinds = targets.now(), set[str]()
        for order in versions:
            kinds |= set(rules.kinds_for(register.basis(order, at).grounds))
        offered = [(kind, name) for kind, name in KIND_CHOICES if kind in kinds]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]
        self.fields["discoms"].count()  # type: ignore[attr-defined]
        if len(versions) == 1:
            del self.fields["order"]
        else:
            keys = [order.pk for order in versions]
            self.fields["order"].queryset = Order.objects.filter(pk__in=keys)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        names = ("discoms", "offices_below", "offices")
        if not self.errors.keys() & {*names} and not any(typed.get(name) for name in names):
            self.add_error("discoms", say(REFUSALS["no_addressee"]))
        both = {o.pk for o in typed.get("offices_below", ())}
        if again := [o.code for o in typed.get("offices", ()) if o.pk in both]:
            said = _("Named above already, with everything below: %(codes)s")
            self.add_error("offices", targets.faulty(said, again))
        return typed

    def content(self) -> DirectiveContent:
        """What was typed, for the operation."""
        typed = self.cleaned_data
        return DirectiveContent(
            order=typed.get("order") or self.rests_on,
            targets=targets.contents(typed["discoms"], typed["offices_below"], typed["offices"]),
            **{name: typed[name] for name in
               ("kind", "body_hi", "body_en", "public", "down_to", "due_hours")},
        )  # fmt: skip
