"""Forms that take up a refusal of the rules and show it at its field, in the page's words.

Every form of the desk stands on `TypedForm`, so that each of its fields refuses, without more
ado, characters that nobody sees, the wrong script, texts and years out of range.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..rules import script
from ..rules.instants import EARLIEST, LATEST
from ..rules.lifecycle import Refused
from ..rules.wording import EN, HI
from .naming import say

# Some eight pages: more is no preamble, note or list of sources.
LONGEST = 20_000
OUT_OF_RANGE = _("The year must lie between 2000 and 2100.")


class TypedForm(forms.BaseForm):
    """A form whose fields know what may be typed. A field's language is the end of its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField):
                _expect_text(field, _language_of(name))
            elif isinstance(field, forms.DateField):
                field.validators.append(_require_day_in_range)


class RefusableForm(TypedForm, forms.Form):
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


class KeptForm(TypedForm, forms.ModelForm):
    """A form that the desk itself saves: reference data, offices, names of people."""


def _language_of(name: str) -> str:
    return next((language for language in (HI, EN) if name.endswith(f"_{language}")), "")


def _expect_text(field: forms.CharField, language: str) -> None:
    if isinstance(field.widget, forms.PasswordInput):
        return
    lines = isinstance(field.widget, forms.Textarea)

    def require_seen(typed: str) -> None:
        fault = script.fault_of(typed, language, lines=lines)
        if fault is not None:
            raise ValidationError(say(fault), code="script")

    # Ours says the same of NUL, and where it stands.
    kept = [v for v in field.validators if not isinstance(v, ProhibitNullCharactersValidator)]
    field.validators = [*kept, require_seen]
    if field.max_length is None:
        field.validators.append(MaxLengthValidator(LONGEST))
    if language:
        field.widget.attrs.setdefault("lang", language)


def _require_day_in_range(day: date) -> None:
    if not EARLIEST.year <= day.year < LATEST.year:
        raise ValidationError(OUT_OF_RANGE, code="range")
