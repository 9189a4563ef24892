"""The journal on the desk: read, never written."""

import json

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ..models import Entry
from . import journal_of, reading
from .desk import ReadAdmin
from .reading import Row


@admin.register(Entry)
class EntryAdmin(ReadAdmin):
    change_form_template = "admin/record.html"
    list_display = ("seq", "happened", "named", "about", "by", "announced")
    list_filter = ("public",)
    list_defer = ("detail", "previous", "digest")
    ordering = ("-seq",)
    search_fields = ("subject__startswith",)
    list_empty = _("No entry matches.")
    search_help_text = _("Finds entries by the beginning of a number or reference.")

    @admin.display(description=_("happened at"))
    def happened(self, entry: Entry) -> str:
        return reading.moment(entry.happened_at)

    @admin.display(description=_("act"))
    def named(self, entry: Entry) -> str:
        return journal_of.name_of(entry.act)

    @admin.display(description=_("subject"), ordering="subject")
    def about(self, entry: Entry) -> str:
        return journal_of.subject_of(entry)

    @admin.display(description=_("public"), ordering="public")
    def announced(self, entry: Entry) -> str:
        return _said(entry.public)

    def rows(self, obj: Entry) -> list[Row]:
        return _rows(obj)


def _said(public: bool) -> str:
    """In words: the icon of the stock list says True or False in English."""
    return str(_("yes") if public else _("no"))


def _rows(entry: Entry) -> list[Row]:
    detail = json.dumps(entry.detail, ensure_ascii=False, indent=1, sort_keys=True)
    return [
        reading.row(entry, "act", journal_of.name_of(entry.act)),
        reading.row(entry, "subject", journal_of.subject_of(entry)),
        reading.row(entry, "by", entry.by),
        reading.row(entry, "happened_at", reading.moment(entry.happened_at)),
        reading.row(entry, "recorded_at", reading.moment(entry.recorded_at)),
        reading.row(entry, "public", _said(entry.public)),
        reading.row(entry, "detail", format_html("<code>{}</code>", detail)),
        reading.row(entry, "digest", entry.digest),
        Row(_("Digest before it"), entry.previous),
    ]
