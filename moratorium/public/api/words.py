"""The sentences that report a fault in a request; `{0}` is what was given."""

from ...rules.wording import Text
from .problems import Fault, printable

_WORDS = {
    "missing": Text("यह आवश्यक है।", "This is required."),
    "unknown": Text("ऐसा कोई प्राचल नहीं है।", "There is no such parameter."),
    "repeated": Text("यह एक से अधिक बार दिया गया है।", "This is given more than once."),
    "empty": Text("यह खाली है; मान दें या इसे हटा दें।", "This is empty; give a value or leave it out."),
    "text": Text("यह पाठ (string) होना चाहिए।", "This must be a string."),
    "object": Text("यह JSON object होना चाहिए।", "This must be a JSON object."),
    "list": Text("यह JSON array होना चाहिए।", "This must be a JSON array."),
    "json": Text("यह मान्य JSON नहीं है: {0}", "This is not valid JSON: {0}"),
    "utf8": Text("यह मान्य UTF-8 नहीं है।", "This is not valid UTF-8."),
    "nested": Text("JSON बहुत गहरा है।", "The JSON is nested too deeply."),
    "csv": Text("यह मान्य CSV नहीं है: {0}", "This is not valid CSV: {0}"),
    "xlsx": Text("यह मान्य XLSX नहीं है: {0}", "This is not a valid XLSX file: {0}"),
    "cut_short": Text("सामग्री पूरी नहीं आई।", "The body did not arrive whole."),
    "key_repeated": Text("कुंजी दो बार आई है: {0}", "A key appears twice: {0}"),
    "number": Text("JSON में यह संख्या मान्य नहीं है: {0}", "JSON has no such number: {0}"),
    "too_many": Text(
        "एक बार में अधिकतम 10,000 प्रश्न; यहाँ {0} हैं।",
        "At most 10,000 questions at a time; here are {0}.",
    ),
    "discom": Text("ऐसा कोई निगम दर्ज नहीं है: {0}", "No such discom is on record: {0}"),
    "district": Text("ऐसा कोई जनपद दर्ज नहीं है: {0}", "No such district is on record: {0}"),
    "area": Text("क्षेत्र urban या rural हो, न कि {0}", "The area is urban or rural, not {0}"),
    "not_served": Text(
        "यह निगम इस जनपद में आपूर्ति नहीं करता: {0}",
        "The discom does not serve this district: {0}",
    ),
    "instant_form": Text(
        "यह ISO 8601 का समय नहीं है, जैसे 2022-12-31T12:00:00+05:30",
        "This is not an ISO 8601 date-time such as 2022-12-31T12:00:00+05:30",
    ),
    "instant_offset": Text(
        "समय के साथ अंतर दें, जैसे +05:30", "The date-time needs an offset, such as +05:30"
    ),
    "instant_fraction": Text(
        "समय माइक्रोसेकंड से सूक्ष्म न हो।", "The date-time is finer than a microsecond."
    ),
    "instant_range": Text(
        "समय 2000-01-01T00:00Z से 2101-01-01T00:00Z के पहले तक का हो।",
        "The date-time must lie from 2000-01-01T00:00Z to before 2101-01-01T00:00Z.",
    ),
    "whole_number": Text(
        "यह पूर्ण संख्या हो, {0} की सीमा में।", "This must be a whole number within {0}."
    ),
    "too_many_parameters": Text("प्राचल बहुत अधिक हैं।", "There are too many parameters."),
    "control": Text("इसमें अमान्य वर्ण है।", "This holds a character that cannot be searched for."),
    "order": Text("ऐसा कोई आदेश दर्ज नहीं है: {0}", "No such order is on record: {0}"),
}


def fault(field: str, name: str, given: object = "") -> Fault:
    """A fault of a field, in both languages."""
    text, shown = _WORDS[name], printable(given)
    return Fault(
        printable(field), Text(text.hi.replace("{0}", shown), text.en.replace("{0}", shown))
    )
