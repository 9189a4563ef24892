"""People on the desk: their names, their password, and the roles they hold by date."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Person, RoleGrant
from ..models.people import ROLE_CHOICES
from ..operations import people
from ..rules import lifecycle, wording
from ..rules.instants import IST
from . import naming, postings
from .acts import Act, ActForm, ActsMixin
from .moments import DayInput
from .reading import Row
from .refusable import KeptForm, TypedForm

# The stock page of people brings groups along; here rights follow from roles.
admin.site.unregister(Group)

NAMES = (("name_hi", "name_en"), ("post_hi", "post_en"), "email")


class NewPersonForm(TypedForm, UserCreationForm):
    """A new person; the roles are granted on the page that follows."""

    class Meta:
        model = Person
        fields = ("username", "name_hi", "name_en", "post_hi", "post_en", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name_hi", "name_en"):
            self.fields[name].required = True


class PersonForm(KeptForm):
    """What may be corrected of a person. The user name stands in the journal and stays."""

    class Meta:
        model = Person
        fields = ("name_hi", "name_en", "post_hi", "post_en", "email")


class GrantForm(ActForm):
    role = forms.ChoiceField(label=_("role"), choices=ROLE_CHOICES)
    starts_on = forms.DateField(label=_("from"), widget=DayInput)
    ends_on = forms.DateField(
        label=_("ends on"),
        widget=DayInput,
        required=False,
        help_text=_("The first day without the role. Empty: without an end."),
    )

    def prepare(self) -> None:
        self.initial["starts_on"] = timezone.now().astimezone(IST).date()


class EndForm(ActForm):
    grant = forms.ModelChoiceField(RoleGrant.objects.none(), label=_("role"), empty_label=None)
    ends_on = forms.DateField(
        label=_("ends on"), widget=DayInput, help_text=_("The first day without the role.")
    )

    def prepare(self) -> None:
        field = self.fields["grant"]
        field.queryset = self.record.grants.all()  # type: ignore[attr-defined]
        field.label_from_instance = _said  # type: ignore[attr-defined]


def _said(held: RoleGrant) -> str:
    """A role with its days, in the words of the page."""
    start = wording.day(held.starts_on, naming.language())
    end = wording.day(held.ends_on, naming.language()) if held.ends_on else naming.NOT_STATED
    return f"{held.get_role_display()}: {start} – {end}"


def _end(person: Person, *, grant: RoleGrant, ends_on: Any, by: Person, at: datetime) -> Any:
    return people.end_grant(grant, ends_on=ends_on, by=by, at=at)


_KEEPER = lifecycle.ROLE_FOR["role"]["grant"]
ACTS = (
    Act("grant", _KEEPER, _("Grant the role"), _("Role granted."), people.grant, GrantForm),
    Act("end_grant", _KEEPER, _("End the role"), _("The role ends."), _end, EndForm),
    Act("close", _KEEPER, _("Close the account"), _("Account closed."), people.close, tone="grave"),
    Act("reopen", _KEEPER, _("Reopen the account"), _("Account reopened."), people.reopen),
)


@admin.register(Person)
class PersonAdmin(ActsMixin, UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    acts = ACTS
    fieldsets = ((None, {"fields": NAMES}),)
    add_fieldsets = ((None, {"fields": ("username", *NAMES, "password1", "password2")}),)
    add_form_template = None
    change_user_password_template = "admin/password_of.html"
    filter_horizontal = ()
    list_display = ("username", "called", "post", "roles_today", "is_active")
    list_filter = ("is_active", "grants__role")
    search_fields = ("username__startswith", "name_hi__startswith", "name_en__startswith")
    search_help_text = _("Finds people by the beginning of their user name or name.")
    readonly_fields = ()

    @admin.display(description=_("name"))
    def called(self, person: Person) -> str:
        return naming.say(person.name)

    @admin.display(description=_("post"))
    def post(self, person: Person) -> str:
        return naming.say(wording.Text(person.post_hi, person.post_en))

    @admin.display(description=_("roles today"))
    def roles_today(self, person: Person) -> str:
        held = person.roles_on(timezone.now().astimezone(IST).date())
        return ", ".join(str(name) for role, name in ROLE_CHOICES if role in held)

    def has_change_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """Nobody but themselves changes a technical superuser."""
        if obj is not None and obj.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def response_add(
        self, request: HttpRequest, obj: Person, post_url_continue: str | None = None
    ) -> HttpResponse:
        messages.success(request, _("The person is on record. Now grant the roles."))
        return self._to_page_of(obj)

    def after_act(self, done: Any, obj: Person) -> HttpResponse:
        return self._to_page_of(obj)

    def _to_page_of(self, obj: Person) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:moratorium_person_change", args=[obj.pk]))

    def follows(self, obj: Person, name: str) -> bool:
        if obj.is_superuser:
            return False
        if name == "end_grant":
            return obj.grants.exists()
        return obj.is_active == (name != "reopen")

    def hindrance(self, request: HttpRequest, obj: Person, name: str) -> Any:
        own = obj.pk == request.user.pk
        return lifecycle.REFUSALS["own_role"] if own else None

    def subjects(self, obj: Person) -> list[str]:
        """Under which name the journal speaks of a person's roles."""
        return [obj.username]

    def render_change_form(
        self, request: HttpRequest, context: dict, add=False, change=False, form_url="", obj=None
    ):
        if obj is not None and change:
            context |= {
                "editing": self.has_change_permission(request, obj),
                "rows": list(_rows(obj)),
                "password_url": self._password_url(request, obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _password_url(self, request: HttpRequest, obj: Person) -> str:
        if not self.has_change_permission(request, obj):
            return ""
        return reverse("admin:auth_user_password_change", args=[obj.pk])


def _rows(person: Person) -> Iterator[Row]:
    yield Row(_("User name"), person.username)
    yield Row(_("Name"), naming.say(person.name))
    yield Row(_("Account"), _("open") if person.is_active else _("closed"))
    for held in person.grants.order_by("starts_on", "role"):
        yield Row(_("Role"), _said(held))
    yield from postings.of_person(person, timezone.now().astimezone(IST).date())
