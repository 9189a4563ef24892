"""People on the desk: their names, how they are let in, and the roles they hold by date."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from ..models import Person, RoleGrant
from ..models.people import ROLE_CHOICES
from ..operations import invitations, people
from ..operations.people import PersonContent
from ..rules import lifecycle, wording
from ..rules.instants import IST
from . import access, naming, postings
from .acts import Act, ActForm, ActsMixin
from .desk import RecordAdmin
from .moments import DayInput
from .reading import Row
from .refusable import RecordForm

NAMES = (("name_hi", "name_en"), ("post_hi", "post_en"), "email")
CONTENT = tuple(field.name for field in fields(PersonContent))


class PersonForm(RecordForm):
    """What may be corrected of a person. The user name stands in the journal and stays."""

    class Meta:
        model = Person
        fields = CONTENT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"name_hi", "name_en"} & self.fields.keys():  # none where they are only read
            self.fields[name].required = True

    def content(self) -> PersonContent:
        return PersonContent(**{name: self.cleaned_data[name] for name in CONTENT})


class NewPersonForm(PersonForm):
    """A new person; roles and the invitation follow on the page that comes next."""

    username = UsernameField(
        label=_("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("Letters, digits and @ . + - _ only. It stays for ever."),
    )

    class Meta(PersonForm.Meta):
        fields = ("username", *CONTENT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"name_hi", "name_en"} & set(self.fields):  # none where it is only read
            self.fields[name].required = True


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


def _invited() -> str:
    return str(_("The invitation is in the queue of mails.")) + _if_none_leaves()


def _reset() -> str:
    return str(_("The link for a new password is in the queue of mails.")) + _if_none_leaves()


def _if_none_leaves() -> str:
    return "" if settings.MAIL_GOES_OUT else " " + str(_("But no mail leaves this site."))


_told = lazy(lambda say: say(), str)
_KEEPER = lifecycle.ROLE_FOR["role"]["grant"]
ACTS = (
    Act("invite", _KEEPER, _("Invite by mail"), _told(_invited), invitations.invite),
    Act(
        "reset", _KEEPER, _("Send a link for a new password"), _told(_reset),
        invitations.send_reset,
    ),
    Act("show_link", _KEEPER, _("Show a one-time link"), "", invitations.show_link),
    Act("grant", _KEEPER, _("Grant the role"), _("Role granted."), people.grant, GrantForm),
    Act("end_grant", _KEEPER, _("End the role"), _("The role ends."), _end, EndForm),
    Act("close", _KEEPER, _("Close the account"), _("Account closed."), people.close, tone="grave"),
    Act("reopen", _KEEPER, _("Reopen the account"), _("Account reopened."), people.reopen),
)  # fmt: skip
LETTING_IN = ("invite", "reset", "show_link")


@admin.register(Person)
class PersonAdmin(ActsMixin, RecordAdmin):
    acts = ACTS
    list_display = ("username", "called", "post", "roles_today", "account")
    list_filter = ("is_active", "grants__role")
    search_fields = ("username__startswith", "name_hi__startswith", "name_en__startswith")
    search_help_text = _("Finds people by the beginning of their user name or name.")

    @admin.display(description=_("name"))
    def called(self, person: Person) -> str:
        return naming.say(person.name)

    @admin.display(description=_("post"))
    def post(self, person: Person) -> str:
        return naming.say(wording.Text(person.post_hi, person.post_en))

    def present(self, rows: Sequence[Any], request: HttpRequest, at: datetime) -> None:
        held: dict[int, set[str]] = {}
        grants = RoleGrant.objects.held_on(at.astimezone(IST).date()).filter(person__in=rows)
        for person, role in grants.values_list("person_id", "role"):
            held.setdefault(person, set()).add(role)
        for person in rows:
            person.held = held.get(person.pk, set()) if person.is_active else set()

    @admin.display(description=_("Account"), ordering="is_active")
    def account(self, person: Person) -> str:
        """In words: the icon of the stock list says True or False in English."""
        return str(_account(person))

    @admin.display(description=_("roles today"))
    def roles_today(self, person: Any) -> str:
        return ", ".join(str(name) for role, name in ROLE_CHOICES if role in person.held)

    def has_change_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """Nobody but themselves changes a technical superuser."""
        if obj is not None and obj.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        form = PersonForm if change else NewPersonForm
        return super().get_form(request, obj, change, form=form, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Person | None = None) -> Any:
        return [(None, {"fields": NAMES if obj else ("username", *NAMES)})]

    def run(self, request: HttpRequest, form: Any, formsets: Any, at: datetime) -> Person:
        content, by = form.content(), access.person(request)
        if form.instance.pk:
            return people.correct(form.instance, content, by=by, at=at)
        return people.add(form.cleaned_data["username"], content, by=by, at=at)

    def saved(self, request: HttpRequest, obj: Person) -> HttpResponse:
        messages.success(request, _("The person is on record."))
        return self.to_page_of(obj)

    def after_act(self, done: Any, obj: Person) -> HttpResponse:
        return self.to_page_of(obj)

    def act_view(self, request: HttpRequest, pk: int, act: Act) -> HttpResponse:
        if act.name == "show_link":
            return never_cache(self._show_link)(request, pk, act)
        return super().act_view(request, pk, act)

    def _show_link(self, request: HttpRequest, pk: int, act: Act) -> HttpResponse:
        """The link, in the answer itself: nothing keeps it."""
        obj = self._seen(request, str(pk))
        try:
            link = invitations.show_link(obj, by=access.person(request), at=timezone.now())
        except lifecycle.Refused as refused:
            form = self.form_of(act, obj, request.POST)
            form.full_clean()
            form.take(refused)
            return self._again(request, pk, form)
        context = {"opts": self.opts, "original": obj, "link": naming.say(link), "title": ""}
        context |= {**self.admin_site.each_context(request), "page_path": self.page_of(obj)}
        return TemplateResponse(request, "admin/one_time_link.html", context)

    def follows(self, obj: Person, name: str) -> bool:
        if obj.is_superuser:
            return False
        if name == "end_grant":
            return obj.grants.exists()
        if name == "show_link":
            return obj.is_active and invitations.may_show_link()
        if name in LETTING_IN:
            return obj.is_active and obj.has_usable_password() == (name == "reset")
        return obj.is_active == (name != "reopen")

    def hindrance(self, request: HttpRequest, obj: Person, name: str) -> Any:
        if obj.pk == request.user.pk:
            return lifecycle.REFUSALS["own_password" if name in LETTING_IN else "own_role"]
        if name in ("invite", "reset") and not obj.email:
            return lifecycle.REFUSALS["no_address"]
        return None

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
            }
        return super().render_change_form(request, context, add, change, form_url, obj)


def _rows(person: Person) -> Iterator[Row]:
    yield Row(_("User name"), person.username)
    yield Row(_("Name"), naming.say(person.name))
    yield Row(_("Account"), _account(person))
    yield Row(_("E-mail"), person.email or naming.NOT_STATED)
    for held in person.grants.order_by("starts_on", "role"):
        yield Row(_("Role"), _said(held))
    yield from postings.of_person(person, timezone.now().astimezone(IST).date())


def _account(person: Person) -> Any:
    if not person.is_active:
        return _("closed")
    if not person.has_usable_password():
        return _("open; no password chosen yet")
    return _("open")
