"""What the mails to people say, in both languages.

A link stands in them as a mark that is replaced while the mail is being sent: whoever reads
the queue finds no key in it.
"""

from dataclasses import dataclass

from .script import on_one_line
from .wording import EN, HI, LANGUAGES, Text

LINK_MARKS = {language: f"[[link {language}]]" for language in LANGUAGES}
_BETWEEN = "\n\n- - -\n\n"


@dataclass(frozen=True, slots=True)
class Words:
    """A mail before it has a recipient."""

    subject: Text
    body: Text


def in_one(text: Text, between: str = _BETWEEN) -> str:
    """Both languages in one text, Hindi first."""
    return between.join(text[language].strip() for language in LANGUAGES)


def invited(name: Text, username: str, site: str) -> Words:
    """That somebody has an account and may choose a password."""
    return Words(
        Text("पोर्टल पर आपका खाता", "Your account on the portal"),
        Text(
            f"{on_one_line(name.hi)},\n\n"
            "बिजली न काटने के आदेशों के पोर्टल पर आपका खाता बनाया गया है।\n\n"
            f"पोर्टल: {site}/\n"
            f"लॉगिन नाम: {username}\n\n"
            f"अपना पासवर्ड यहाँ चुनें:\n{LINK_MARKS[HI]}\n\n"
            f"{_VALID.hi}\n\n"
            "यदि आपको इस खाते की अपेक्षा नहीं थी तो कुछ न करें।",
            f"{on_one_line(name.en)},\n\n"
            "An account has been made for you on the portal of moratorium orders.\n\n"
            f"Portal: {site}/en/\n"
            f"User name: {username}\n\n"
            f"Choose your password here:\n{LINK_MARKS[EN]}\n\n"
            f"{_VALID.en}\n\n"
            "If you did not expect an account, do nothing.",
        ),
    )


def reset(name: Text, username: str) -> Words:
    """That somebody may choose a new password."""
    return Words(
        Text("पोर्टल के लिए नया पासवर्ड", "A new password for the portal"),
        Text(
            f"{on_one_line(name.hi)},\n\n"
            f"खाते {username} के लिए नया पासवर्ड माँगा गया है। उसे यहाँ चुनें:\n{LINK_MARKS[HI]}\n\n"
            f"{_VALID.hi}\n\n"
            "यदि आपने यह नहीं माँगा तो कुछ न करें; आपका पासवर्ड वही रहेगा।",
            f"{on_one_line(name.en)},\n\n"
            f"A new password was asked for, for the account {username}. Choose it here:\n"
            f"{LINK_MARKS[EN]}\n\n"
            f"{_VALID.en}\n\n"
            "If you did not ask for it, do nothing; your password stays as it is.",
        ),
    )


def address_changed(name: Text, username: str) -> Words:
    """To the address before: that mails now go elsewhere."""
    return Words(
        Text("पोर्टल पर आपका ई-मेल पता बदला गया", "Your e-mail address on the portal was changed"),
        Text(
            f"{on_one_line(name.hi)},\n\n"
            f"खाते {username} का ई-मेल पता बदल दिया गया है; पोर्टल के संदेश अब इस पते पर नहीं आएँगे।\n\n"
            "यदि आपने यह नहीं कहा था तो तुरंत पोर्टल के किसी अन्य प्रभारी या लेखा-परीक्षक को बताएँ।",
            f"{on_one_line(name.en)},\n\n"
            f"The e-mail address of the account {username} was changed; the portal's mails no "
            "longer come to this address.\n\n"
            "If you did not ask for this, tell another keeper or an auditor of the portal at once.",
        ),
    )


_VALID = Text(
    "यह लिंक इस संदेश के भेजे जाने से तीन दिन तक और केवल एक बार चलता है। इसे किसी को न दें।",
    "The link works for three days from the sending of this mail, and once. Give it to nobody.",
)
