"""Reference data on the desk: discoms, districts, and who supplies what."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.validators import MaxValueValidator
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ..models import Discom, District, ServiceArea
from . import naming
from .desk import DeskAdmin
from .refusable import KeptForm

# The map has 13 columns and 11 rows; more than this is a slip of the finger.
WIDEST_MAP = 40


class NamesField(forms.CharField):
    """A list of names, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        typed = super().clean(value).splitlines()
        return list(dict.fromkeys(name.strip() for name in typed if name.strip()))


class DistrictForm(KeptForm):
    aliases = NamesField(
        required=False, label=_("Other names"), help_text=_("Former names, one a line.")
    )

    class Meta:
        model = District
        fields = ("slug", "name_hi", "name_en", "aliases", "tile_column", "tile_row")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"tile_column", "tile_row"} & set(self.fields):  # none where it is only read
            self.fields[name].validators.append(MaxValueValidator(WIDEST_MAP))


@admin.register(Discom)
class DiscomAdmin(DeskAdmin):
    fields = (
        "code", "kind", ("name_hi", "name_en"), ("short_hi", "short_en"),
        ("headquarters_hi", "headquarters_en"), "parent", "note", "ended_on", "position",
    )  # fmt: skip
    list_display = ("code", "called", "kind", "ended_on")
    ordering = ("position", "code")

    @admin.display(description=_("name"))
    def called(self, discom: Discom) -> str:
        return naming.say(discom.name)

    def get_readonly_fields(self, request: HttpRequest, obj: Discom | None = None) -> Any:
        """A discom that changes its kind ends, and a new code begins."""
        return ("code", "kind") if obj else ()


@admin.register(District)
class DistrictAdmin(DeskAdmin):
    form = DistrictForm
    fields = ("slug", ("name_hi", "name_en"), "aliases", ("tile_column", "tile_row"))
    list_display = ("code", "hindi", "english")
    list_per_page = 100
    ordering = ("slug",)
    search_fields = ("slug__startswith", "name_hi__startswith", "name_en__startswith")
    search_help_text = _("Finds districts by the beginning of their name.")

    @admin.display(description=_("slug"), ordering="slug")
    def code(self, district: District) -> str:
        return format_html("<code>{}</code>", district.slug)

    @admin.display(description=_("name in Hindi"), ordering="name_hi")
    def hindi(self, district: District) -> str:
        return format_html('<span lang="hi">{}</span>', district.name_hi)

    @admin.display(description=_("name in English"), ordering="name_en")
    def english(self, district: District) -> str:
        return format_html('<span lang="en">{}</span>', district.name_en)

    def get_readonly_fields(self, request: HttpRequest, obj: District | None = None) -> Any:
        return ("slug",) if obj else ()


@admin.register(ServiceArea)
class ServiceAreaAdmin(DeskAdmin):
    fields = ("district", "area", "discom", ("places_hi", "places_en"), "basis")
    list_display = ("called", "area", "supplier")
    list_filter = ("area", "discom")
    list_select_related = ("district", "discom")
    ordering = ("district", "area", "discom")
    search_fields = ("district__slug__startswith", "district__name_hi__startswith")
    search_help_text = _("Finds service areas by the beginning of the district's name.")

    @admin.display(description=_("district"), ordering="district")
    def called(self, area: ServiceArea) -> str:
        return naming.say(area.district.name)

    @admin.display(description=_("discom"), ordering="discom")
    def supplier(self, area: ServiceArea) -> str:
        return naming.supplier(area.discom)
