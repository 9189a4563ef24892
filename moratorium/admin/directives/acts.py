"""The acts on a directive, and what each asks for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ...operations import directives
from ...rules import lifecycle
from ..acts import Act
from ..reviewed import ApprovalForm, ReadForm, RemarkForm


def _act(name: str, label: Any, done: Any, run: Any, **more: Any) -> Act:
    return Act(name, lifecycle.ROLE_FOR["directive"][name], label, done, run, **more)


ACTS = (
    _act(
        "submit", _("Submit for approval"), _("Submitted for approval."), directives.submit,
        form=ReadForm, tone="default", page="submit", opens=_("Preview and submit"),
    ),
    _act(
        "approve", _("Approve and issue"), _("Approved and issued."), directives.approve,
        form=ApprovalForm, tone="default", page="approve", opens=_("Read and decide"),
    ),
    _act(
        "send_back", _("Send back"), _("Sent back to the maker."), directives.send_back,
        form=RemarkForm, page="approve",
    ),
    _act(
        "discard", _("Discard the draft"), _("Draft discarded."), directives.discard,
        tone="grave",
    ),
    _act(
        "replace", _("Draft a replacement"),
        _("This draft restates the directive. Once another person has approved it, it takes the "
          "place of that one and every office acknowledges anew."),
        directives.replace,
    ),
)  # fmt: skip
