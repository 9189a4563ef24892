"""What is typed of a billing outage when it is recorded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import Outage
from ...models.outages import SERVICE_CHOICES
from ...operations.outages import OutageContent
from ...rules.lifecycle import REFUSALS
from ..moments import EndField, MomentField
from ..naming import DistrictsField, SupplierField, say
from ..refusable import RecordForm
from ..sources import SourcesField

EACH, ONE = "each", "one"


class OutageForm(RecordForm):
    """What is recorded of an outage."""

    discom = SupplierField(help_text="")
    apart = forms.ChoiceField(
        choices=[
            (EACH, _("One outage for each discom: billing comes back discom by discom")),
            (ONE, _("One outage for all of them")),
        ],
        initial=EACH,
        label=_("if it is for all discoms"),
        widget=forms.RadioSelect,
    )
    districts = DistrictsField()
    services = forms.MultipleChoiceField(
        choices=SERVICE_CHOICES,
        initial=["payment"],
        label=_("services that stop"),
        widget=forms.CheckboxSelectMultiple,
    )
    announced_at = MomentField(label=_("announced at"), required=False)
    starts_at = MomentField(label=_("starts at"))
    expected_end = EndField(label=_("expected end"), required=False)
    sources = SourcesField()

    class Meta:
        model = Outage
        fields = ("title_hi", "title_en", "area", "note_hi", "note_en")
        widgets = {
            "title_hi": forms.TextInput({"lang": "hi"}),
            "title_en": forms.TextInput({"lang": "en"}),
            "note_hi": forms.Textarea({"rows": 3, "lang": "hi"}),
            "note_en": forms.Textarea({"rows": 3, "lang": "en"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "districts" in self.fields:
            self.fields["districts"].sort_by_name()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("note_hi")) != bool(cleaned.get("note_en")):
            empty = "note_en" if cleaned.get("note_hi") else "note_hi"
            self.add_error(empty, say(REFUSALS["one_language"]))
        return cleaned

    def content(self, demonstration: bool) -> OutageContent:
        """What was typed, for the operation."""
        names = (
            "title_hi", "title_en", "discom", "area", "announced_at", "starts_at",
            "expected_end", "note_hi", "note_en", "sources",
        )  # fmt: skip
        return OutageContent(
            districts=tuple(self.cleaned_data["districts"]),
            services=tuple(self.cleaned_data["services"]),
            demonstration=demonstration,
            **{name: self.cleaned_data[name] for name in names},
        )
