"""Letters to set: a plain one, and what a test changes of it. The people are made up."""

from dataclasses import replace
from typing import Any

from moratorium.letters import CoverageRow, Letter, Signatory
from moratorium.rules.wording import Text

ISSUED = Letter(
    office=Text(
        "उत्तर प्रदेश पावर कारपोरेशन लिमिटेड, शक्ति भवन, 14 अशोक मार्ग, लखनऊ",
        "Uttar Pradesh Power Corporation Limited, Shakti Bhawan, 14 Ashok Marg, Lucknow",
    ),
    number="D/2022-23/0001",
    issued_on=Text("29 दिसंबर 2022", "29 December 2022"),
    to=(
        Text(
            "प्रबन्ध निदेशक, पूर्वाञ्चल विद्युत वितरण निगम लिमिटेड, वाराणसी",
            "Managing Director, Purvanchal Vidyut Vitaran Nigam Limited, Varanasi",
        ),
        Text(
            "समस्त मुख्य अभियन्ता एवं अधीक्षण अभियन्ता, पूर्वाञ्चल विद्युत वितरण निगम लिमिटेड",
            "All Chief Engineers and Superintending Engineers, Purvanchal Vidyut Vitaran Nigam Limited",
        ),
    ),
    subject=Text(
        "बकाये पर संयोजन विच्छेदन का स्थगन: पूर्वाञ्चल विद्युत वितरण निगम",
        "Moratorium on disconnection for arrears: Purvanchal Vidyut Vitaran Nigam",
    ),
    reference=(
        Text(
            "विच्छेदन स्थगन आदेश MO/2022-23/0001, दिनांक 29 दिसंबर 2022",
            "Moratorium order MO/2022-23/0001 of 29 December 2022",
        ),
    ),
    preamble=Text(
        "ऑनलाइन बिलिंग प्रणाली के उन्नयन के कारण उपभोक्ता इस समय अपने विद्युत बिल का भुगतान न तो ऑनलाइन और न ही"
        " काउण्टर पर कर सकते हैं।\nजो उपभोक्ता भुगतान करना चाहता है पर कर नहीं सकता, उसका संयोजन बकाये पर न काटा जाए।",
        "While the online billing system is being upgraded, consumers can pay their bills neither "
        "online nor at a counter.\nNobody who wants to pay and cannot is to be cut off for arrears.",
    ),
    operative=(
        Text(
            "पूर्वाञ्चल विद्युत वितरण निगम; सभी जनपद; शहरी एवं ग्रामीण क्षेत्र: 29 दिसंबर 2022, शाम 6:00 बजे "
            "(18:00 IST) से 4 जनवरी 2023, रात 12:00 बजे तक (24:00 IST), तथा उसके बाद भी जब तक बिलिंग बहाल होने की "
            "पुष्टि न हो तब तक, बकाये पर किसी उपभोक्ता का संयोजन विच्छेदन नहीं किया जाएगा।",
            "Purvanchal Vidyut Vitaran Nigam; all districts; urban and rural areas: no consumer's "
            "supply shall be disconnected for arrears, from 29 December 2022, 6:00 pm (18:00 IST) "
            "through 4 January 2023 (24:00 IST), and beyond that until billing is confirmed restored.",
        ),
    ),
    coverage=(
        CoverageRow(
            where=Text(
                "पूर्वाञ्चल विद्युत वितरण निगम; सभी जनपद; शहरी एवं ग्रामीण क्षेत्र",
                "Purvanchal Vidyut Vitaran Nigam; all districts; urban and rural areas",
            ),
            starts=Text(
                "29 दिसंबर 2022, शाम 6:00 बजे (18:00 IST) से",
                "from 29 December 2022, 6:00 pm (18:00 IST)",
            ),
            ends=Text(
                "4 जनवरी 2023, रात 12:00 बजे तक (24:00 IST), तथा उसके बाद भी जब तक बिलिंग बहाल होने की पुष्टि न हो",
                "through 4 January 2023 (24:00 IST), and beyond that until billing is confirmed restored",
            ),
        ),
    ),
    condition=Text(
        "कृपया इस निर्देश की प्राप्ति की पावती 30 दिसंबर 2022, सुबह 10:00 बजे (10:00 IST) तक पोर्टल पर दें।",
        "Please acknowledge this directive on the portal by 30 December 2022, 10:00 am (10:00 IST).",
    ),
    signed_by=Signatory(
        Text("परीक्षण अनुमोदनकर्ता", "Test Checker"), Text("प्रबन्ध निदेशक", "Managing Director")
    ),
    enclosures=(Text("विच्छेदन स्थगन आदेश MO/2022-23/0001", "Moratorium order MO/2022-23/0001"),),
    copies=(
        Text(
            "अध्यक्ष, उत्तर प्रदेश राज्य विद्युत उपभोक्ता परिषद, लखनऊ",
            "Chairperson, Uttar Pradesh Rajya Vidyut Upbhokta Parishad, Lucknow",
        ),
        Text("समस्त निदेशक, शक्ति भवन, लखनऊ", "All Directors, Shakti Bhawan, Lucknow"),
    ),
    journal_head="3f0a9c1e5b7d2468ace013579bdf02468ace13579bdf2468ace013579bdf0246",
    check_code="K7QM-4T2X",
    verify_url="https://portal.example/verify/d-2022-23-0001/K7QM-4T2X/",
)
DRAFT = replace(ISSUED, number="", check_code="", verify_url="")
DEMONSTRATION = Text(
    "प्रदर्शन: यह पत्र किसी कार्यालय पर बाध्यकारी नहीं है।", "Demonstration: this letter binds no office."
)


def letter(**changes: Any) -> Letter:
    """An issued letter with what a test changes of it."""
    return replace(ISSUED, **changes)


def preamble(text: str) -> Letter:
    """A letter with that preamble in both languages."""
    return letter(preamble=Text(text, text))
