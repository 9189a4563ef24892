"""The page on which a draft is read before it is submitted, and before it is decided on."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from ..rules.lifecycle import DRAFT, REFUSALS, SUBMITTED
from . import access, journal_of
from .acts import Act, ActForm, ActsMixin, Offer
from .desk import RecordAdmin

TOO_LATE = _("Not done: it had been acted on before you pressed.")
# Why there is nothing to press: the act that the page is for does not follow this state.
SETTLED = {
    DRAFT: _("This is a draft: it is not submitted for approval now."),
    SUBMITTED: _("This draft has been submitted for approval."),
}
DISCARDED = _("This draft has been discarded.")


class ReadForm(ActForm):
    """Carries the digest of what was read."""

    read = forms.CharField(required=False, widget=forms.HiddenInput)


class ApprovalForm(ReadForm):
    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Why you approve: kept in the journal and shown in the history."),
    )


class RemarkForm(ActForm):
    remark = forms.CharField(
        label=_("remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Says to the maker why it is sent back."),
    )


class ReviewedAdmin(ActsMixin, RecordAdmin):
    """Submission and decision each have a page: the draft as others will read it, and then the
    form. Nobody submits or approves from anywhere else."""

    draft_template = "admin/review_draft.html"
    headings: dict[str, Any] = {}  # by the act that the page is for, with a place for the record
    settled: dict[str, Any] = SETTLED  # by state
    read_with: tuple[str, ...] = ("drafted_by", "submitted_by", "approved_by")

    def called(self, record: Any) -> str:
        """A record by its number, or as a draft."""
        raise NotImplementedError

    def title_of(self, record: Any) -> Any:
        """What a record is about, in both languages."""
        raise NotImplementedError

    def framed(self, record: Any) -> dict[str, Any]:
        """What the page says of a record in any state."""
        raise NotImplementedError

    def told(
        self, request: HttpRequest, record: Any, page: Act, refused: ActForm | None
    ) -> dict[str, Any]:
        """What is read: `read` is its digest, `stops` what stands against it.

        The digest comes first: what is shown below it is no older than what it stands for.
        Raises ObjectDoesNotExist if it was decided this very moment.
        """
        raise NotImplementedError

    def page_of_act(
        self, request: HttpRequest, obj: Any, act: Act, refused: ActForm | None = None
    ) -> HttpResponse:
        # As it stands after the refusal, which may be that another was quicker.
        record = self.fresh(obj)
        page = next(each for each in self.acts if each.name == act.page)
        context = self._standing(request, record, page, refused)
        if refused is not None:
            late = "settled" in context
            context["refused"] = [(TOO_LATE, "")] if late else list(_refused(refused))
            context["typed"] = list(_typed(request))
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        status = 200 if refused is None else 409
        return TemplateResponse(request, "admin/review.html", context, status=status)

    def fresh(self, obj: Any) -> Any:
        """The record as it stands now, with the people who had a hand in it."""
        return type(obj).objects.select_related(*self.read_with).get(pk=obj.pk)

    def _standing(
        self, request: HttpRequest, record: Any, page: Act, refused: ActForm | None
    ) -> dict[str, Any]:
        """The draft to be read, or that there is nothing to act upon."""
        frame = self._frame(request, record, page)
        if self.follows(record, page.name):
            try:
                told = self.told(request, record, page, refused)
            except ObjectDoesNotExist:
                record.refresh_from_db()
            else:
                return frame | told | self._acts(request, record, page, refused, told["stops"])
        return frame | self._settled(record)

    def _frame(self, request: HttpRequest, record: Any, page: Act) -> dict[str, Any]:
        called = self.called(record)
        return {
            **self.admin_site.each_context(request),
            "title": self.headings[page.name] % {"record": called},
            "called": called,
            "opts": self.opts,
            "record": record,
            "record_title": self.title_of(record),
            "record_url": self.page_of(record),
            "page_path": self.url_of(page.name, record),
            "checks": page.name == "approve",
            "draft_template": self.draft_template,
            **self.framed(record),
        }

    def _settled(self, record: Any) -> dict[str, Any]:
        """That it is decided: by whom and when, says the history."""
        waits = record.state == SUBMITTED
        return {
            "title": self.called(record),
            "settled": self.settled.get(record.state, DISCARDED),
            "decide_url": self.url_of("approve", record) if waits else "",
            "history": journal_of.told(self.subjects(record)),
        }

    def _acts(
        self, request: HttpRequest, record: Any, page: Act, refused: ActForm | None, stops: Any
    ) -> dict[str, Any]:
        """What is written and pressed."""
        offers = list(self._offers_on(request, record, page, refused))
        free = any(offer.act is page and not offer.hindrance for offer in offers)
        return {
            "may_tick": free and not stops,
            "acts": offers,
            "no_act": None if offers else REFUSALS["role"],
        }

    def form_url(self, request: HttpRequest, record: Any) -> str:
        """Where a draft can be put right by whoever reads it; empty if they may not."""
        edits = record.state == DRAFT and self.has_change_permission(request, record)
        return self.page_of(record) if edits else ""

    def _offers_on(
        self, request: HttpRequest, record: Any, page: Act, refused: ActForm | None
    ) -> Iterator[Offer]:
        """The acts of a page; what was typed for one of them is kept for all."""
        roles = access.roles_now(request.user)
        for act in self.acts:
            if act.page != page.name or act.role not in roles:
                continue
            pressed = refused is not None and refused.act == act.name
            form = refused if pressed and refused is not None else self.form_of(act, record)
            form.initial.update({name: request.POST.get(name) for name in form.fields})
            hindrance = self.hindrance(request, record, act.name)
            yield Offer(act, form, self.url_of(act.name, record), hindrance)


def _refused(form: ActForm) -> Iterator[tuple[str, str]]:
    """Each refusal in words, with the place on the page at which it stands again."""
    for name, errors in form.errors.items():
        anchor = {"__all__": "", "accepted": "ticks-heading"}.get(name, f"id_{form.act}_{name}")
        yield from ((each, anchor) for each in errors)


def _typed(request: HttpRequest) -> Iterator[str]:
    """What was written, to be copied if there is no form left to keep it in."""
    return (request.POST[name] for name in ("reason", "remark") if request.POST.get(name))
