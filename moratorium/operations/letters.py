"""The letter of a directive: composed from the record, set, and kept with its digest."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from .. import letters
from ..letters import CoverageRow, Signatory, Unprintable
from ..models import Directive, Person
from ..models import Letter as Kept
from ..register import directives as register
from ..register import places
from ..register.directives import Basis
from ..register.offices import Node
from ..register.recipients import Recipients
from ..rules import directives as rules
from ..rules import numbering, wording
from ..rules.instants import IST
from ..rules.lifecycle import Refused
from ..rules.offices import LEVELS, POSTS
from ..rules.wording import EN, HI, LineWords, Text

# No letter or digit that is taken for another; ten of them are 48 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
MOST_NAMED = 60  # a list of thousands would take seconds to set, and nobody reads it
DEMONSTRATION = Text(
    "यह प्रदर्शन के लिए बनाया गया पत्र है; इसका कोई वास्तविक प्रभाव नहीं है।",
    "This letter was made for a demonstration; it has no effect in fact.",
)
FROM_THE_RECORD = Text(
    "यह प्रति अभिलेख में दर्ज विवरण से पोर्टल द्वारा तैयार की गई है; यह उस समय निर्गत मूल पत्र नहीं है।",
    "The portal set this copy from the entry on record; it is not the paper issued at the time.",
)
COUNCIL = Text(
    "अध्यक्ष, उत्तर प्रदेश राज्य विद्युत उपभोक्ता परिषद",
    "The chair, Uttar Pradesh Rajya Vidyut Upbhokta Parishad",
)
_OPEN_END = Text("—", "—")
# What a letter calls the preamble, as the form of a directive does.
_TYPED = {"preamble_hi": "body_hi", "preamble_en": "body_en"}


def keep(
    directive: Directive,
    reached: Recipients,
    *,
    number: str,
    by: Person,
    at: datetime,
    head: str,
) -> Kept:
    """Set the letter of a directive that is being issued and keep its bytes for ever.

    `head` is the journal's digest before the act. Raises Refused("unprintable").
    """
    return _kept(
        directive, number=number, to=addressees(reached), signed_by=_signatory(by), at=at, head=head
    )


def keep_imported(directive: Directive, to: tuple[Text, ...], *, head: str) -> Kept:
    """The same for a directive of an imported record, which says so. Raises Refused."""
    assert directive.number is not None
    assert directive.issued_at is not None
    return _kept(
        directive, number=directive.number, to=to, signed_by=_NOBODY, at=directive.issued_at,
        head=head, notes=(FROM_THE_RECORD,),
    )  # fmt: skip


def preview(directive: Directive, reached: Recipients, *, by: Person, at: datetime) -> bytes:
    """The letter as it would be issued at an instant by a person, marked as a draft.

    Raises Refused("unprintable") with the reason.
    """
    to = addressees(reached)
    letter = _composed(directive, number="", to=to, signed_by=_signatory(by), at=at)
    return _set(letter)


def require_printable(directive: Directive, *, at: datetime) -> None:
    """Raises Refused("unprintable") at the field of a text from which no letter can be set."""
    _set(_composed(directive, number="", to=(), signed_by=_NOBODY, at=at))


def addressees(reached: Recipients) -> tuple[Text, ...]:
    """Whom a letter names: each office, or where they are many each post of each discom.

    What is not named one by one is bound all the same: the letter bears the digest of the list
    that the portal keeps under its number.
    """
    if reached.count <= MOST_NAMED:
        return tuple(addressee(each.office) for each in reached.all)
    names = {code: supplier.name for code, supplier in places.load().suppliers.items()}
    counts = Counter((each.office.discom, each.office.level) for each in reached.all)
    return (*(_counted(names[d], level, n) for (d, level), n in counts.items()), _list(reached))


def list_digest(codes: Iterable[str]) -> str:
    """SHA-256 in hex over the codes of the offices addressed, sorted, one a line."""
    return hashlib.sha256("\n".join(sorted(codes)).encode()).hexdigest()


def addressee(office: Node) -> Text:
    """An office as a letter addresses it: the post that heads it, and its name."""
    post = POSTS[office.level]
    return Text(f"{post.hi}, {office.name.hi}", f"{post.en}, {office.name.en}")


def _counted(discom: Text, level: str, count: int) -> Text:
    post, number = POSTS[level], wording.grouped(count)
    return Text(
        f"समस्त {post.hi}, {discom.hi} ({LEVELS[level].hi}: {number})",
        f"Every {post.en}, {discom.en} ({LEVELS[level].en}: {number})",
    )


def _list(reached: Recipients) -> Text:
    number = wording.grouped(reached.count)
    digest = list_digest(each.office.code for each in reached.all)
    return Text(
        f"कुल {number} कार्यालय, पोर्टल पर इस पत्रांक के साथ रखी सूची के अनुसार (SHA-256 {digest})",
        f"{number} offices in all, by the list that the portal keeps under this number"
        f" (SHA-256 {digest})",
    )


def verify_path(slug: str, code: str) -> str:
    """What the QR code of a letter opens, below SITE_URL."""
    return f"/verify/{slug}/{code}/"


def _kept(
    directive: Directive,
    *,
    number: str,
    to: tuple[Text, ...],
    signed_by: Signatory,
    at: datetime,
    head: str,
    notes: tuple[Text, ...] = (),
) -> Kept:
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    letter = _composed(
        directive, number=number, to=to, signed_by=signed_by, at=at, head=head, code=code,
        notes=notes,
    )  # fmt: skip
    pdf = _set(letter)
    return Kept.objects.create(
        directive=directive,
        pdf=pdf,
        size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        check_code=code,
        journal_head=head,
    )


def _composed(
    directive: Directive,
    *,
    number: str,
    to: tuple[Text, ...],
    signed_by: Signatory,
    at: datetime,
    head: str = "",
    code: str = "",
    notes: tuple[Text, ...] = (),
) -> letters.Letter:
    basis = register.basis(directive.order, at)
    if directive.demonstration:
        notes = (DEMONSTRATION, *notes)
    return letters.Letter(
        office=Text(settings.LETTERHEAD_HI, settings.LETTERHEAD_EN),
        number=number,
        issued_on=_day(at),
        to=to,
        subject=directive.subject,
        reference=_reference(directive, basis),
        preamble=directive.body,
        operative=basis.operative(directive.kind),
        coverage=tuple(_row(line) for line in basis.lines),
        condition=_due(directive),
        signed_by=signed_by,
        enclosures=(),
        copies=(COUNCIL,) if directive.public else (),
        journal_head=head,
        check_code=code,
        verify_url=settings.SITE_URL + verify_path(numbering.slug(number), code) if code else "",
        notes=notes,
    )


def _due(directive: Directive) -> Text:
    """By when to acknowledge; a record from elsewhere sets no such time."""
    if directive.imported:
        return Text("", "")
    return Text(*(rules.due_words(directive.due_hours, each) for each in (HI, EN)))


def _set(letter: letters.Letter) -> bytes:
    try:
        return letters.render(letter)
    except Unprintable as error:
        field = _TYPED.get(error.field, error.field)
        raise Refused("unprintable", field, error.words) from error


_NOBODY = Signatory(Text("", ""), Text("", ""))


def _signatory(person: Person) -> Signatory:
    return Signatory(person.name, person.post)


def _day(at: datetime) -> Text:
    local = at.astimezone(IST).date()
    return Text(wording.day(local, HI), wording.day(local, EN))


def _reference(directive: Directive, basis: Basis) -> tuple[Text, ...]:
    day = _day(basis.order.issued_at)
    number = basis.order.number
    found = [Text(f"आदेश {number}, दिनांक {day.hi}", f"Order {number} of {day.en}")]
    before = directive.replaces
    if before is not None and before.number and before.issued_at:
        day = _day(before.issued_at)
        found.append(
            Text(
                f"निर्देश {before.number}, दिनांक {day.hi}, जिसके स्थान पर यह निर्देश है",
                f"Directive {before.number} of {day.en}, which this directive replaces",
            )
        )
    return tuple(found)


def _row(line: LineWords) -> CoverageRow:
    starts = Text(*(wording.since(line.starts_at, each) for each in (HI, EN)))
    end = line.ends_at
    stated = _OPEN_END if end is None else Text(*(wording.until(end, each) for each in (HI, EN)))
    condition = Text(*(wording.condition_words(line, each) for each in (HI, EN)))
    where = Text(*(wording.scope_words(line, each) for each in (HI, EN)))
    return CoverageRow(where, starts, _joined(stated, condition))


def _joined(end: Text, condition: Text) -> Text:
    if not condition:
        return end
    if end is _OPEN_END:
        return condition
    return Text(f"{end.hi}; {condition.hi}", f"{end.en}; {condition.en}")
