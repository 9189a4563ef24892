"""How a public act is announced, in both languages, from what the journal holds of it."""

from collections.abc import Mapping
from typing import Any

from .wording import Text

_HEADLINES = {
    "outage.recorded": Text("बिलिंग व्यवधान दर्ज", "Billing outage recorded"),
    "outage.prolonged": Text("बिलिंग व्यवधान की अवधि बढ़ी", "Billing outage prolonged"),
    "outage.called_off": Text("बिलिंग व्यवधान नहीं होगा", "Billing outage called off"),
    "outage.confirmed": Text("बिलिंग बहाल: पुष्टि हुई", "Billing restored: confirmed"),
    "order.issued": Text("बिजली न काटने का आदेश निर्गत", "Moratorium order issued"),
    "order.assured": Text("बिजली न काटने का आश्वासन दर्ज", "Assurance of no disconnection recorded"),
    "order.amended": Text("बिजली न काटने के आदेश में संशोधन", "Moratorium order amended"),
    "order.lifted": Text("रोक समाप्त", "Moratorium lifted"),
    "directive.issued": Text("निर्देश निर्गत", "Directive issued"),
    "directive.replaced": Text(
        "निर्देश के स्थान पर नया निर्देश निर्गत", "Directive replaced by a new one"
    ),
}
PUBLIC_ACTS = frozenset(_HEADLINES)


def headline(act: str) -> Text:
    """What happened, in a few words."""
    return _HEADLINES[act]


def order_act(basis: str, amends: str | None, lift: bool) -> str:
    """Under which act the issue of an order is announced."""
    if lift:
        return "order.lifted"
    if amends is not None:
        return "order.amended"
    return "order.assured" if basis == "assurance" else "order.issued"


def directive_act(*, replaces: bool) -> str:
    """Under which act the issue of a directive is announced."""
    return "directive.replaced" if replaces else "directive.issued"


def title(detail: Mapping[str, Any]) -> Text:
    """The title of the order or outage, or subject of the directive, that an entry is about."""
    return Text(detail.get("title_hi", ""), detail.get("title_en", ""))
