"""What the mails about a directive say, in both languages: of its issue, unread, overdue.

Whether the letter is in the mail or only on the page is known when the mail is sent; a mark
stands in its place until then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from . import sizes, wording
from .mails import Words
from .script import on_one_line
from .wording import EN, HI, LANGUAGES, Text

LETTER_MARKS = {language: f"[[letter {language}]]" for language in LANGUAGES}
NAMED = 20  # late offices that a mail names; the others are counted
_SUBJECT = 90  # characters of the directive's subject that stand in the mail's


@dataclass(frozen=True, slots=True)
class About:
    """The directive that a mail is about; `replaces` is a number or empty.

    `page` is the address of its page for the offices, `inbox` that of all their directives.
    """

    number: str
    subject: Text
    issued_at: datetime
    due_at: datetime
    replaces: str
    demonstration: bool
    page: Text
    inbox: Text


@dataclass(frozen=True, slots=True)
class Named:
    """An office in a mail: whom it addresses there (post and name), and its code."""

    called: Text
    code: str


def issued(about: About, to: Named) -> Words:
    """To an office: that a directive was issued, and which one it replaces."""
    number = on_one_line(about.number)
    before = on_one_line(about.replaces)
    hindi = (
        f"निर्देश {number}, दिनांक {_day(about, HI)}, आपके कार्यालय को निर्गत किया गया है।",
        before
        and f"यह निर्देश {before} के स्थान पर है। उसकी पावती दी जा चुकी हो तब भी इसकी पावती अलग से दें।",
        f"विषय: {on_one_line(about.subject.hi)}",
        f"पावती देने की अंतिम समय-सीमा: {wording.moment(about.due_at, HI)}",
        _open(about, HI),
        LETTER_MARKS[HI],
    )
    english = (
        f"Directive {number} of {_day(about, EN)} has been issued to your office.",
        before
        and f"It replaces directive {before}. Acknowledge this one too, even if you "
        "acknowledged the other.",
        f"Subject: {on_one_line(about.subject.en)}",
        f"To be acknowledged by: {wording.moment(about.due_at, EN)}",
        _open(about, EN),
        LETTER_MARKS[EN],
    )
    subject = Text(
        f"निर्देश {number}: {_short(about.subject.hi)}",
        f"Directive {number}: {_short(about.subject.en)}",
    )
    return _words(about, to, subject, hindi, english)


def reminder(about: About, to: Named, at: datetime) -> Words:
    """To an office, at an instant: that its acknowledgement is not there yet."""
    number, over = on_one_line(about.number), at >= about.due_at
    due = Text(wording.moment(about.due_at, HI), wording.moment(about.due_at, EN))
    hindi = (
        f"निर्देश {number}, दिनांक {_day(about, HI)}, की पावती आपके कार्यालय से अभी तक नहीं मिली है।",
        f"विषय: {on_one_line(about.subject.hi)}",
        f"समय-सीमा {due.hi} थी; पावती विलम्बित है।" if over else f"समय-सीमा: {due.hi}",
        _open(about, HI),
        LETTER_MARKS[HI],
    )
    english = (
        f"Your office has not yet acknowledged directive {number} of {_day(about, EN)}.",
        f"Subject: {on_one_line(about.subject.en)}",
        f"It was due by {due.en} and is overdue." if over else f"Due by: {due.en}",
        _open(about, EN),
        LETTER_MARKS[EN],
    )
    subject = Text(
        f"अनुस्मारक: निर्देश {number} की पावती दें", f"Reminder: acknowledge directive {number}"
    )
    return _words(about, to, subject, hindi, english)


def overdue(about: About, to: Named, late: Sequence[Named], at: datetime) -> Words:
    """To an office further up, at an instant: which offices below it are late."""
    number, count = on_one_line(about.number), wording.grouped(len(late))
    one = len(late) == 1
    due = Text(wording.moment(about.due_at, HI), wording.moment(about.due_at, EN))
    who = Text("1 कार्यालय" if one else f"{count} कार्यालयों",
               "1 office" if one else f"{count} offices")  # fmt: skip
    has = "has" if one else "have"
    hindi = (
        f"आपके अधीन {who.hi} से निर्देश {number}, दिनांक {_day(about, HI)}, की पावती नहीं मिली है।"
        f" समय-सीमा {due.hi} थी।",
        f"विषय: {on_one_line(about.subject.hi)}",
        f"विलम्बित कार्यालय, {wording.moment(at, HI)} की स्थिति:\n{_list(late, HI)}",
        f"सुनिश्चित करें कि पावती दी जाए:\n{about.inbox.hi}",
    )
    english = (
        f"{who.en} below yours {has} not acknowledged directive {number} of {_day(about, EN)}."
        f" It was due by {due.en}.",
        f"Subject: {on_one_line(about.subject.en)}",
        f"Late as of {wording.moment(at, EN)}:\n{_list(late, EN)}",
        f"See to it that it is acknowledged:\n{about.inbox.en}",
    )
    subject = Text(
        f"विलम्बित: निर्देश {number} की पावती {who.hi} से नहीं मिली",
        f"Overdue: directive {number} not acknowledged by {who.en}",
    )
    return _words(about, to, subject, hindi, english)


def attached(count: int) -> Text:
    """What stands in the mark's place where the letter, of so many bytes, is in the mail."""
    size = f"PDF, {sizes.size(count)}"
    return Text(f"पत्र संलग्न है ({size})।", f"The letter is attached ({size}).")


LINKED = Text("पत्र (PDF) उसी पृष्ठ पर मिलेगा।", "The letter (PDF) is on that page.")
_DEMONSTRATION = Text(
    "यह प्रदर्शन के लिए भेजा गया संदेश है; इसका कोई वास्तविक प्रभाव नहीं है।",
    "This mail was sent for a demonstration; it has no effect in fact.",
)
_UNANSWERED = Text(
    "यह संदेश पोर्टल ने स्वयं भेजा है; इसका उत्तर न दें।",
    "The portal sent this mail by itself; do not answer it.",
)


def _words(
    about: About, to: Named, subject: Text, hindi: Sequence[str], english: Sequence[str]
) -> Words:
    body = Text(_body(about, to, hindi, HI), _body(about, to, english, EN))
    return Words(subject, body)


def _body(about: About, to: Named, said: Sequence[str], language: str) -> str:
    shown = _DEMONSTRATION[language] if about.demonstration else ""
    head = f"{on_one_line(to.called[language])}:"
    return "\n\n".join(each for each in (shown, head, *said, _UNANSWERED[language]) if each)


def _day(about: About, language: str) -> str:
    return wording.ist_day(about.issued_at, language)


def _open(about: About, language: str) -> str:
    said = "पढ़ें और पावती दें:" if language == HI else "Read and acknowledge it here:"
    return f"{said}\n{about.page[language]}"


def _list(offices: Sequence[Named], language: str) -> str:
    lines = [f"- {on_one_line(each.called[language])} ({each.code})" for each in offices[:NAMED]]
    more = len(offices) - NAMED
    if more > 0:
        lines.append(f"- और {wording.grouped(more)}" if language == HI
                     else f"- and {wording.grouped(more)} more")  # fmt: skip
    return "\n".join(lines)


def _short(subject: str) -> str:
    """A subject that fits a list of mails, cut where a word ends."""
    line = on_one_line(subject)
    if len(line) > _SUBJECT and line.endswith(")"):
        line = line.rpartition(" (")[0] or line  # the order's number
    if len(line) <= _SUBJECT:
        return line
    return f"{line[:_SUBJECT].rpartition(' ')[0] or line[:_SUBJECT]} …"
