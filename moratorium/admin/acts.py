"""Official acts as buttons: each a POST of its own, shown to whoever may press it."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ..rules.lifecycle import Refused
from ..rules.wording import Text
from . import access, journal_of
from .desk import DeskAdmin
from .refusable import RefusableForm


class ActForm(RefusableForm):
    """What an act asks for besides the button; nothing, mostly."""

    def __init__(self, *args: Any, act: str, record: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{act}_%s", **kwargs)
        self.act = act
        self.record = record
        self.prepare()

    def prepare(self) -> None:
        """Fill in what the record gives."""


@dataclass(frozen=True, slots=True)
class Act:
    """A button: its name in the rules, its words, who presses it and what it runs."""

    name: str
    role: str
    label: Any
    done: Any
    run: Callable[..., Any]
    form: type[ActForm] = ActForm
    tone: str = ""  # "default" stands out, "grave" warns
    page: str = ""  # the act on whose page it is read and pressed; empty: on the record's
    opens: Any = ""  # the words of the link that leads to its own page
    tells: str = ""  # the template of what is read before the button


@dataclass(frozen=True, slots=True)
class Offer:
    """A button on a page, or the reason why it is not there.

    Without a form it is a link to the act's own page.
    """

    act: Act
    form: ActForm | None
    url: str
    hindrance: Text | None


class ActsMixin(DeskAdmin):
    """A noun with acts. The page offers them; each has an address that takes a POST.

    An act with a page of its own shows it there on a GET: it is read before it is done.
    """

    acts: tuple[Act, ...] = ()
    change_form_template = "admin/record.html"

    def follows(self, obj: Any, name: str) -> bool:
        """Whether the record's state allows the act."""
        raise NotImplementedError

    def subjects(self, obj: Any) -> list[str]:
        """Under which names the journal speaks of a record."""
        raise NotImplementedError

    def hindrance(self, request: HttpRequest, obj: Any, name: str) -> Text | None:
        """Why this person may not press a button that the role carries."""
        return None

    def get_urls(self) -> list[Any]:
        return [*(self._url(act) for act in self.acts), *super().get_urls()]

    def _url(self, act: Act) -> Any:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            return self.act_view(request, pk, act)

        methods = ["GET", "HEAD", "POST"] if act.page == act.name else ["POST"]
        guarded = require_http_methods(methods)(self.admin_site.admin_view(view))
        return path(f"<int:pk>/{act.name}/", guarded, name=self._url_name(act.name))

    def _url_name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def url_of(self, name: str, obj: Any) -> str:
        """The address of an act on a record."""
        return reverse(f"admin:{self._url_name(name)}", args=[obj.pk])

    def act_view(self, request: HttpRequest, pk: int, act: Act) -> HttpResponse:
        """Show the act's page, or run it; a refusal shows the page again with what was typed."""
        obj = self._seen(request, str(pk))
        if request.method != "POST":
            return self.page_of_act(request, obj, act)
        form = self.form_of(act, obj, request.POST)
        if form.is_valid():
            try:
                done = act.run(obj, by=request.user, at=timezone.now(), **form.cleaned_data)
            except Refused as refused:
                form.take(refused)
            else:
                messages.success(request, act.done)
                return self.after_act(done, obj)
        return (
            self.page_of_act(request, obj, act, form)
            if act.page
            else self._again(request, pk, form)
        )

    def _seen(self, request: HttpRequest, pk: str) -> Any:
        """A record that the person may look at."""
        obj = self.get_object(request, pk)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        if obj is None:
            raise Http404
        return obj

    def page_of_act(
        self, request: HttpRequest, obj: Any, act: Act, refused: ActForm | None = None
    ) -> HttpResponse:
        """The page on which an act is read before it is done, with what was refused."""
        raise NotImplementedError

    def after_act(self, done: Any, obj: Any) -> HttpResponse:
        """To the page of what the act left behind."""
        raise NotImplementedError

    def form_of(self, act: Act, obj: Any, data: Any = None) -> ActForm:
        """The form of an act, with what was typed if it was pressed."""
        return act.form(data, act=act.name, record=obj)

    def _again(self, request: HttpRequest, pk: int, form: ActForm) -> HttpResponse:
        """The record's page as it stands now, with the refused form in it."""
        reading = copy.copy(request)
        reading.method = "GET"
        reading.refused_act = form  # type: ignore[attr-defined]
        own = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])
        response = self.changeform_view(reading, str(pk), extra_context={"page_path": own})
        response.status_code = 409
        return response

    def offers(self, request: HttpRequest, obj: Any) -> Iterator[Offer]:
        """The acts that somebody may do now, in the order of the table."""
        roles = access.roles_now(request.user)
        refused = getattr(request, "refused_act", None)
        for act in self.acts:
            elsewhere = act.page and act.page != act.name
            if act.role not in roles or elsewhere or not self.follows(obj, act.name):
                continue
            form = None
            if not act.page:
                pressed = refused is not None and refused.act == act.name
                form = refused if pressed else self.form_of(act, obj)
            hindrance = self.hindrance(request, obj, act.name)
            yield Offer(act, form, self.url_of(act.name, obj), hindrance)

    def render_change_form(
        self, request: HttpRequest, context: dict, add=False, change=False, form_url="", obj=None
    ):
        if obj is not None and change:
            offers = list(self.offers(request, obj))
            context["offers"] = offers
            context["history"] = journal_of.told(self.subjects(obj))
            refused = getattr(request, "refused_act", None)
            if refused is not None and all(offer.form is not refused for offer in offers):
                context["refusals"] = refused.non_field_errors() or list(refused.errors.values())
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """What the journal says of this record."""
        return journal_of.page(self, request, self._seen(request, object_id))
