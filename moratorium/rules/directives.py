"""Directives: their kinds, the words rendered from an order, and how a letter stands later.

Everything here is computed from plain values; an instant comes in from outside.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import wording
from .standing import ENDED
from .wording import EN, HI, MAX_TITLE, LineWords, Text

IMPOSE, EXTEND, LIFT, RESTORED, CLARIFY = "impose", "extend", "lift", "restored", "clarify"
KINDS = (IMPOSE, EXTEND, LIFT, RESTORED, CLARIFY)

# What an office does with a directive, each recorded once, in this order.
SERVED, OPENED, DOWNLOADED, ACKNOWLEDGED = "served", "opened", "downloaded", "acknowledged"
STEPS = (SERVED, OPENED, DOWNLOADED, ACKNOWLEDGED)

MAX_DUE_HOURS = 720
MAX_BODY = 20_000  # characters of a preamble
MAX_REMARK = 1000  # characters of an office's remark

# How a letter stands at an instant.
STANDS, REPLACED, LIFTED, AMENDED, OVER = "stands", "replaced", "lifted", "amended", "over"
STANDINGS = {
    STANDS: Text("प्रभावी", "in force"),
    REPLACED: Text("प्रतिस्थापित", "replaced"),
    LIFTED: Text("रोक समाप्त", "moratorium lifted"),
    AMENDED: Text("आदेश संशोधित", "order amended since"),
    OVER: Text("समाप्त", "ended"),
}

_SUBJECTS = {
    IMPOSE: Text(
        "बकाये पर संयोजन विच्छेदन न किए जाने के सम्बन्ध में",
        "No disconnection for arrears",
    ),
    EXTEND: Text(
        "बकाये पर संयोजन विच्छेदन पर लगी रोक में संशोधन के सम्बन्ध में",
        "Amendment of the moratorium on disconnection for arrears",
    ),
    LIFT: Text(
        "बकाये पर संयोजन विच्छेदन पर लगी रोक समाप्त किए जाने के सम्बन्ध में",
        "Lifting of the moratorium on disconnection for arrears",
    ),
    RESTORED: Text(
        "बिलिंग बहाल होने के सम्बन्ध में",
        "Billing restored",
    ),
    CLARIFY: Text(
        "बकाये पर संयोजन विच्छेदन पर लगी रोक के सम्बन्ध में स्पष्टीकरण",
        "Clarification of the moratorium on disconnection for arrears",
    ),
}

_DUTIES = {
    IMPOSE: Text(
        "समस्त सम्बन्धित अभियन्ता सुनिश्चित करें कि ऊपर लिखी अवधि में बकाये पर कोई संयोजन विच्छेदित न किया जाए और विच्छेदन का कोई अभियान न चलाया जाए। बकाया राशि देय रहेगी।",
        "All engineers concerned shall see to it that no supply is disconnected for arrears and no "
        "disconnection drive is held during the time stated above. Arrears stay due.",
    ),
    EXTEND: Text(
        "समस्त सम्बन्धित अभियन्ता सुनिश्चित करें कि अब ऊपर लिखे अनुसार ही कार्यवाही हो; इस अवधि में बकाये पर कोई संयोजन विच्छेदित न किया जाए। बकाया राशि देय रहेगी।",
        "All engineers concerned shall from now on act as stated above; no supply is to be "
        "disconnected for arrears during that time. Arrears stay due.",
    ),
    LIFT: Text(
        "विच्छेदन की कार्यवाही विधि में निर्धारित सूचना एवं प्रक्रिया का पालन करते हुए ही की जाए।",
        "Any disconnection shall follow the notice and procedure that the law requires.",
    ),
    RESTORED: Text(
        "उपभोक्ताओं को भुगतान की सुविधा उपलब्ध कराई जाए। विच्छेदन की कार्यवाही विधि में निर्धारित सूचना एवं प्रक्रिया का पालन करते हुए ही की जाए।",
        "Consumers shall be enabled to pay. Any disconnection shall follow the notice and "
        "procedure that the law requires.",
    ),
    CLARIFY: Text(
        "समस्त सम्बन्धित अभियन्ता उक्त आदेश का अनुपालन इस स्पष्टीकरण के अनुसार सुनिश्चित करें।",
        "All engineers concerned shall comply with the order as clarified here.",
    ),
}


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a directive needs to know of its order: amendment, lift, and its outages' ends.

    `unconfirmed` names the outages of its lines whose restoration is not confirmed.
    """

    amends: bool = False
    lift: bool = False
    has_outage: bool = False
    unconfirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restoration:
    """An outage that ended: its title, when billing ran again, and when that was confirmed."""

    title: Text
    restored_at: datetime
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """What has happened to a directive and its order since, as known at an instant."""

    replaced: bool = False
    lifted: bool = False
    amended: bool = False
    standing: str = ""  # of the order, see `rules.standing`


def kind_for(grounds: Grounds) -> str:
    """The kind that an order's first directive has."""
    if grounds.lift:
        return LIFT
    return EXTEND if grounds.amends else IMPOSE


def kinds_for(grounds: Grounds) -> tuple[str, ...]:
    """The kinds that an order allows, in the order of the list."""
    return tuple(kind for kind in KINDS if kind_fault(kind, grounds) == "")


def kind_fault(kind: str, grounds: Grounds) -> str:
    """Why a directive of this kind cannot rest on such an order (a key of REFUSALS); "" if it can."""
    if (kind == LIFT) != grounds.lift and kind != CLARIFY:
        return "kind_lift"
    if kind == EXTEND and not grounds.amends:
        return "kind_extend"
    if kind == RESTORED and (not grounds.has_outage or grounds.unconfirmed):
        return "kind_restored"
    return ""


def subject(kind: str, lines: Sequence[LineWords], order: str, language: str) -> str:
    """The subject of a directive, from its order's lines and number; never over MAX_TITLE."""
    opening = _SUBJECTS[kind][language]
    named = f"{opening}: {_about(lines, language)}" if lines else opening
    whole = f"{named} ({_order(order, language)})"
    return whole if len(whole) <= MAX_TITLE else f"{opening} ({_order(order, language)})"


def operative(
    kind: str,
    lines: Sequence[LineWords],
    restorations: Sequence[Restoration],
    language: str,
    *,
    lift: bool = False,
) -> list[str]:
    """The operative part of a directive, a sentence an item; always rendered, never typed."""
    if kind == RESTORED:
        said = [_restored(each, language) for each in restorations]
    else:
        said = wording.operative(lines, language, lift=lift)
    return [*said, _DUTIES[kind][language]]


def due_words(hours: int, language: str) -> str:
    """By when an office acknowledges."""
    if language == HI:
        return f"इस निर्देश की पावती निर्गत होने के {wording.grouped(hours)} घंटे के भीतर पोर्टल पर दें।"
    unit = "hour" if hours == 1 else "hours"
    return f"Acknowledge this directive on the portal within {wording.grouped(hours)} {unit} of its issue."


def due_at(issued_at: datetime, due_hours: int) -> datetime:
    """The instant from which an office that has not acknowledged is overdue."""
    return issued_at + timedelta(hours=due_hours)


def standing(kind: str, since: Since) -> str:
    """How an issued directive stands, the gravest first."""
    if since.replaced:
        return REPLACED
    if kind in (LIFT, RESTORED):
        return STANDS
    if since.lifted:
        return LIFTED
    if since.amended:
        return AMENDED
    return OVER if since.standing == ENDED else STANDS


def _about(lines: Iterable[LineWords], language: str) -> str:
    """The discoms and areas of some lines, in few words."""
    whole = wording.title(list(lines), language)
    return whole.partition(": ")[2]


def _order(number: str, language: str) -> str:
    return f"आदेश {number}" if language == HI else f"order {number}"


def _restored(each: Restoration, language: str) -> str:
    if language == HI:
        return (
            f"बिलिंग व्यवधान “{each.title.hi}”: बिलिंग {wording.moment(each.restored_at, HI)} बहाल हुई;"
            f" इसकी पुष्टि {wording.moment(each.confirmed_at, HI)} की गई।"
        )
    return (
        f"Billing outage “{each.title.en}”: billing was restored on"
        f" {wording.moment(each.restored_at, EN)}; this was confirmed on"
        f" {wording.moment(each.confirmed_at, EN)}."
    )


def repeated(codes: Collection[str]) -> Iterator[str]:
    """The codes that come more than once."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            yield code
        seen.add(code)
