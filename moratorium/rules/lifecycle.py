"""Which act may follow which state, whose role it needs, and how a refusal is worded."""

from collections.abc import Collection

from .wording import Text

# Roles, as they are granted with dates.
MAKER, CHECKER, OFFICER = "maker", "checker", "officer"
COUNCIL, AUDITOR, KEEPER = "council", "auditor", "keeper"
ROLES = (MAKER, CHECKER, OFFICER, COUNCIL, AUDITOR, KEEPER)
STAFF_ROLES = (MAKER, CHECKER, AUDITOR, KEEPER)

# States of an order.
DRAFT, SUBMITTED, ISSUED, DISCARDED = "draft", "submitted", "issued", "discarded"

ORDER_ACTS = {
    (DRAFT, "edit"): DRAFT,
    (DRAFT, "submit"): SUBMITTED,
    (DRAFT, "discard"): DISCARDED,
    (SUBMITTED, "send_back"): DRAFT,
    (SUBMITTED, "approve"): ISSUED,
}

DIRECTIVE_ACTS = ORDER_ACTS  # a directive is drafted and approved as an order is

# States of an outage, derived from its acts.
OPEN, REPORTED, CONFIRMED, CALLED_OFF = "open", "reported", "confirmed", "called_off"

OUTAGE_ACTS = {
    (OPEN, "prolong"): OPEN,
    (REPORTED, "prolong"): REPORTED,
    (OPEN, "shield"): OPEN,
    (REPORTED, "shield"): REPORTED,
    (OPEN, "extend"): OPEN,
    (REPORTED, "extend"): REPORTED,
    (OPEN, "call_off"): CALLED_OFF,
    (OPEN, "report_restored"): REPORTED,
    (REPORTED, "withdraw_report"): OPEN,
    (REPORTED, "confirm_restored"): CONFIRMED,
}

ROLE_FOR = {
    "outage": {
        "record": MAKER,
        "prolong": MAKER,
        "shield": MAKER,
        "extend": MAKER,
        "call_off": MAKER,
        "report_restored": MAKER,
        "withdraw_report": MAKER,
        "confirm_restored": CHECKER,
    },
    "order": {
        "draft": MAKER,
        "edit": MAKER,
        "discard": MAKER,
        "submit": MAKER,
        "amend": MAKER,
        "lift": MAKER,
        "send_back": CHECKER,
        "approve": CHECKER,
    },
    "directive": {
        "draft": MAKER,
        "edit": MAKER,
        "discard": MAKER,
        "submit": MAKER,
        "replace": MAKER,
        "send_back": CHECKER,
        "approve": CHECKER,
    },
    "role": {"grant": KEEPER, "end": KEEPER, "invite": KEEPER},
    "office": {"keep": KEEPER, "import": KEEPER},
}

REFUSALS = {
    "role": Text(
        "इस कार्य का अधिकार आपकी भूमिका में नहीं है।",
        "Your role does not carry the right to do this.",
    ),
    "state": Text(
        "अभिलेख की वर्तमान स्थिति में यह कार्य नहीं हो सकता; पृष्ठ फिर से खोलें।",
        "This cannot be done in the present state of the record; open the page again.",
    ),
    "two_persons": Text(
        "जिसने इसे तैयार, संपादित या प्रस्तुत किया है वह इसे अनुमोदित नहीं कर सकता; कोई दूसरा अनुमोदित करे।",
        "Whoever drafted, edited or submitted this cannot approve it; another person must.",
    ),
    "two_persons_restoration": Text(
        "बहाली की सूचना देने वाला स्वयं उसकी पुष्टि नहीं कर सकता; कोई दूसरा पुष्टि करे।",
        "Whoever reported the restoration cannot confirm it; another person must.",
    ),
    "digest": Text(
        "आपके पढ़ने के बाद प्रारूप बदल गया है; नया पाठ पढ़कर फिर निर्णय लें।",
        "The draft has changed since you read it; read it again before you decide.",
    ),
    "not_newest": Text(
        "इस आदेश का नया संस्करण निर्गत हो चुका है; संशोधन नवीनतम संस्करण का ही हो सकता है।",
        "A newer version of this order has been issued; only the newest can be amended.",
    ),
    "chain_closed": Text(
        "रोक समाप्त की जा चुकी है; इस आदेश में अब कोई संशोधन नहीं हो सकता। नया आदेश बनाएँ।",
        "This moratorium has been lifted; nothing amends it further. Draft a new order.",
    ),
    "not_issued": Text(
        "केवल निर्गत आदेश में संशोधन हो सकता है।",
        "Only an issued order can be amended or lifted.",
    ),
    "no_coverage": Text(
        "आदेश में कम से कम एक पंक्ति चाहिए जो बताए कि वह कहाँ और कब लागू है।",
        "The order needs at least one line that says where and when it holds.",
    ),
    "lift_coverage": Text(
        "रोक समाप्त करने वाले आदेश में कोई पंक्ति नहीं हो सकती।",
        "An order that lifts the moratorium has no coverage lines.",
    ),
    "nothing_new": Text(
        "यह संशोधन वही कहता है जो पहले से निर्गत आदेश कहता है; जो बदलना है उसे बदलें।",
        "This amendment says nothing that the order it amends does not say; change what is to change.",
    ),
    "warnings": Text(
        "कुछ चेतावनियाँ अभी स्वीकार नहीं की गई हैं; प्रत्येक को पढ़कर चिह्नित करें।",
        "Some warnings are not accepted yet; read each and tick it.",
    ),
    "reason": Text(
        "लिखें कि आप किस कारण से अनुमोदित कर रहे हैं।",
        "Write the reason for which you approve.",
    ),
    "remark": Text(
        "वापस भेजने का कारण लिखें।",
        "Write a remark that says why it is sent back.",
    ),
    "restored_before_start": Text(
        "बहाली का समय व्यवधान के प्रारंभ से पहले का नहीं हो सकता।",
        "Billing cannot be restored before the outage began.",
    ),
    "restored_in_future": Text(
        "बहाली का समय भविष्य का नहीं हो सकता।",
        "The restoration cannot lie in the future.",
    ),
    "end_not_after_start": Text(
        "समाप्ति का समय प्रारंभ के बाद का होना चाहिए।",
        "The end must be after the start.",
    ),
    "end_not_later": Text(
        "नया अनुमानित समय पहले से बाद का होना चाहिए।",
        "The new expected end must be later than the one before.",
    ),
    "one_language": Text(
        "पाठ हिन्दी और अंग्रेज़ी दोनों में लिखें।",
        "Write the text in both Hindi and English.",
    ),
    "own_role": Text(
        "कोई स्वयं को भूमिका नहीं दे सकता, न अपनी भूमिका बदल सकता है।",
        "Nobody grants themselves a role or changes their own.",
    ),
    "last_checker": Text(
        "यह अंतिम अनुमोदनकर्ता है; पहले किसी और को यह भूमिका दें।",
        "This is the last checker; give the role to another person first.",
    ),
    "last_keeper": Text(
        "यह अंतिम आधार-सूचना प्रभारी है; पहले किसी और को यह भूमिका दें।",
        "This is the last reference keeper; give the role to another person first.",
    ),
    "own_password": Text(
        "अपना पासवर्ड ऊपर «पासवर्ड» से या प्रवेश पृष्ठ से बदलें।",
        "Change your own password under “Password” above or from the sign-in page.",
    ),
    "no_address": Text(
        "इस व्यक्ति का ई-मेल पता दर्ज नहीं है; पहले उसे दर्ज करें।",
        "No e-mail address of this person is on record; enter it first.",
    ),
    "link_not_shown": Text(
        "लिंक केवल ऐसे प्रदर्शन में दिखाया जाता है जिससे ई-मेल नहीं जाता।",
        "A link is shown only in a demonstration that sends no mail.",
    ),
    "past_day": Text(
        "भूमिका आज या आगे के किसी दिन से ही दी या समाप्त की जा सकती है।",
        "A role begins or ends today or on a later day, not in the past.",
    ),
    "outage_named": Text(
        "इस व्यवधान पर कोई आदेश या प्रारूप आधारित है; इसे वापस नहीं लिया जा सकता।",
        "An order or a draft rests on this outage; it cannot be called off.",
    ),
    "no_discom": Text(
        "उस समय कारपोरेशन का कोई वितरण निगम अभिलेख में नहीं है।",
        "No discom of the Corporation is on record for that time.",
    ),
    "title_long": Text(
        "शीर्षक अधिक से अधिक 300 अक्षरों का हो (हर निगम के लिए अलग व्यवधान में निगम का नाम भी जुड़ता है); इसे छोटा करें।",
        "A title has at most 300 characters, with the discom's name added where each has an outage of its own; shorten it.",
    ),
    "covers_nothing": Text(
        "यह व्यवधान वापस लिया जा चुका है; इसके लिए किसी आदेश की आवश्यकता नहीं।",
        "This outage was called off; it needs no order.",
    ),
    "nothing_to_extend": Text(
        "इस आदेश का समय पहले से ही नए अनुमानित समय तक है; इसमें बढ़ाने को कुछ नहीं है।",
        "This order already reaches the new expected end; there is nothing to extend.",
    ),
    "outage_closed": Text(
        "इस व्यवधान की बहाली की पुष्टि हो चुकी है; नया व्यवधान दर्ज करें।",
        "This outage is confirmed as restored; a relapse is a new outage.",
    ),
    "office_fault": Text(
        "कार्यालय, उसका स्थान या तैनाती इस प्रकार दर्ज नहीं हो सकती।",
        "The office, its place or a posting cannot be recorded so.",
    ),
    "import_faults": Text(
        "फ़ाइल में त्रुटियाँ हैं; कुछ दर्ज नहीं हुआ।",
        "The file has errors; nothing was imported.",
    ),
    "import_changed": Text(
        "आपके पढ़ने के बाद अभिलेख बदल गया है; नीचे देखें कि फ़ाइल अब क्या बदलेगी, फिर निर्णय लें।",
        "The record has changed since you read this; see below what the file would change now, "
        "then decide.",
    ),
    "order_not_issued": Text(
        "निर्देश केवल निर्गत आदेश पर आधारित हो सकता है।",
        "A directive rests on an order that has been issued.",
    ),
    "order_not_newest": Text(
        "इस आदेश का नया संस्करण निर्गत हो चुका है; निर्देश नवीनतम संस्करण पर बनाएँ।",
        "A newer version of this order has been issued; draft the directive from the newest.",
    ),
    "kind_lift": Text(
        "रोक समाप्त करने वाले आदेश का निर्देश रोक समाप्त करने का ही हो सकता है, और किसी अन्य का नहीं।",
        "An order that lifts takes a directive that lifts, and no other order does.",
    ),
    "kind_extend": Text(
        "यह आदेश किसी आदेश में संशोधन नहीं है।",
        "This order does not amend another one.",
    ),
    "kind_restored": Text(
        "इस आदेश के सभी बिलिंग व्यवधानों की बहाली की पुष्टि अभी नहीं हुई है।",
        "The restoration of this order's billing outages is not confirmed yet.",
    ),
    "clarify_body": Text(
        "स्पष्टीकरण के लिए प्रस्तावना में लिखें कि क्या स्पष्ट करना है।",
        "A clarification says in its preamble what it clarifies.",
    ),
    "body_long": Text(
        "प्रस्तावना अधिक से अधिक 20,000 अक्षरों की हो सकती है।",
        "A preamble has at most 20,000 characters.",
    ),
    "due_range": Text(
        "पावती का समय 1 से 720 घंटे तक हो सकता है।",
        "The time to acknowledge lies between 1 and 720 hours.",
    ),
    "no_addressee": Text(
        "निर्देश किसी कार्यालय को सम्बोधित नहीं है; कम से कम एक कार्यालय चुनें।",
        "The directive is addressed to no office; choose at least one.",
    ),
    "office_unplaced": Text(
        "चुने गए किसी कार्यालय का आज कार्यालय-वृक्ष में स्थान नहीं है।",
        "An office that was chosen has no place in the tree today.",
    ),
    "replaced_already": Text(
        "इस निर्देश के स्थान पर नया निर्देश निर्गत हो चुका है।",
        "This directive has been replaced already.",
    ),
    "unprintable": Text(
        "इस पाठ से पत्र नहीं बन सकता।",
        "The letter cannot be set from this text.",
    ),
    "not_posted": Text(
        "आज आपकी तैनाती इस कार्यालय में नहीं है; पावती वही दे सकता है जो यहाँ तैनात है।",
        "You are not posted at this office today; whoever is posted there acknowledges.",
    ),
    "acknowledged_already": Text(
        "इस कार्यालय की पावती पहले ही दर्ज है।",
        "This office has acknowledged already.",
    ),
    "remark_long": Text(
        "टिप्पणी अधिक से अधिक 1,000 अक्षरों की हो सकती है।",
        "A remark has at most 1,000 characters.",
    ),
    "letter_changed": Text(
        "जिस पत्र की पावती दी जा रही है वह अभिलेख का पत्र नहीं है; पृष्ठ फिर से खोलें।",
        "The letter being acknowledged is not the one on record; open the page again.",
    ),
    "taken": Text(
        "यह संख्या या नाम पहले से अभिलेख में है।",
        "This number or name is already on record.",
    ),
    "clock": Text(
        "सर्वर की घड़ी अभिलेख की अंतिम प्रविष्टि से पीछे है; घड़ी ठीक कराएँ।",
        "The server's clock is behind the newest entry of the record; have it corrected.",
    ),
}


class Refused(Exception):
    """An official act that the rules forbid. Nothing was written.

    `name` is the key of the reason; `field` the form field it belongs to, if any.
    """

    def __init__(self, name: str, field: str = "", words: Text | None = None) -> None:
        self.name = name
        self.field = field
        self.words = words or REFUSALS[name]
        super().__init__(f"{name}: {self.words.en}")


_ACTS = {"order": ORDER_ACTS, "directive": DIRECTIVE_ACTS, "outage": OUTAGE_ACTS}


def after(noun: str, state: str, act: str) -> str:
    """The state that an act leads to. Raises Refused("state") if it may not follow."""
    try:
        return _ACTS[noun][state, act]
    except KeyError:
        raise Refused("outage_closed" if state == CONFIRMED else "state") from None


def require_role(noun: str, act: str, roles: Collection[str]) -> None:
    """Raises Refused("role") unless the roles held carry the act."""
    if ROLE_FOR[noun][act] not in roles:
        raise Refused("role")


def require_second_person(approver: object, hands: Collection[object]) -> None:
    """Raises Refused("two_persons") if the approver had a hand in the draft."""
    if approver in hands:
        raise Refused("two_persons")
