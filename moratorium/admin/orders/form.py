"""What is typed of an order besides its lines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import Order
from ...operations import orders
from ...operations.orders import LineContent, OrderContent, content_of
from ...rules import wording
from ...rules.wording import EN, HI
from ..refusable import RecordForm
from ..sources import SourcesField


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
