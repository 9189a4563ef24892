"""What offices did with a directive, put straight into the database, and trees to measure on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from post_office.models import Email

from moratorium.models import Addressee, Directive, Discom, Mail, Office, Person, Placement, Receipt
from moratorium.rules.directives import ACKNOWLEDGED, DOWNLOADED, STEPS
from tests import builders as build
from tests.builders import NEW_YEAR

# How many of each level a discom has under each office of the level above.
SHAPE = (("zone", 5), ("circle", 4), ("division", 4), ("subdivision", 3), ("substation", 4))
WORDS = {
    "head": ("मुख्यालय", "Head Office"),
    "zone": ("क्षेत्र", "Zone"),
    "circle": ("विद्युत वितरण मण्डल", "Electricity Distribution Circle"),
    "division": ("विद्युत वितरण खण्ड", "Electricity Distribution Division"),
    "subdivision": ("विद्युत वितरण उपखण्ड", "Sub-Division"),
    "substation": ("33/11 केवी विद्युत उपकेन्द्र", "33/11 kV Sub-Station"),
}


def step(directive: Directive, office: Office, *steps: str, at: datetime = NEW_YEAR) -> None:
    """That Rakesh took steps for an office, as its Executive Engineer."""
    addressee = Addressee.objects.get(directive=directive, office=office)
    for each in steps:
        Receipt.objects.create(**receipt(addressee, each, at))


def receipt(
    addressee: Addressee, step: str, at: datetime, by: Person | None = None
) -> dict[str, Any]:
    letter = addressee.directive.letter.sha256 if step in (DOWNLOADED, ACKNOWLEDGED) else ""
    return {
        "addressee": addressee, "step": step, "person": by or build.rakesh(), "at": at,
        "post_hi": "अधिशासी अभियन्ता", "post_en": "Executive Engineer", "sha256": letter,
    }  # fmt: skip


def mail(directive: Directive, office: Office, status: int, **fields: Any) -> Mail:
    """A mail to an office about a directive, as it stands in the queue."""
    address = f"{office.code.lower()}@example.test"
    queued = Email.objects.create(from_email="portal@example.test", to=[address], status=status)
    return Mail.objects.create(
        message_id=f"<{queued.pk}@example.test>", event=f"issued {directive.pk}", address=address,
        office=office, directive=directive, queued_at=NEW_YEAR, queued=queued, **fields,
    )  # fmt: skip


def took(directive: Directive, seed: int = 1, start: datetime = NEW_YEAR) -> int:
    """That most offices took some steps, each in its order, as chance has it; how many receipts."""
    rng = Random(seed)
    every = Addressee.objects.filter(directive=directive).order_by("pk")
    made, rakesh = [], build.rakesh()
    for addressee in every.select_related("directive__letter", "office"):
        at = start
        for each in STEPS[: rng.choice((0, 1, 2, 3, 4, 4, 4, 4))]:
            at += timedelta(minutes=rng.randrange(1, 400))
            made.append(Receipt(**receipt(addressee, each, at, rakesh)))
    Receipt.objects.bulk_create(made, batch_size=500)
    return len(made)


def lose(office: Office) -> None:
    """That an office has had no place in the tree for long."""
    Placement.objects.filter(office=office).update(ends_on=build.LONG_AGO)


@transaction.atomic
def many(count: int, discom: Discom | None = None) -> list[Office]:
    """A discom's tree with so many offices, from the head office down; none has a place twice."""
    supplier = discom or build.discom()
    rows = list(_rows(count, supplier.code))
    made = Office.objects.bulk_create(
        [
            Office(code=code, discom=supplier, level=level, name_hi=f"{hi} {n}", name_en=f"{en} {n}")
            for n, (code, level, _parent) in enumerate(rows)
            for hi, en in [WORDS[level]]
        ],
        batch_size=500,
    )  # fmt: skip
    by_code = {office.code: office for office in made}
    Placement.objects.bulk_create(
        [
            Placement(office=by_code[code], parent=by_code.get(parent), starts_on=build.LONG_AGO)
            for code, _level, parent in rows
        ],
        batch_size=500,
    )
    return made


def _rows(count: int, code: str) -> Iterator[tuple[str, str, str]]:
    """Code, level and parent, breadth first, so that the deepest level is the one cut short."""
    yield f"{code}-HO", "head", ""
    above, made = [f"{code}-HO"], 1
    for depth, (level, size) in enumerate(SHAPE):
        wider = size if depth < len(SHAPE) - 1 else count
        here: list[str] = []
        for number in range(wider):
            for parent in above:
                if made == count:
                    return
                child = f"{parent}-{number + 1}".replace("-HO-", "-")
                here.append(child)
                made += 1
                yield child, level, parent
        above = here
