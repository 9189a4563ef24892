"""What in a preamble counts as an hour or a date, and what does not."""

import pytest

from moratorium.rules.preamble import hours_and_dates

pytestmark = pytest.mark.plain

FOUND = [
    # Hours
    ("until 21:00 on that day", ["21:00"]),
    ("21:00 IST तक", ["21:00 IST"]),
    ("२१:०० तक काउंटर बंद", ["२१:००"]),
    ("रात 9 बजे तक", ["रात 9 बजे"]),
    ("९ बजे से", ["९ बजे"]),
    ("शाम 6:30 बजे से", ["शाम 6:30 बजे"]),
    ("9.30 बजे", ["9.30 बजे"]),
    ("रात नौ बजे तक", ["रात नौ बजे"]),
    ("9 बजकर 15 मिनट", ["9 बजकर"]),
    ("until 9 pm", ["9 pm"]),
    ("until 9:30 P.M.", ["9:30 P.M."]),
    ("from 6pm", ["6pm"]),
    ("at nine o'clock", ["nine o'clock"]),
    ("by 2100 hrs", ["2100 hrs"]),
    ("by 18.00 hours", ["18.00 hours"]),
    ("from midnight", ["midnight"]),
    ("मध्यरात्रि से", ["मध्यरात्रि"]),
    # Days with a month
    ("30 दिसंबर को", ["30 दिसंबर"]),
    ("30 दिसम्बर 2022 को", ["30 दिसम्बर 2022"]),
    ("३० दिसंबर, २०२२ तक", ["३० दिसंबर, २०२२"]),
    ("दिसंबर 2022 में", ["दिसंबर 2022"]),
    ("4 जनवरी तक", ["4 जनवरी"]),
    ("5 फ़रवरी और 6 फरवरी", ["5 फ़रवरी", "6 फरवरी"]),
    ("2 अक्तूबर, 3 अक्टूबर", ["2 अक्तूबर", "3 अक्टूबर"]),
    ("1 अप्रेल, 2 अप्रैल", ["1 अप्रेल", "2 अप्रैल"]),
    ("7 सितम्बर, 8 सितंबर, 9 नवम्बर", ["7 सितम्बर", "8 सितंबर", "9 नवम्बर"]),
    ("3 जुलाइ", ["3 जुलाइ"]),
    ("दिसंबर के अंत तक", ["दिसंबर"]),
    ("on 30 December 2022", ["30 December 2022"]),
    ("on December 30, 2022", ["December 30, 2022"]),
    ("the 30th of December", ["30th of December"]),
    ("30-Dec-2022", ["30-Dec-2022"]),
    ("Sept. 4", ["Sept. 4"]),
    ("on 5 May", ["5 May"]),
    ("in may 2023", ["may 2023"]),
    ("by the end of March", ["March"]),
    # Days in digits
    ("दिनांक 04.01.2023 का पत्र", ["04.01.2023"]),
    ("4.1.23 तक", ["4.1.23"]),
    ("31-12-2022", ["31-12-2022"]),
    ("31/12 तक", ["31/12"]),
    ("३१/१२/२०२२", ["३१/१२/२०२२"]),
    ("on 2022-12-31.", ["2022-12-31"]),
    ("through 31/12/2022.", ["31/12/2022"]),
    ("30 तारीख तक", ["30 तारीख"]),
    ("until the 30th", ["until the 30th"]),
    # Several
    ("29 दिसंबर शाम 6 बजे से 30 दिसंबर 21:00 तक",
     ["29 दिसंबर", "शाम 6 बजे", "30 दिसंबर", "21:00"]),
    ("9 pm; later 9 pm again", ["9 pm"]),
]  # fmt: skip

NOT_FOUND = [
    "", "इस अवधि में उपभोक्ता बिल जमा नहीं कर सकते।", "Consumers cannot pay.",
    "section 56 of the Electricity Act, 2003", "विद्युत अधिनियम, 2003 की धारा 56",
    "विद्युत अधिनियम २००३", "about 3.2 crore connections", "लगभग 3.2 करोड़ उपभोक्ता",
    "helpline 1912, open 24/7", "हेल्पलाइन 1912", "वित्तीय वर्ष 2022-23", "the year 2022-23",
    "पत्रांक 123/2022-23", "letter no. 45/UPPCL/2022", "MO/2022-23/0010", "आदेश संख्या 31/12",
    "No. 12/5", "Order No. 4.1.23", "39 towns in 19 districts", "₹ 1,23,45,678",
    "within 24 hours", "24 घंटे के भीतर", "15 दिन का नोटिस", "5-6 घंटे", "15-20 दिन",
    "जूनियर इंजीनियर", "अवर अभियन्ता", "it may be noted", "consumers may pay", "they march on",
    "an august body", "clause 4.2", "बजट 2023", "the 25 zones became 40", "I am the 2nd officer",
    "15th amendment", "रात में आपूर्ति", "call 1800-180-5025", "33/11 kV", "11/0.4 kV",
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), FOUND)
def test_found(text: str, wanted: list[str]) -> None:
    assert list(hours_and_dates(text)) == wanted


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(text: str) -> None:
    assert hours_and_dates(text) == ()
