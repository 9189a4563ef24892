"""The demonstration's directives: one acknowledged by all, one late, one replaced, one internal,
one that waits for approval.

What offices do with them is told in hours of the story, see `Cast.at`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..models import Addressee, Directive, Discom, Office, Order, Person, Receipt
from ..operations import directives, receipts
from ..operations.directives import DirectiveContent, TargetContent
from ..rules.directives import CLARIFY
from ..rules.wording import Text
from .demonstration_cast import REASON, Cast, clock

BODY = Text(
    "यह निर्देश प्रदर्शन के लिए बनाया गया है; इसका कोई वास्तविक प्रभाव नहीं है।",
    "This directive was made for a demonstration; it has no effect in fact.",
)
CORRECTED = Text(
    f"{BODY.hi} पूर्व में निर्गत निर्देश में विच्छेदन के अभियानों का उल्लेख छूट गया था।",
    f"{BODY.en} The directive issued before left out disconnection drives.",
)
NOT_YET = Text(
    f"{BODY.hi} अनुमानित समय बीत जाने से रोक समाप्त नहीं होती; बहाली की पुष्टि तक वह लागू है।",
    f"{BODY.en} That the expected end has passed lifts nothing; the moratorium holds until the "
    "restoration is confirmed.",
)
COUNTERS = Text(
    f"{BODY.hi} मुख्य अभियन्ता काउंटरों की सूची मुख्यालय को भेजें।",
    f"{BODY.en} Chief Engineers send the list of counters to the head office.",
)
TOLD = "अधीनस्थ कार्यालयों को अवगत करा दिया गया है। / The offices below have been told."


@dataclass(frozen=True, slots=True)
class Read:
    """When an office had a directive in its inbox, opened it, downloaded and acknowledged it."""

    office: str
    served: float
    opened: float | None = None
    downloaded: float | None = None
    acknowledged: float | None = None
    remark: str = ""


EVERYBODY = tuple(
    Read(code, hours, hours + 0.1, hours + 0.2, hours + 0.4)
    for hours, code in enumerate(
        ("DEMO-MV", "DEMO-MV-1", "DEMO-MV-11", "DEMO-MV-111", "DEMO-MV-112"), start=-96
    )
)
BEFORE_IT_WAS_REPLACED = (
    Read("DEMO-PU", -26.6, -26.5, -26.5, -26.4),
    Read("DEMO-PU-1", -26.2, -26.1, -26.1, -26),
    Read("DEMO-PU-111", -25.8, -25.7),
)
# Due at -13 and one level up at -1: two are late and answered, the others have not.
SOME_LATE = (
    Read("DEMO-PU", -24.9, -24.8, -24.8, -24.7, TOLD),
    Read("DEMO-PU-1", -24.5, -24.4, -24.4, -24.2),
    Read("DEMO-PU-11", -24, -23.9, -23.9, -23.8, TOLD),
    Read("DEMO-PU-111-1", -23, -22.9, -22.8, -22.7),
    Read("DEMO-PU-112", -22, -21.5, None, -21.4),
    Read("DEMO-PU-2", -21, -20.5, -20.4, -20),
    Read("DEMO-MV", -20, -19.9, -19.9, -19.8),
    Read("DEMO-MV-1", -18, -17.9, None, -17.8),
    Read("DEMO-MV-112", -16, -15.5, -15.4, -15),
    Read("DEMO-PU-12", -12, -11.9, -11.9, -11.5),
    Read("DEMO-PU-21", -10, -9.5, -9.4, -9),
    Read("DEMO-PU-111", -22.5, -22.4, -22.3),
    Read("DEMO-PU-121", -8),
    Read("DEMO-PU-211", -7, -6.5),
    Read("DEMO-MV-11", -14),
)
FIRST_ANSWERS = (
    Read("DEMO-PU", -3.9, -3.8, -3.8, -3.7),
    Read("DEMO-PU-2", -3.6, -3.5),
)  # fmt: skip


def complete(cast: Cast, order: Order) -> None:
    """Every office has acknowledged in time."""
    issued = _issue(cast, -97, _draft(cast, -97.3, order, _all_of("MVVNL")))
    _play(issued, cast, EVERYBODY)


def replaced(cast: Cast, order: Order) -> None:
    """Replaced by a corrected one, which some offices acknowledged late and some not at all."""
    meant = _all_of("PUVVNL", "MVVNL")
    first = _issue(cast, -27, _draft(cast, -27.3, order, meant))
    _play(first, cast, BEFORE_IT_WAS_REPLACED)
    second = directives.replace(first, by=cast.maker, at=clock(cast.at(-25.3)))
    content = DirectiveContent(
        order, meant, body_hi=CORRECTED.hi, body_en=CORRECTED.en, due_hours=12
    )
    second = directives.edit(second, content, by=cast.maker, at=clock(cast.at(-25.2)))
    _play(_issue(cast, -25, second), cast, SOME_LATE)


def fresh(cast: Cast, order: Order) -> None:
    """Issued a while ago: most have not read it."""
    issued = _issue(cast, -4, _draft(cast, -4.3, order, _all_of("PUVVNL"), due_hours=12))
    _play(issued, cast, FIRST_ANSWERS)


def internal(cast: Cast, order: Order) -> None:
    """For the zones alone, and for nobody else to read."""
    zones = Office.objects.filter(code__in=("DEMO-PU-1", "DEMO-PU-2", "DEMO-MV-1"))
    meant = tuple(TargetContent(office=zone, below=False) for zone in zones.order_by("code"))
    draft = _draft(cast, -2.5, order, meant, COUNTERS, kind=CLARIFY, public=False)
    _play(_issue(cast, -2.2, draft), cast, (Read("DEMO-PU-1", -2.1, -2.05),))


def waiting(cast: Cast, order: Order) -> None:
    """One that a checker has still to approve."""
    _submit(cast, -0.6, _draft(cast, -0.7, order, _all_of("MVVNL"), NOT_YET, kind=CLARIFY))


def _all_of(*codes: str) -> tuple[TargetContent, ...]:
    return tuple(TargetContent(discom=Discom.objects.get(code=code)) for code in codes)


def _draft(
    cast: Cast,
    hours: float,
    order: Order,
    meant: tuple[TargetContent, ...],
    body: Text = BODY,
    **fields: object,
) -> Directive:
    content = DirectiveContent(
        order, meant, body_hi=body.hi, body_en=body.en, **fields  # type: ignore[arg-type]
    )  # fmt: skip
    return directives.draft(content, by=cast.maker, at=clock(cast.at(hours)))


def _submit(cast: Cast, hours: float, draft: Directive) -> Directive:
    return directives.submit(draft, by=cast.maker, at=clock(cast.at(hours)))


def _issue(cast: Cast, hours: float, draft: Directive) -> Directive:
    submitted = _submit(cast, hours - 0.1, draft)
    given = {"read": directives.digest(submitted), "reason": REASON}
    return directives.approve(submitted, by=cast.checker, at=clock(cast.at(hours)), **given)


def _play(issued: Directive, cast: Cast, story: Sequence[Read]) -> None:
    """What the offices do; acknowledgements in the order of the clock, as the journal wants."""
    for read in sorted(story, key=lambda each: each.acknowledged or each.served):
        addressee = Addressee.objects.select_related("office").get(
            directive=issued, office__code=read.office
        )
        by = _holder(addressee.office)
        receipts.serve([addressee.pk], by=by, at=cast.at(read.served))
        if read.opened is not None:
            receipts.open_(addressee.pk, by=by, at=cast.at(read.opened))
        if read.downloaded is not None:
            receipts.download(addressee.pk, by=by, at=cast.at(read.downloaded))
        if read.acknowledged is not None:
            _acknowledge(addressee, issued, by, cast, read)


def _acknowledge(
    addressee: Addressee, issued: Directive, by: Person, cast: Cast, read: Read
) -> Receipt:
    assert read.acknowledged is not None
    return receipts.acknowledge(
        addressee.pk, sha256=issued.letter.sha256, by=by, at=clock(cast.at(read.acknowledged)),
        remark=read.remark,
    )  # fmt: skip


def _holder(office: Office) -> Person:
    return Person.objects.get(postings__office=office)
