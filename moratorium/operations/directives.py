"""The acts on a directive: drafted from an order, approved by a second person, frozen, sent out."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError

from ..models import (
    Addressee,
    Directive,
    DirectiveHand,
    Discom,
    Letter,
    Office,
    Order,
    Person,
    Target,
    canonical,
)
from ..register import directives as register
from ..register import recipients
from ..register.recipients import Meant, Recipients
from ..rules import directives as rules
from ..rules import lifecycle, notices, numbering, script
from ..rules.instants import IST
from ..rules.lifecycle import ISSUED, Refused
from ..rules.wording import EN, HI
from . import letters, roles
from .journal import Act, Pen, writing
from .numbers import next_number


@dataclass(frozen=True, slots=True)
class TargetContent:
    """A discom with all its offices, or one office, alone or with all below it."""

    discom: Discom | None = None
    office: Office | None = None
    below: bool = True


@dataclass(frozen=True, slots=True)
class DirectiveContent:
    """What a maker enters of a directive: whom it is for and a preamble; the rest is rendered."""

    order: Order
    targets: tuple[TargetContent, ...]
    kind: str = rules.IMPOSE
    body_hi: str = ""
    body_en: str = ""
    public: bool = True
    down_to: str = "substation"
    due_hours: int = 24


def draft(content: DirectiveContent, *, by: Person, at: datetime) -> Directive:
    """A new draft. Raises Refused."""
    roles.require(by, "directive", "draft", at)
    return _new(content, by=by, at=at)


def replace(directive: Directive, *, by: Person, at: datetime) -> Directive:
    """A draft that replaces an issued directive; it restates what that one says.

    It rests on the newest version of the order. Every office acknowledges anew. Raises Refused
    if the directive is not issued or has been replaced already.
    """
    roles.require(by, "directive", "replace", at)
    _require_current(directive)
    return _new(_restated(directive), by=by, at=at, replaces=directive)


def edit(
    directive: Directive,
    content: DirectiveContent,
    *,
    by: Person,
    at: datetime,
    read: int | None = None,
) -> Directive:
    """Replace what a draft says. The editor can no longer approve it. Raises Refused.

    `read` is the version of the draft that the editor had before them; if another has edited
    it since, it is refused.
    """
    roles.require(by, "directive", "edit", at)
    with writing(at) as pen:
        directive = _locked(directive, "edit")
        if read is not None and read != directive.edition:
            raise Refused("digest")
        _check(content, pen.moment)
        _fill(directive, content, pen.moment)
        letters.require_printable(directive, at=pen.moment)
        directive.edition += 1
        directive.remark = ""
        directive.save()
        directive.targets.all().delete()
        _add_targets(directive, content.targets)
        _add_hand(directive, by)
        pen.write(_act("directive.edited", directive, by))
    return directive


def discard(directive: Directive, *, by: Person, at: datetime) -> Directive:
    """Put a draft aside for good. It stays on record. Raises Refused."""
    roles.require(by, "directive", "discard", at)
    with writing(at) as pen:
        directive = _locked(directive, "discard")
        directive.state = lifecycle.DISCARDED
        directive.save(update_fields=["state"])
        pen.write(_act("directive.discarded", directive, by))
    return directive


def submit(directive: Directive, *, by: Person, at: datetime, read: str | None = None) -> Directive:
    """Hand a draft over for approval.

    `read` is the digest of what was previewed; if the draft says something else by now, it is
    refused. Raises Refused, also if no office is addressed or the letter cannot be set.
    """
    roles.require(by, "directive", "submit", at)
    with writing(at) as pen:
        directive = _locked(directive, "submit")
        if read is not None and read != digest(directive):
            raise Refused("digest")
        reached = _ready(directive, pen.moment)
        letters.preview(directive, reached, by=by, at=pen.moment)
        directive.state = lifecycle.SUBMITTED
        directive.submitted_by, directive.submitted_at, directive.remark = by, pen.moment, ""
        _add_hand(directive, by)
        directive.save(update_fields=["state", "submitted_by", "submitted_at", "remark"])
        more: dict[str, Any] = {"digest": digest(directive), "offices": reached.count}
        pen.write(_act("directive.submitted", directive, by, **more))
    return directive


def send_back(directive: Directive, *, by: Person, at: datetime, remark: str) -> Directive:
    """Return a submitted draft to its maker with a remark. Raises Refused."""
    roles.require(by, "directive", "send_back", at)
    script.require_said(remark, "remark")
    with writing(at) as pen:
        directive = _locked(directive, "send_back")
        directive.state, directive.remark = lifecycle.DRAFT, remark.strip()
        directive.save(update_fields=["state", "remark"])
        pen.write(_act("directive.sent_back", directive, by, remark=directive.remark))
    return directive


def approve(directive: Directive, *, by: Person, at: datetime, read: str, reason: str) -> Directive:
    """Issue a submitted directive: number it, freeze its letter and its addressees.

    `read` is the digest of what the approver read; if the draft says something else by now, it
    is refused. `reason` says why, in the journal. One conditional UPDATE issues it, so that of many approvals at once one wins.
    Raises Refused.
    """
    roles.require(by, "directive", "approve", at)
    script.require_said(reason, "reason")
    with writing(at) as pen:
        directive = _locked(directive, "approve")
        lifecycle.require_second_person(by.pk, _hands(directive))
        if digest(directive) != read:
            raise Refused("digest")
        reached = _ready(directive, pen.moment)
        _issue(directive, reached, pen, by, read)
        sha256 = Letter.objects.values_list("sha256", flat=True).get(directive=directive)
        more = {
            "digest": read, "reason": reason.strip(), "letter": sha256, "offices": reached.count,
        }  # fmt: skip
        name = notices.directive_act(replaces=directive.replaces_id is not None)
        pen.write(_act(name, directive, by, public=directive.public, **more))
    return directive


def hindrance(directive: Directive, *, by: Person, at: datetime) -> Refused | None:
    """What would stop a draft if it were issued by a person at an instant; None if nothing does.

    Nothing is written. That the person may approve it is another question.
    """
    try:
        letters.preview(directive, _ready(directive, at), by=by, at=at)
    except Refused as refused:
        return refused
    return None


def digest(directive: Directive) -> str:
    """SHA-256 in hex of everything that a directive says, whoever drafted it."""
    said = {
        "order": directive.order.number,
        "kind": directive.kind,
        "replaces": directive.replaces.number if directive.replaces else None,
        "subject": [directive.subject_hi, directive.subject_en],
        "body": [directive.body_hi, directive.body_en],
        "public": directive.public,
        "down_to": directive.down_to,
        "due_hours": directive.due_hours,
        "targets": sorted(_said(each) for each in _targets_of(directive)),
        "demonstration": directive.demonstration,
    }
    return hashlib.sha256(canonical(said)).hexdigest()


def content_of(directive: Directive) -> DirectiveContent:
    """What a directive says, as it could be entered again."""
    return DirectiveContent(
        order=directive.order,
        targets=_targets_of(directive),
        kind=directive.kind,
        body_hi=directive.body_hi,
        body_en=directive.body_en,
        public=directive.public,
        down_to=directive.down_to,
        due_hours=directive.due_hours,
    )


def reaching(content: DirectiveContent, at: datetime, *, posted: bool = True) -> Recipients:
    """Whom a directive with this content would reach if it were issued at an instant.

    With `posted` false who sits at the offices is not looked up.
    """
    meant = [
        Meant(t.discom.code if t.discom else "", t.office.pk if t.office else None, t.below)
        for t in content.targets
    ]
    day = at.astimezone(IST).date()
    return recipients.of_targets(meant, content.down_to, day, posted=posted)


def newest_of(order: Order) -> Order:
    """The newest issued version of an order's chain."""
    while (after := Order.objects.filter(amends=order, state=ISSUED).first()) is not None:
        order = after
    return order


def _restated(directive: Directive) -> DirectiveContent:
    content = content_of(directive)
    order = newest_of(directive.order)
    if order == directive.order:
        return content
    kind = rules.kind_for(rules.Grounds(amends=True, lift=order.lift))
    return DirectiveContent(
        order, content.targets, kind, content.body_hi, content.body_en, content.public,
        content.down_to, content.due_hours,
    )  # fmt: skip


def _new(
    content: DirectiveContent, *, by: Person, at: datetime, replaces: Directive | None = None
) -> Directive:
    with writing(at) as pen:
        _check(content, pen.moment)
        directive = Directive(replaces=replaces, drafted_by=by, drafted_at=pen.moment)
        directive.demonstration = content.order.demonstration or by.demonstration
        _fill(directive, content, pen.moment)
        letters.require_printable(directive, at=pen.moment)
        directive.save()
        _add_targets(directive, content.targets)
        _add_hand(directive, by)
        pen.write(_act("directive.drafted", directive, by))
    return directive


def _check(content: DirectiveContent, at: datetime) -> None:
    """Raises Refused, with the field, for what not even a draft may state."""
    if content.order.state != ISSUED:
        raise Refused("order_not_issued", "order")
    if bool(content.body_hi.strip()) != bool(content.body_en.strip()):
        raise Refused("one_language", "body_en" if content.body_hi.strip() else "body_hi")
    for language in (HI, EN):
        body, field = getattr(content, f"body_{language}"), f"body_{language}"
        if len(body) > rules.MAX_BODY:
            raise Refused("body_long", field)
        script.require(body, field, language, lines=True)
    if not 1 <= content.due_hours <= rules.MAX_DUE_HOURS:
        raise Refused("due_range", "due_hours")
    if fault := rules.kind_fault(content.kind, register.basis(content.order, at).grounds):
        raise Refused(fault, "kind")


def _ready(directive: Directive, at: datetime) -> Recipients:
    """The offices that the directive reaches. Raises Refused for what stops it on its way."""
    content = content_of(directive)
    _check(content, at)
    if content.kind == rules.CLARIFY and not content.body_hi.strip():
        raise Refused("clarify_body", "body_hi")
    if newest_of(content.order) != content.order:
        raise Refused("order_not_newest", "order")
    if directive.replaces is not None:
        _require_current(directive.replaces)
    reached = reaching(content, at, posted=False)
    if reached.unplaced:
        raise Refused("office_unplaced", "offices")
    if not reached.all:
        raise Refused("no_addressee", "discoms")
    return reached


def _require_current(directive: Directive) -> None:
    if directive.state != ISSUED:
        raise Refused("state")
    if Directive.objects.filter(replaces=directive, state=ISSUED).exists():
        raise Refused("replaced_already")


def _fill(directive: Directive, content: DirectiveContent, at: datetime) -> None:
    directive.order = content.order
    directive.kind = content.kind
    subject = register.basis(content.order, at).subject(content.kind)
    directive.subject_hi, directive.subject_en = subject.hi, subject.en
    directive.body_hi, directive.body_en = content.body_hi, content.body_en
    directive.public = content.public
    directive.down_to, directive.due_hours = content.down_to, content.due_hours


def _add_targets(directive: Directive, targets: tuple[TargetContent, ...]) -> None:
    Target.objects.bulk_create(
        Target(
            directive=directive, position=position, discom=each.discom, office=each.office,
            below=each.below,
        )
        for position, each in enumerate(targets)
    )  # fmt: skip


def _targets_of(directive: Directive) -> tuple[TargetContent, ...]:
    rows = Target.objects.filter(directive=directive).select_related("discom", "office")
    return tuple(
        TargetContent(row.discom, row.office, row.below) for row in rows.order_by("position", "pk")
    )


def _said(target: TargetContent) -> list[Any]:
    return [
        target.discom.code if target.discom else "",
        target.office.code if target.office else "",
        target.below,
    ]


def _add_hand(directive: Directive, person: Person) -> None:
    DirectiveHand.objects.get_or_create(directive=directive, person=person)


def _hands(directive: Directive) -> set[int]:
    hands = DirectiveHand.objects.filter(directive=directive)
    return set(hands.values_list("person_id", flat=True))


def _locked(directive: Directive, act: str) -> Directive:
    found = Directive.objects.select_for_update(of=("self",)).select_related("order", "replaces")
    fresh = found.get(pk=directive.pk)
    lifecycle.after("directive", fresh.state, act)
    return fresh


def _issue(directive: Directive, reached: Recipients, pen: Pen, by: Person, read: str) -> None:
    number = next_number(
        Directive.objects.all(), "number", settings.DIRECTIVE_NUMBER_PATTERN, pen.moment, _is_free
    )
    # Letter and addressees come first: nothing is added to a directive that is issued.
    letters.keep(directive, reached, number=number, by=by, at=pen.moment, head=pen.head)
    Addressee.objects.bulk_create(
        (Addressee(directive_id=directive.pk, office_id=each.office.pk) for each in reached.all),
        batch_size=2000,
    )
    waiting = Directive.objects.filter(
        pk=directive.pk, state=lifecycle.SUBMITTED, edition=directive.edition
    ).exclude(pk__in=DirectiveHand.objects.filter(person=by).values("directive"))
    try:
        issued = waiting.update(
            state=ISSUED,
            number=number,
            slug=numbering.slug(number),
            issued_at=pen.moment,
            approved_by=by,
            approved_digest=read,
        )
    except IntegrityError as error:
        raise Refused("taken") from error
    if not issued:
        raise Refused("state")
    directive.refresh_from_db()


def _is_free(number: str) -> bool:
    """Numbers are unique over the whole record (contract, section 2)."""
    taken = Directive.objects.filter(slug=numbering.slug(number)).exists()
    return not (taken or Order.objects.filter(number=number).exists())


def _act(name: str, directive: Directive, by: Person, *, public: bool = False, **more: Any) -> Act:
    subject = directive.number or f"directive draft {directive.pk}"
    return Act(name, subject, by.username, public, detail(directive) | more)


def detail(directive: Directive) -> dict[str, Any]:
    """What the journal keeps of a directive."""
    return {
        "draft": directive.pk,
        "number": directive.number,
        "slug": directive.slug,
        "kind": directive.kind,
        "order": directive.order.number,
        "title_hi": directive.subject_hi,
        "title_en": directive.subject_en,
        "replaces": directive.replaces.number if directive.replaces else None,
        "demonstration": directive.demonstration,
    }
