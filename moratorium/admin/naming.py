"""Records by their names in the language of the page, in choices and in tables."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ..models import Directive, Discom, District, Entry, Outage, ServiceArea
from ..rules import wording
from ..rules.wording import Text

NOT_STATED = "—"


def language() -> str:
    """The language of the page."""
    return wording.EN if get_language() == wording.EN else wording.HI


def say(text: Text) -> str:
    """A text in the language of the page."""
    return text[language()]


def called(record: Any) -> str:
    """What a record is called in the language of the page."""
    if isinstance(record, Outage):
        return f"{record.ref}: {say(record.title)}"
    if isinstance(record, Discom):
        return f"{say(record.name)} ({record.code})"
    if isinstance(record, Directive):
        return record.number or directive_draft(record.pk)
    if isinstance(record, Entry):
        return str(record.seq)
    if isinstance(record, ServiceArea):
        where = f"{say(record.district.name)}, {wording.area(record.area, language())}"
        return f"{where}: {say(record.discom.name)}"
    name = getattr(record, "name", None)
    return say(name) if isinstance(name, Text) else str(record)


def directive_draft(key: Any) -> str:
    """The draft of a directive by its key; orders have drafts too."""
    return gettext("Directive draft %(number)s") % {"number": key}


def supplier(discom: Discom | None) -> str:
    """A discom by name; none stands for all of the Corporation's."""
    return say(wording.ALL_DISCOMS if discom is None else discom.name)


_EVERY_DISCOM = Text("सभी निगम", "all discoms")


def short_place(discom: Discom | None, area: str, language: str) -> str:
    """A discom's area in the few words that a list has room for; none is every discom."""
    short = _EVERY_DISCOM if discom is None else discom.short
    return f"{short[language]}, {wording.area(area, language)}"


class Named(forms.ModelChoiceField):
    """One record, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return called(obj)


class SupplierField(Named):
    """A discom; left empty, every discom of the Corporation."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Discom.objects.all(),
            required=False,
            label=_("discom"),
            empty_label=_("All discoms of the Corporation (not private licensees)"),
            **kwargs,
        )


class DistrictsField(forms.ModelMultipleChoiceField):
    """Districts, as boxes to tick, by name; none ticked stands for all of them."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "districts"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            District.objects.all(),
            required=False,
            label=_("districts"),
            help_text=_("None chosen: all districts of the discom."),
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        return called(obj)

    def sort_by_name(self) -> None:
        """Put the boxes in the order of the names in the language of the page."""
        self.queryset = District.objects.order_by(f"name_{language()}")
