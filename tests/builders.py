"""Test people, places and acts, put straight into the database by way of the models.

Every builder returns what is there already if it was called before (people, discoms,
districts), or makes another one (outages, orders, entries).
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max

from moratorium.models import (
    Addressee,
    CoverageDistrict,
    CoverageLine,
    Directive,
    DirectiveHand,
    Discom,
    District,
    Entry,
    Letter,
    Office,
    Order,
    OrderHand,
    Outage,
    OutageDistrict,
    Person,
    Placement,
    Posting,
    RoleGrant,
    ServiceArea,
    Target,
)
from moratorium.models.journal import GENESIS
from moratorium.register import drafts
from moratorium.rules import lifecycle, numbering
from moratorium.rules.instants import IST

PASSWORD = "test people share one password"
BEFORE_THAT, LONG_AGO = date(2019, 1, 1), date(2020, 1, 1)


def ist(*parts: int) -> datetime:
    """An instant by the clock in India: year, month, day, hour, minute."""
    return datetime(*parts, tzinfo=IST)  # type: ignore[arg-type, misc]


NEW_YEAR = ist(2023, 1, 1, 0, 0)
LONG_BEFORE = ist(2022, 6, 1)
RESTORED = ist(2023, 1, 3)


# People


def person(username: str, hindi: str, english: str, *roles: str) -> Person:
    """A test person with roles held since long ago."""
    found = Person.objects.filter(username=username).first()
    if found:
        return found
    made = Person(username=username, name_hi=f"{hindi} (परीक्षण)", name_en=f"{english} (test)")
    made.set_password(PASSWORD)
    made.save()
    RoleGrant.objects.bulk_create(
        RoleGrant(person=made, role=role, starts_on=LONG_AGO) for role in roles
    )
    return made


def asha() -> Person:
    """A maker."""
    return person("asha", "आशा", "Asha", lifecycle.MAKER)


def vikram() -> Person:
    """A checker."""
    return person("vikram", "विक्रम", "Vikram", lifecycle.CHECKER)


def meena() -> Person:
    """A second checker."""
    return person("meena", "मीना", "Meena", lifecycle.CHECKER)


def rakesh() -> Person:
    """An officer of Purvanchal."""
    return person("rakesh", "राकेश", "Rakesh", lifecycle.OFFICER)


def stranger() -> Person:
    """Somebody who can sign in and holds no role."""
    return person("stranger", "अपरिचित", "Stranger")


# Places


def discom(code: str = "PUVVNL", kind: str = "state", **fields: Any) -> Discom:
    """A discom; Purvanchal unless another is named."""
    names = {f"{name}_{language}": code for name in ("short", "name") for language in ("en", "hi")}
    return Discom.objects.get_or_create(code=code, defaults={"kind": kind} | names | fields)[0]


def npcl() -> Discom:
    """A private licensee."""
    return discom("NPCL", "private")


def district(slug: str = "varanasi") -> District:
    """A district; Varanasi unless another is named."""
    name = slug.replace("-", " ").title()
    return District.objects.get_or_create(slug=slug, defaults={"name_en": name, "name_hi": name})[0]


def served(slug: str = "varanasi", code: str = "PUVVNL") -> District:
    """A district that a discom supplies in town and country."""
    place = district(slug)
    for area in ("urban", "rural"):
        ServiceArea.objects.get_or_create(district=place, area=area, discom=discom(code))
    return place


# Offices


def office(code: str, level: str, parent: Office | None = None, **fields: Any) -> Office:
    """An office of Purvanchal, since long ago under another one or under none."""
    given = {"discom": discom(), "level": level, "name_hi": f"कार्यालय {code}", "name_en": code}
    made = Office.objects.create(code=code, **given | fields)
    Placement.objects.create(office=made, parent=parent, starts_on=LONG_AGO)
    return made


def offices() -> dict[str, Office]:
    """Two zones under a head office; a circle and a division in the first."""
    head = office("HO", "head")
    zone, other = office("Z1", "zone", head), office("Z2", "zone", head)
    circle = office("C1", "circle", zone)
    made = (head, zone, other, circle, office("D1", "division", circle))
    return {each.code: each for each in made}


def posting(person: Person, office: Office, **fields: Any) -> Posting:
    """Executive Engineer since long ago, unless told otherwise."""
    given = {"post_hi": "अधिशासी अभियन्ता", "post_en": "Executive Engineer", "starts_on": LONG_AGO}
    return Posting.objects.create(person=person, office=office, **given | fields)


# Outages


def outage(districts: tuple[str, ...] = (), **fields: Any) -> Outage:
    """An open outage of every discom since New Year 2023."""
    count = Outage.objects.count() + 1
    given = {
        "ref": f"BO/TEST/{count:04d}",
        "title_hi": "परीक्षण व्यवधान",
        "title_en": "Test outage",
        "starts_at": NEW_YEAR,
        "services": ["payment"],
    }
    made = Outage.objects.create(**given | fields)
    OutageDistrict.objects.bulk_create(
        OutageDistrict(outage=made, district=district(slug)) for slug in districts
    )
    return made


def confirm(outage: Outage, at: datetime = RESTORED) -> Outage:
    """The restoration reported by Asha and confirmed by Vikram, both at one instant."""
    outage.restored_at = outage.reported_at = outage.confirmed_at = at
    outage.reported_by, outage.confirmed_by = asha(), vikram()
    outage.save()
    return outage


def call_off(outage: Outage, at: datetime = LONG_BEFORE) -> Outage:
    """The outage called off by Asha."""
    outage.called_off_at, outage.called_off_by = at, asha()
    outage.save()
    return outage


# Orders


def draft(lines: list[dict[str, Any]] | None = None, **fields: Any) -> Order:
    """A draft of Asha's with one line, or the lines given; a lift has none."""
    given = {"drafted_by": asha(), "title_hi": "परीक्षण आदेश", "title_en": "Test order"}
    order = Order.objects.create(**given | fields)
    OrderHand.objects.create(order=order, person=asha())
    if lines is None:
        lines = [] if order.lift else [{}]
    for content in lines:
        line(order, **content)
    return order


def line(order: Order, districts: tuple[str, ...] = (), **fields: Any) -> CoverageLine:
    """A line of an order: every discom, the first ten days of 2023."""
    given = {"starts_at": NEW_YEAR, "ends_at": ist(2023, 1, 11)}
    position = order.lines.count()
    made = CoverageLine.objects.create(**{"order": order, "position": position} | given | fields)
    CoverageDistrict.objects.bulk_create(
        CoverageDistrict(line=made, district=district(slug)) for slug in districts
    )
    return made


def issue(order: Order, at: datetime = NEW_YEAR, **fields: Any) -> Order:
    """Issue a draft by one UPDATE, submitted by Asha and approved by Vikram."""
    given = {
        "state": lifecycle.ISSUED,
        "number": f"MO/TEST/{order.pk:04d}",
        "issued_at": at,
        "submitted_by": asha(),
        "submitted_at": at,
        "approved_by": vikram(),
    } | fields
    if "slug" not in given:
        given["slug"] = numbering.slug(given["number"])
    Order.objects.filter(pk=order.pk).update(**given)
    order.refresh_from_db()
    return order


def issued(at: datetime = NEW_YEAR, **fields: Any) -> Order:
    """An issued order; what is given goes into its draft (see `draft`)."""
    return issue(draft(**fields), at)


def accepted_of(order: Order, at: datetime) -> frozenset[str]:
    """The keys of all warnings that stand against a draft: somebody ticks every one.

    An act may be recorded a moment after `at`, when what starts at `at` is past.
    """
    draft = drafts.load(order.pk, at + timedelta(seconds=1))
    return frozenset(warning.key for warning in draft.warnings)


# The journal


def entry(at: datetime = NEW_YEAR, **fields: Any) -> Entry:
    """The next entry of the journal."""
    newest = Entry.objects.order_by("-seq").first()
    given = {
        "seq": (Entry.objects.aggregate(top=Max("seq"))["top"] or 0) + 1,
        "happened_at": at,
        "recorded_at": at,
        "act": "order.drafted",
        "subject": "draft 1",
        "previous": newest.digest if newest else GENESIS,
    }
    made = Entry(**given | fields)
    made.digest = fields.get("digest") or made.compute_digest()
    made.save(force_insert=True)
    return made


# Directives


def directive(
    order: Order | None = None, *, offices: Iterable[Office] = (), **fields: Any
) -> Directive:
    """A draft of Asha's on an issued order, for the given offices or all of Purvanchal."""
    given = {
        "order": order or issued(),
        "drafted_by": asha(),
        "subject_hi": "परीक्षण निर्देश",
        "subject_en": "Test directive",
    }
    made = Directive.objects.create(**given | fields)
    DirectiveHand.objects.create(directive=made, person=asha())
    named = list(offices)
    if named:
        Target.objects.bulk_create(
            Target(directive=made, office=each, below=False, position=position)
            for position, each in enumerate(named)
        )
    else:
        Target.objects.create(directive=made, discom=discom())
    return made


def letter(directive: Directive, pdf: bytes = b"", code: str = "ABCDE23456") -> Letter:
    """A letter of a directive, with bytes of its own."""
    pdf = pdf or b"%PDF-1.7 " + str(directive.pk).encode()
    return Letter.objects.create(
        directive=directive,
        pdf=pdf,
        size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        check_code=code,
        journal_head=GENESIS,
    )


def issue_directive(directive: Directive, at: datetime = NEW_YEAR, **fields: Any) -> Directive:
    """Issue a draft to the offices named by its targets (or all of the discom) by one UPDATE."""
    letter(directive)
    for target in directive.targets.all():
        meant = [target.office] if target.office else Office.objects.filter(discom=target.discom)
        Addressee.objects.bulk_create(Addressee(directive=directive, office=o) for o in meant)
    given = {
        "state": lifecycle.ISSUED,
        "number": f"D/TEST/{directive.pk:04d}",
        "issued_at": at,
        "submitted_by": asha(),
        "submitted_at": at,
        "approved_by": vikram(),
    } | fields
    if "slug" not in given:
        given["slug"] = numbering.slug(given["number"])
    Directive.objects.filter(pk=directive.pk).update(**given)
    directive.refresh_from_db()
    return directive


def issued_directive(at: datetime = NEW_YEAR, **fields: Any) -> Directive:
    """An issued directive; what is given goes into its draft (see `directive`)."""
    return issue_directive(directive(**fields), at)
