"""What offices do with a directive: in the inbox, opened, downloaded, acknowledged; once each.

The first three are facts, kept without a journal entry; an acknowledgement is an official act.
A receipt is recorded for the office where the person is posted, never for one below.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from ..models import Addressee, Directive, Letter, Person, Posting, Receipt
from ..rules import directives, script
from ..rules.directives import ACKNOWLEDGED, DOWNLOADED
from ..rules.instants import IST
from ..rules.lifecycle import ISSUED, Refused
from .journal import Act, writing


def serve(addressees: Collection[int], *, by: Person, at: datetime) -> int:
    """Note that directives stood in the inbox of somebody posted at their offices.

    How many were noted for the first time; 0 of those where the person is not posted.
    """
    return _note(directives.SERVED, addressees, by=by, at=at)


def open_(addressee: int, *, by: Person, at: datetime) -> bool:
    """Note that a directive was opened. Whether it was the first time at its office."""
    return bool(_note(directives.OPENED, [addressee], by=by, at=at))


def download(addressee: int, *, by: Person, at: datetime) -> bool:
    """Note that the letter was downloaded. Whether it was the first time at its office."""
    return bool(_note(DOWNLOADED, [addressee], by=by, at=at))


def acknowledge(
    addressee: int, *, sha256: str, by: Person, at: datetime, remark: str = ""
) -> Receipt:
    """Acknowledge a directive for the office where one is posted.

    `sha256` is that of the letter in hand: the acknowledgement is bound to it. Raises Refused
    for whoever is not posted there today, a second acknowledgement, another letter than the
    one on record, a directive that has been replaced, and a remark that cannot be read or is
    too long.
    """
    script.require(remark, "remark", lines=True)
    if len(remark) > directives.MAX_REMARK:
        raise Refused("remark_long", "remark")
    with writing(at) as pen:
        found = Addressee.objects.select_related("directive__order", "office").get(pk=addressee)
        posting = _posting(found.office_id, by, pen.moment)
        if posting is None:
            raise Refused("not_posted")
        if Receipt.objects.filter(addressee=found, step=ACKNOWLEDGED).exists():
            raise Refused("acknowledged_already")
        if Directive.objects.filter(replaces=found.directive, state=ISSUED).exists():
            raise Refused("replaced_already")
        if sha256 != _sha256([found])[found.directive_id]:
            raise Refused("letter_changed")
        receipt = _receipt(found, ACKNOWLEDGED, posting, by, pen.moment, sha256)
        receipt.remark = remark.strip()
        receipt.save(force_insert=True)
        pen.write(_act(found, receipt, by))
    return receipt


def _note(step: str, addressees: Collection[int], *, by: Person, at: datetime) -> int:
    wanted = Addressee.objects.filter(pk__in=addressees).exclude(
        receipts__in=Receipt.objects.filter(step=step, addressee__in=addressees)
    )
    if not wanted.exists():
        return 0
    with transaction.atomic():
        # Read again under the lock: on SQLite another may have been quicker. On PostgreSQL
        # the constraint decides, and the later one is passed over.
        missing = list(wanted.select_related("directive"))
        held = {each.office_id: each for each in _postings(by, at)}
        letters = _sha256(missing) if step == DOWNLOADED else {}
        receipts = [
            _receipt(each, step, held[each.office_id], by, at, letters.get(each.directive_id, ""))
            for each in missing
            if each.office_id in held
        ]
        Receipt.objects.bulk_create(receipts, ignore_conflicts=True)
    return len(receipts)


def _receipt(
    addressee: Addressee, step: str, posting: Posting, by: Person, at: datetime, sha256: str
) -> Receipt:
    return Receipt(
        addressee=addressee,
        step=step,
        person=by,
        post_hi=posting.post_hi,
        post_en=posting.post_en,
        at=at,
        sha256=sha256,
    )


def _postings(person: Person, at: datetime) -> list[Posting]:
    """The postings that a person holds on the day of an instant; none for a closed account."""
    if not person.is_active:
        return []
    held = Posting.objects.held_on(at.astimezone(IST).date()).filter(person=person)
    return list(held.order_by("starts_on", "pk"))


def _posting(office: int, person: Person, at: datetime) -> Posting | None:
    return next((each for each in _postings(person, at) if each.office_id == office), None)


def _sha256(addressees: Collection[Addressee]) -> dict[int, str]:
    """The digest of each directive's letter."""
    found = Letter.objects.filter(directive__in={each.directive_id for each in addressees})
    return dict(found.values_list("directive_id", "sha256"))


def _act(addressee: Addressee, receipt: Receipt, by: Person) -> Act:
    directive = addressee.directive
    return Act(
        "directive.acknowledged",
        directive.number or "",
        by.username,
        False,
        {
            "number": directive.number,
            "slug": directive.slug,
            "office": addressee.office.code,
            "post_hi": receipt.post_hi,
            "post_en": receipt.post_en,
            "letter": receipt.sha256,
            "remark": receipt.remark,
            "title_hi": directive.subject_hi,
            "title_en": directive.subject_en,
            "demonstration": directive.demonstration,
        },
    )
