"""Forms that take up a refusal of the rules and show it at its field, in the page's words."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from ..rules.lifecycle import Refused
from .naming import say


class RefusableForm(forms.Form):
    """A form that can be told why the act was refused. Everything typed stays."""

    refused: Refused | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(str(field.label)) if field.label else field.label

    def clean(self) -> dict[str, Any]:
        if self.refused is not None:
            self.take(self.refused)
        return self.cleaned_data

    def take(self, refused: Refused) -> None:
        """Show a refusal at its field, or above the form if it has none here."""
        field = refused.field if refused.field in self.fields else None
        self.add_error(field, say(refused.words))


class RecordForm(RefusableForm, forms.ModelForm):
    """A form about a record that only an operation writes: the model is not touched."""

    def _post_clean(self) -> None:
        """The rules judge what was typed, not the model."""
