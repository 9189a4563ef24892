"""The acts on an order, and what each asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...operations import orders
from ...rules import lifecycle
from ..acts import Act
from ..reviewed import ApprovalForm, ReadForm, RemarkForm


class TicksField(forms.MultipleChoiceField):
    """The keys of the warnings that were ticked; which ones there are, the rules say."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def valid_value(self, value: str) -> bool:
        return True


class SubmissionForm(ReadForm):
    """Carries the digest of what was read, and which of its warnings were accepted."""

    accepted = TicksField()


class TickedApprovalForm(ApprovalForm):
    accepted = TicksField()


def _act(name: str, label: Any, done: Any, run: Any, **more: Any) -> Act:
    return Act(name, lifecycle.ROLE_FOR["order"][name], label, done, run, **more)


ACTS = (
    _act(
        "submit", _("Submit for approval"), _("Submitted for approval."), orders.submit,
        form=SubmissionForm, tone="default", page="submit", opens=_("Preview and submit"),
    ),
    _act(
        "approve", _("Approve and issue"), _("Approved and issued."), orders.approve,
        form=TickedApprovalForm, tone="default", page="approve", opens=_("Read and decide"),
    ),
    _act(
        "send_back", _("Send back"), _("Sent back to the maker."), orders.send_back,
        form=RemarkForm, page="approve",
    ),
    _act("discard", _("Discard the draft"), _("Draft discarded."), orders.discard, tone="grave"),
    _act(
        "amend", _("Draft an amendment"), _("This draft restates the order; change what is to change."),
        orders.amend,
    ),
    _act(
        "lift", _("Lift the moratorium"),
        _("This draft lifts the moratorium once another person has approved it."),
        orders.lift, tone="grave",
    ),
)  # fmt: skip
