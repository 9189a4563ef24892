"""Why a record is refused: which entry, which field, and why, in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...rules import coverage
from ...rules.wording import Text

MOST_FAULTS = 20

WHY = {
    # The document and the form of its values.
    "utf8": Text("फ़ाइल UTF-8 में नहीं है।", "The file is not UTF-8."),
    "json": Text("फ़ाइल JSON नहीं है: {value}", "The file is not JSON: {value}"),
    "format": Text(
        'format "moratorium-record/1" होना चाहिए।', 'The format must be "moratorium-record/1".'
    ),
    "object": Text("यहाँ JSON object होना चाहिए।", "A JSON object is wanted here."),
    "list": Text("यहाँ सूची (JSON array) होनी चाहिए।", "A list (JSON array) is wanted here."),
    "text": Text("यहाँ पाठ (JSON string) होना चाहिए।", "A text (JSON string) is wanted here."),
    "flag": Text("यहाँ true या false होना चाहिए।", "true or false is wanted here."),
    "key_unknown": Text("यह कुंजी (key) अज्ञात है।", "The key is unknown."),
    "key_missing": Text("यह कुंजी (key) नहीं है।", "The key is missing."),
    "key_repeated": Text("यह कुंजी (key) दो बार आई है।", "The key comes twice."),
    "too_long": Text("पाठ {value} वर्णों से लंबा है।", "The text is longer than {value} characters."),
    "too_many": Text("{value} से अधिक पंक्तियाँ हैं।", "There are more than {value} lines."),
    "character": Text(
        "पाठ में ऐसा वर्ण है जो दर्ज नहीं हो सकता।", "The text holds a character that cannot be stored."
    ),
    "empty": Text("पाठ खाली है; दोनों भाषाओं में लिखें।", "The text is empty; both languages are wanted."),
    "number_form": Text(
        "1 से 60 छपने योग्य वर्ण हों, आगे-पीछे रिक्त स्थान न हो।",
        "It must be 1 to 60 printable characters without leading or trailing space.",
    ),
    "choice": Text("इनमें से एक हो: {value}", "It must be one of: {value}"),
    "repeated": Text("यह दो बार आया है: {value}", "It comes twice: {value}"),
    "date": Text("तिथि YYYY-MM-DD हो या खाली हो।", "The date must be YYYY-MM-DD or empty."),
    "url": Text(
        "पता http:// या https:// से शुरू हो, या खाली हो।",
        "The address must begin with http:// or https://, or be empty.",
    ),
    "instant_form": Text(
        "समय ISO 8601 में नहीं है, जैसे 2022-12-29T18:41:00+05:30",
        "It is not an ISO 8601 date and time such as 2022-12-29T18:41:00+05:30.",
    ),
    "instant_offset": Text(
        "समय में offset नहीं है, जैसे +05:30", "The time has no offset such as +05:30."
    ),
    "instant_fraction": Text(
        "समय माइक्रोसेकंड से अधिक बारीक है।", "The time is finer than a microsecond."
    ),
    "instant_range": Text(
        "समय 2000-01-01T00:00Z से 2101-01-01T00:00Z के पहले तक का हो।",
        "The time must lie from 2000-01-01T00:00Z up to, not including, 2101-01-01T00:00Z.",
    ),
    "future": Text("यह समय भविष्य का है।", "The time lies in the future."),
    # What an entry names, and what is there already.
    "unknown_discom": Text("यह निगम अज्ञात है: {value}", "The discom is unknown: {value}"),
    "unknown_district": Text("यह जनपद अज्ञात है: {value}", "The district is unknown: {value}"),
    "unknown_outage": Text("यह बिलिंग व्यवधान अज्ञात है: {value}", "The outage is unknown: {value}"),
    "unknown_order": Text("यह आदेश अज्ञात है: {value}", "The order is unknown: {value}"),
    "called_off": Text(
        "यह बिलिंग व्यवधान वापस लिया जा चुका है: {value}", "The outage was called off: {value}"
    ),
    "taken": Text("यह पहले से {value} का है।", "It belongs to {value} already."),
    "differs": Text(
        "यही संख्या अभिलेख में दूसरी बात के साथ है: वहाँ {value}",
        "The same number is on record with other content: there it is {value}.",
    ),
    "slug_taken": Text(
        "इस संख्या का वेब पता {value} का भी है।", "Its web address is also that of {value}."
    ),
    "slug_long": Text("इस संख्या का वेब पता बहुत लंबा है।", "Its web address would be too long."),
    # Chains and coverage.
    "not_after_amended": Text(
        "संशोधन उस आदेश के बाद निर्गत होना चाहिए जिसका वह संशोधन है: {value}",
        "An amendment must be issued after what it amends: {value}",
    ),
    "not_newest": Text(
        "शृंखला में इसके बाद का संस्करण है: {value}; संशोधन नवीनतम का ही हो सकता है।",
        "It is not its chain's newest version; {value} amends it already.",
    ),
    "amends_lift": Text(
        "यह रोक समाप्त करने वाला आदेश है; इसमें संशोधन नहीं हो सकता: {value}",
        "It is a lift, and nothing amends a lift: {value}",
    ),
    "lift_amends_nothing": Text(
        "रोक समाप्त करने वाला आदेश किसी आदेश का संशोधन होना चाहिए।", "A lift must amend an order."
    ),
    "lift_coverage": Text(
        "रोक समाप्त करने वाले आदेश में कोई पंक्ति नहीं हो सकती।", "A lift has no coverage."
    ),
    "no_coverage": Text(
        "आदेश में कम से कम एक पंक्ति चाहिए।", "An order that is no lift needs a line of coverage."
    ),
    # Directives.
    "unknown_directive": Text("यह निर्देश अज्ञात है: {value}", "The directive is unknown: {value}"),
    "number_of_order": Text("यह संख्या पहले से एक आदेश की है।", "An order has this number already."),
    "number_of_directive": Text(
        "यह संख्या पहले से एक निर्देश की है।", "A directive has this number already."
    ),
    "before_order": Text(
        "निर्देश अपने आदेश से पहले का है, जो {value} निर्गत हुआ।",
        "The directive was issued before its order, which is of {value}.",
    ),
    "no_addressee": Text(
        "निर्देश किसी को सम्बोधित नहीं है; कम से कम एक निगम लिखें।",
        "The directive is addressed to nobody; name at least one discom.",
    ),
    "replaces_itself": Text("निर्देश अपने ही स्थान पर नहीं हो सकता।", "A directive cannot replace itself."),
    "not_after_replaced": Text(
        "निर्देश उसके बाद निर्गत होना चाहिए जिसके स्थान पर वह है: {value}",
        "A directive must be issued after what it replaces: {value}",
    ),
    "replaced_already": Text(
        "इसके स्थान पर पहले से यह निर्देश है: {value}", "It has been replaced already, by {value}."
    ),
}  # fmt: skip


def shown(text: str) -> str:
    """A text from the document as a message can hold it: short, and of characters that print."""
    whole = text.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else "?" for c in whole[:200])


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `orders[3] MO/2022-23/0004`, `coverage[0].ends_at`, why."""

    entry: str
    field: str
    why: Text

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.entry, self.field) if part)
        return f"{place}: {self.why.en} / {self.why.hi}"


class RecordRefused(Exception):
    """A record that was not taken. Nothing was written (contract, section 2)."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


class Faults:
    """Collects what is wrong; so many faults are enough to refuse at once."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._found)

    def add(self, entry: str, field: str, name: str, value: object = "") -> None:
        """Note a fault by its name. Raises RecordRefused if there are too many to go on."""
        words, said = WHY[name], shown(str(value))
        why = Text(words.hi.format(value=said), words.en.format(value=said))
        self._note(Fault(entry, field, why))

    def add_rule(self, entry: str, prefix: str, fault: coverage.Fault) -> None:
        """Note a fault that the rules found in a line or an outage."""
        fault = replace(fault, value=shown(fault.value))
        self._note(Fault(entry, prefix + fault.field, fault.words))

    def add_words(self, entry: str, field: str, words: Text) -> None:
        """Note a fault that is worded already."""
        self._note(Fault(entry, field, Text(shown(words.hi), shown(words.en))))

    def refuse_any(self) -> None:
        """Raises RecordRefused if anything is wrong."""
        if self._found:
            raise RecordRefused(tuple(self._found))

    def _note(self, fault: Fault) -> None:
        self._found.append(fault)
        if len(self._found) >= MOST_FAULTS:
            self.refuse_any()
