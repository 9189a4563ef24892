"""Each alarm in words: what is wrong, what to do, and the act that answers it."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..register.alarms import (
    BACKDATED,
    ENDING,
    OVERDUE,
    PASSED,
    REPORTED,
    UNCOVERED,
    UNSIGNED,
    UNTOLD,
    WAITING,
    Alarm,
)
from ..rules import lifecycle


@dataclass(frozen=True, slots=True)
class Words:
    """What an alarm says, and the act that answers it: the link's words, its noun and name.

    `age` has a place for how long. `grave`: people are at risk now.
    """

    wrong: str | Promise
    todo: str | Promise
    age: str | Promise
    link: str | Promise = ""
    act: tuple[str, str] | None = None
    grave: bool = False


_COVER = _("Draft an order that covers it until billing is restored; another person approves it.")

# What to do about an order that nobody has been told of, if a directive is being drafted.
TELLING = {
    lifecycle.SUBMITTED: (
        _("%(draft)s would tell them and waits for approval; until then nobody has been told."),
        _("Read and decide"), ("directive", "approve"),
    ),
    lifecycle.DRAFT: (
        _("%(draft)s is for it and is unfinished; finish and submit it."),
        _("Finish the draft"), ("directive", "edit"),
    ),
}  # fmt: skip

# What to do about what is uncovered if a draft for it is there already, by its state.
COVERING = {
    lifecycle.SUBMITTED: (
        _("%(draft)s would cover it and waits for approval; until then it protects nobody."),
        _("Read and decide"), ("order", "approve"),
    ),
    lifecycle.DRAFT: (
        _("%(draft)s is for it and is unfinished; finish and submit it: a draft protects nobody."),
        _("Finish the draft"), ("order", "edit"),
    ),
}  # fmt: skip

# By kind, and by whether the moment that counts is still to come.
WORDS = {
    (UNCOVERED, False): Words(
        _("No order covers the places named here: people cannot pay and can be cut."),
        _COVER, _("Uncovered for %(length)s"), _("Draft an order"), ("outage", "shield"), grave=True,
    ),
    (UNCOVERED, True): Words(
        _("No order covers the hours named here: people will be unable to pay and can be cut."),
        _COVER, _("Uncovered in %(length)s"), _("Draft an order"), ("outage", "shield"),
    ),
    (UNTOLD, False): Words(
        _("This order is in force, and no directive has told any office of it: an engineer who "
          "does not know of it can cut supply."),
        _("Draft a directive to the offices concerned; another person approves it."),
        _("Issued %(length)s ago"), _("Draft a directive"), ("directive", "draft"), grave=True,
    ),
    (OVERDUE, False): Words(
        _("The expected end has passed and nobody has reported that billing is restored."),
        _("Find out whether billing runs again; report it, or prolong the outage."),
        _("Passed %(length)s ago"), _("Report or prolong"), ("outage", "report_restored"),
    ),
    (REPORTED, False): Words(
        _("Billing is reported as restored, and nobody has confirmed it."),
        _("A checker confirms it, not the person who reported it; until then every protection goes on."),
        _("Reported %(length)s ago"), _("Confirm"), ("outage", "confirm_restored"),
    ),
    (PASSED, False): Words(
        _("The end printed in this order has passed; it goes on until billing is confirmed restored."),
        _("Draft an amendment that states the new end, so that nobody takes the order for ended."),
        _("Passed %(length)s ago"), _("Draft an amendment"), ("order", "amend"),
    ),
    (ENDING, True): Words(
        _("A protection of this order ends soon."),
        _("If billing is still down, draft an amendment that prolongs it."),
        _("Ends in %(length)s"), _("Draft an amendment"), ("order", "amend"),
    ),
    (WAITING, False): Words(
        _("This order waits for approval; until then it protects nobody."),
        _("A checker reads it, then approves it or sends it back."),
        _("Waiting for %(length)s"), _("Read and decide"), ("order", "approve"),
    ),
    (UNSIGNED, False): Words(
        _("This is an assurance; no signed order has followed it."),
        _("When the order is signed, draft an amendment that rests on it."),
        _("Given %(length)s ago"), _("Draft an amendment"), ("order", "amend"),
    ),
    (BACKDATED, False): Words(
        _("This order starts before it was issued."),
        _("Find out whether anybody was cut for arrears in the hours before its issue."),
        _("Started %(length)s ago"),
    ),
}  # fmt: skip


def words(alarm: Alarm, draft: str) -> Words:
    """What an alarm says; what answers it may be a draft that is there already, called so."""
    said = WORDS[alarm.kind, alarm.until is not None]
    if alarm.draft is None:
        return said
    answers = TELLING if alarm.kind == UNTOLD else COVERING
    todo, link, act = answers[alarm.draft.state]
    return replace(said, todo=str(todo) % {"draft": draft}, link=link, act=act)
