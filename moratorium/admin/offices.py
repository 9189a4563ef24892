"""Offices on the desk: their place in the tree, who is posted there, and the import."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Mail, Office, Person, Posting
from ..operations import offices
from ..operations.offices import OfficeRefused
from ..register import offices as register
from ..rules import offices as rules
from ..rules.instants import IST
from ..rules.lifecycle import Refused
from ..rules.office_files import tidy
from . import access, mails, naming, office_import, postings, reading
from .acts import ActsMixin
from .desk import RecordAdmin
from .filters import Choice, suppliers
from .naming import say
from .office_rows import PlacementInline, PostingInline
from .reading import Row
from .refusable import RecordForm

_OFFERED = 500


def today() -> date:
    return timezone.now().astimezone(IST).date()


class OfficeForm(RecordForm):
    """What is stated of an office. The code stays once it is on record."""

    class Meta:
        model = Office
        fields = ("code", "discom", "level", "name_hi", "name_en", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True

    def stated(self) -> rules.Office:
        typed = self.cleaned_data
        return rules.Office(
            tidy(typed["code"]), typed["discom"].code, typed["level"],
            tidy(typed["name_hi"]), tidy(typed["name_en"]), typed["email"],
        )  # fmt: skip

    def take(self, refused: Refused) -> None:
        """Show what belongs to the office itself; its rows show their own."""
        if not isinstance(refused, OfficeRefused):
            return super().take(refused)
        for fault in refused.faults:
            if isinstance(fault.row, rules.Office):
                self.add_error(fault.field, say(fault.words))
        return None


class SupplierFilter(Choice):
    """The discom whose office it is, by its short name."""

    title = _("discom")
    parameter_name = "discom"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(code, say(discom.short)) for code, discom in suppliers(request).items()]


class PostedFilter(admin.SimpleListFilter):
    title = _("posted now")
    parameter_name = "posted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("nobody", _("nobody")), ("somebody", _("somebody"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        held = Posting.objects.held_on(today()).filter(
            office=OuterRef("pk"), person__is_active=True
        )
        if self.value() == "nobody":
            return queryset.exclude(Exists(held))
        return queryset.filter(Exists(held)) if self.value() == "somebody" else queryset


class EmailFilter(admin.SimpleListFilter):
    title = _("e-mail")
    parameter_name = "reachable"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        lost = ("lost", _("mails do not arrive"))
        return [("no", _("no e-mail")), ("yes", _("with e-mail")), lost]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "no":
            return queryset.filter(email="")
        if self.value() == "lost":
            lost = Mail.objects.filter(
                office=OuterRef("pk"), address=OuterRef("email"), bounced_at__isnull=False
            )
            return queryset.filter(Exists(lost))
        return queryset.exclude(email="") if self.value() == "yes" else queryset


@admin.register(Office)
class OfficeAdmin(ActsMixin, RecordAdmin):
    form = OfficeForm
    change_form_template = "admin/office.html"
    change_list_template = "admin/offices_list.html"
    fields = ("code", "discom", "level", ("name_hi", "name_en"), "email")
    inlines = (PlacementInline, PostingInline)
    list_display = ("code", "called", "level", "supplier", "posted")
    list_filter = ("level", SupplierFilter, PostedFilter, EmailFilter)
    list_select_related = ("discom",)
    ordering = ("code",)
    search_fields = ("code__startswith", "name_hi__startswith", "name_en__startswith")
    search_help_text = _("Finds offices by the beginning of their code or name.")

    def narrowed(
        self, found: QuerySet[Any], request: HttpRequest, chosen: dict[str, str], at: datetime
    ) -> QuerySet[Any]:
        return found.filter(discom=chosen["discom"])

    @admin.display(description=_("name"))
    def called(self, office: Office) -> str:
        return say(office.name)

    @admin.display(description=_("discom"))
    def supplier(self, office: Office) -> str:
        return naming.supplier(office.discom)

    @admin.display(description=_("posted now"))
    def posted(self, office: Any) -> str:
        return ", ".join(say(each.person.name) for each in office.held_now) or naming.NOT_STATED

    def get_queryset(self, request: HttpRequest) -> Any:
        held = Posting.objects.held_on(today()).filter(person__is_active=True)
        now = Prefetch("postings", held.select_related("person"), to_attr="held_now")
        return super().get_queryset(request).prefetch_related(now)

    def get_urls(self) -> list[Any]:
        return [*office_import.urls(self), *super().get_urls()]

    def subjects(self, obj: Office) -> list[str]:
        """Under which name the journal speaks of an office."""
        return [obj.code]

    def run(self, request: HttpRequest, form: Any, formsets: Any, at: datetime) -> Office:
        stated = form.stated()
        rows = [row for formset in formsets for row in formset.stated(stated.code)]
        office = form.instance if form.instance.pk else None
        return offices.keep(office, stated, rows, by=access.person(request), at=at)

    def saved(self, request: HttpRequest, obj: Office) -> HttpResponse:
        messages.success(request, _("The office is on record as shown below."))
        return self.to_page_of(obj)

    def render_change_form(
        self, request: HttpRequest, context: dict, add=False, change=False, form_url="", obj=None
    ):
        editing = not change or self.has_change_permission(request, obj)
        if editing:
            context |= {"codes": _codes(obj), "user_names": _user_names()}
        if obj is not None and change:
            context |= {"editing": editing, "rows": list(_rows(obj))}
        return super().render_change_form(request, context, add, change, form_url, obj)


def _rows(office: Office) -> Iterator[Row]:
    day = today()
    yield reading.row(office, "code", office.code)
    yield from reading.both(office, "name")
    yield reading.row(office, "level", office.get_level_display())
    yield reading.row(office, "discom", naming.supplier(office.discom))
    yield reading.row(office, "email", _email(office))
    tree = register.tree(day)
    way = " › ".join(say(node.name) for node in tree.path(office.pk))
    yield Row(_("In the tree today"), way or naming.NOT_STATED)
    yield Row(_("Offices below today"), len(tree.below([office.pk])) - 1 or naming.NOT_STATED)
    yield from postings.of_office(office, day)
    yield from mails.of_office(office)


def _email(office: Office) -> str:
    fault = mails.fault_at(office) if office.email else ""
    return f"{office.email}\n{fault}" if fault else office.email


def _codes(office: Office | None) -> list[tuple[str, str]]:
    """Offices that may stand above this one, to choose from while typing."""
    found = Office.objects.exclude(level="substation").order_by("code")
    if office is not None:
        levels = list(rules.LEVELS)
        higher = levels[: levels.index(office.level)] if office.level in levels else levels
        found = found.filter(discom=office.discom_id, level__in=higher)
    return [(each.code, say(each.name)) for each in found[:_OFFERED]]


def _user_names() -> list[tuple[str, str]]:
    found = Person.objects.filter(is_active=True, is_superuser=False).order_by("username")
    return [(each.username, say(each.name)) for each in found[:_OFFERED]]
