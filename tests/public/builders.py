"""A small record for the public pages, written straight into the database as imported."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from moratorium.models import (
    Addressee,
    CoverageDistrict,
    CoverageLine,
    Directive,
    Discom,
    District,
    Entry,
    Order,
    Outage,
    Receipt,
    ServiceArea,
)
from moratorium.models.journal import GENESIS
from moratorium.rules import instants, numbering
from tests import builders as people

TITLE_HI = "बकाये पर विच्छेदन स्थगन आदेश: ऑनलाइन बिलिंग प्रणाली का उन्नयन"
TITLE_EN = "Moratorium on disconnection for arrears: upgrade of the online billing system"


def ist(text: str) -> datetime:
    """An instant written as IST, such as `2022-12-29 18:41`."""
    return instants.read(text.replace(" ", "T") + ":00+05:30")


def reference() -> None:
    """A few districts and suppliers: all kinds, two districts with two suppliers."""
    for position, (code, kind, hi, en) in enumerate(
        [
            ("PUVVNL", "state", "पूर्वांचल विद्युत वितरण निगम लि.", "Purvanchal Vidyut Vitran Nigam Ltd"),
            ("PVVNL", "state", "पश्चिमांचल विद्युत वितरण निगम लि.", "Pashchimanchal Vidyut Vitran Nigam Ltd"),
            ("DVVNL", "state", "दक्षिणांचल विद्युत वितरण निगम लि.", "Dakshinanchal Vidyut Vitran Nigam Ltd"),
            ("NPCL", "private", "नोएडा पावर कंपनी लि.", "Noida Power Company Ltd"),
            ("TORRENT", "franchisee", "टोरेंट पावर (आगरा शहर)", "Torrent Power (Agra city franchisee)"),
        ]
    ):  # fmt: skip
        Discom.objects.create(
            code=code, kind=kind, short_hi=hi[:20], short_en=en[:20], name_hi=hi, name_en=en,
            position=position,
        )  # fmt: skip
    for slug, hi, en, aliases, column, row in [
        ("varanasi", "वाराणसी", "Varanasi", [], 10, 9),
        ("prayagraj", "प्रयागराज", "Prayagraj", ["Allahabad", "इलाहाबाद"], 8, 9),
        ("agra", "आगरा", "Agra", [], 1, 6),
        ("gautam-buddha-nagar", "गौतम बुद्ध नगर", "Gautam Buddha Nagar", ["Noida", "नोएडा"], 0, 4),
    ]:  # fmt: skip
        District.objects.create(
            slug=slug, name_hi=hi, name_en=en, aliases=aliases, tile_column=column, tile_row=row
        )
    for slug, code, hi, en in [
        ("varanasi", "PUVVNL", "", ""),
        ("prayagraj", "PUVVNL", "", ""),
        ("agra", "DVVNL", "", ""),
        ("gautam-buddha-nagar", "PVVNL", "", ""),
        ("gautam-buddha-nagar", "NPCL", "ग्रेटर नोएडा", "Greater Noida"),
    ]:
        for area in ("urban", "rural"):
            supply(slug, area, code, hi, en)
    supply("agra", "urban", "TORRENT", "आगरा शहर", "Agra city")


def supply(slug: str, area: str, code: str, hi: str = "", en: str = "") -> None:
    """That a discom serves an area of a district."""
    ServiceArea.objects.create(
        district_id=slug, area=area, discom_id=code, places_hi=hi, places_en=en
    )


def outage(ref: str, starts_at: datetime, expected_end: datetime | None = None) -> Outage:
    """A billing outage of all discoms, not restored."""
    return Outage.objects.create(
        ref=ref,
        title_hi="ऑनलाइन बिलिंग प्रणाली का उन्नयन",
        title_en="upgrade of the online billing system",
        starts_at=starts_at,
        expected_end=expected_end,
        imported=True,
    )


def line(starts_at: datetime, **fields: Any) -> dict[str, Any]:
    """A coverage line; `districts` are slugs, `discom` a code or nothing for all."""
    return {"starts_at": starts_at} | fields


def order(
    number: str,
    issued_at: datetime,
    *lines: dict[str, Any],
    amends: Order | None = None,
    lift: bool = False,
    **fields: Any,
) -> Order:
    """An issued order with its lines and its notice."""
    fields = {"title_hi": TITLE_HI, "title_en": TITLE_EN} | fields
    made = Order.objects.create(amends=amends, lift=lift, imported=True, **fields)
    for position, each in enumerate(lines):
        _line(made, position, dict(each))
    Order.objects.filter(pk=made.pk).update(
        state="issued",
        number=number,
        slug=numbering.slug(number),
        issued_at=issued_at,
    )
    made.refresh_from_db()
    act = "order.lifted" if lift else "order.amended" if amends else "order.issued"
    if made.basis == "assurance" and amends is None:
        act = "order.assured"
    detail = {
        "slug": made.slug,
        "title_hi": made.title_hi,
        "title_en": made.title_en,
        "demonstration": made.demonstration,
    }
    entry(act, number, issued_at, detail)
    return made


def entry(act: str, subject: str, happened_at: datetime, detail: dict[str, Any]) -> Entry:
    """The next public entry of the journal."""
    newest = Entry.objects.order_by("-seq").first()
    made = Entry(
        seq=newest.seq + 1 if newest else 1,
        happened_at=happened_at,
        recorded_at=happened_at + timedelta(minutes=1),
        act=act,
        subject=subject,
        public=True,
        detail=detail,
        previous=newest.digest if newest else GENESIS,
    )
    made.digest = made.compute_digest()
    made.save()
    return made


def december_2022() -> tuple[Order, Order]:
    """The shape of 29 December 2022: a `*` urban order and an assurance, never confirmed."""
    urban = outage("O/urban", ist("2022-12-29 18:00"), ist("2022-12-30 21:00"))
    east = outage("O/east", ist("2022-12-29 18:00"), ist("2023-01-05 00:00"))
    everywhere = order(
        "MO/2022-23/0001",
        ist("2022-12-29 18:41"),
        line(
            ist("2022-12-29 18:00"), area="urban", ends_at=ist("2022-12-30 21:00"),
            until_restored=urban,
        ),
        sources=[{"title": "ETV Bharat", "date": "2022-12-29", "url": ""}],
    )  # fmt: skip
    assured = order(
        "MO/2022-23/0002",
        ist("2022-12-29 18:42"),
        line(
            ist("2022-12-29 18:00"), discom="PUVVNL", ends_at=ist("2023-01-05 00:00"),
            until_restored=east,
        ),
        basis="assurance",
    )  # fmt: skip
    return everywhere, assured


SUBJECT_HI = "बकाये पर संयोजन विच्छेदन न किए जाने के सम्बन्ध में"
SUBJECT_EN = "No disconnection for arrears"
SENT, RECEIVED = ist("2022-12-29 19:30"), ist("2022-12-29 20:00")
CODE = "ABCDE23456"  # on every letter that a builder makes


def directive(number: str, order: Order, issued_at: datetime = SENT, **fields: Any) -> Directive:
    """An issued directive to the offices of Purvanchal, with its notice if it is public."""
    words = {"subject_hi": SUBJECT_HI, "subject_en": SUBJECT_EN}
    draft = people.directive(order, **words | fields)
    made = people.issue_directive(draft, issued_at, number=number)
    if made.public:
        act = "directive.replaced" if made.replaces else "directive.issued"
        detail = {
            "slug": made.slug, "order": order.number, "title_hi": made.subject_hi,
            "title_en": made.subject_en, "demonstration": made.demonstration,
        }  # fmt: skip
        entry(act, number, issued_at, detail)
    return made


def receipt(addressee: Addressee, step: str, at: datetime = RECEIVED) -> Receipt:
    """That an officer of Purvanchal took a step with a directive."""
    sha256 = addressee.directive.letter.sha256 if step in ("downloaded", "acknowledged") else ""
    return Receipt.objects.create(
        addressee=addressee, step=step, person=people.rakesh(), at=at, sha256=sha256,
        post_hi="अधिशासी अभियन्ता", post_en="Executive Engineer",
    )  # fmt: skip


def sent(order: Order) -> Directive:
    """A public directive to five offices: four were served, two have acknowledged."""
    people.offices()
    preamble = {
        "body_hi": "ऑनलाइन बिलिंग प्रणाली के उन्नयन के कारण उपभोक्ता भुगतान नहीं कर पा रहे हैं।",
        "body_en": "Consumers cannot pay while the online billing system is being upgraded.",
    }
    made = directive("D/2022-23/0001", order, **preamble)
    for place, addressee in enumerate(made.addressees.order_by("pk")[:4]):
        receipt(addressee, "served")
        if place < 2:
            receipt(addressee, "acknowledged")
    return made


def _line(made: Order, position: int, fields: dict[str, Any]) -> None:
    districts: Sequence[str] = fields.pop("districts", ())
    code = fields.pop("discom", None)
    created = CoverageLine.objects.create(order=made, position=position, discom_id=code, **fields)
    CoverageDistrict.objects.bulk_create(
        CoverageDistrict(line=created, district_id=slug) for slug in districts
    )
