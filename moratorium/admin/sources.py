"""Sources as they are typed: one a line, "title | date | address"."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

_is_address = URLValidator(schemes=["http", "https"])


class SourcesField(forms.CharField):
    """A tuple of sources, each with title, date and address; the last two may be empty."""

    widget = forms.Textarea(attrs={"rows": 3})
    default_error_messages = {
        "parts": _("Line %(line)s: write title | date | address."),
        "title": _("Line %(line)s: the title is missing."),
        "date": _("Line %(line)s: write the date as 2022-12-29."),
        "address": _("Line %(line)s: the address must begin with http:// or https://."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("sources"))
        kwargs.setdefault(
            "help_text", _("One a line: title | date as 2022-12-29 | web address, if there is one.")
        )
        super().__init__(required=False, max_length=10_000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else written(value)

    def clean(self, value: Any) -> tuple[dict[str, str], ...]:
        lines = super().clean(value).splitlines()
        numbered = [(number, line.strip()) for number, line in enumerate(lines, 1)]
        return tuple(self._read(number, line) for number, line in numbered if line)

    def _read(self, number: int, line: str) -> dict[str, str]:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) > 3:
            raise self._error("parts", number)
        title, day, address = (*parts, "", "")[:3]
        if not title:
            raise self._error("title", number)
        if day and not _is_day(day):
            raise self._error("date", number)
        if address and not _answers(address):
            raise self._error("address", number)
        return {"title": title, "date": day, "url": address}

    def _error(self, name: str, number: int) -> ValidationError:
        return ValidationError(self.error_messages[name], code=name, params={"line": number})


def written(sources: Any) -> str:
    """Sources as they would be typed."""
    rows = [[str(each.get(key) or "") for key in ("title", "date", "url")] for each in sources]
    return "\n".join(" | ".join([row[0].replace("|", "/"), *row[1:]]).rstrip(" |") for row in rows)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _answers(address: str) -> bool:
    try:
        _is_address(address)
    except ValidationError:
        return False
    return True
