"""Why a list cannot be screened at all, in both languages (contract, section 5)."""

from collections.abc import Sequence

from .wording import Text

LIST_FAULTS = {
    "empty": Text("फ़ाइल में शीर्ष पंक्ति नहीं है।", "The file has no header row."),
    "missing": Text("ये स्तंभ नहीं मिले: {0}", "These columns are missing: {0}"),
    "repeated": Text("यह स्तंभ दो बार है: {0}", "This column appears twice: {0}"),
    "taken": Text(
        "यह स्तंभ जाँच जोड़ती है; इसे फ़ाइल से हटाएँ या इसका नाम बदलें: {0}",
        "Screening adds this column; remove it from the file or rename it: {0}",
    ),
    "encoding": Text(
        "यह फ़ाइल CSV के रूप में पढ़ी नहीं जा सकी। उसे “CSV UTF-8” या XLSX के रूप में फिर सहेजें।",
        "This file cannot be read as CSV. Save it again as “CSV UTF-8” or as XLSX.",
    ),
    "unclosed": Text(
        "पंक्ति {0} में खुला उद्धरण चिह्न बंद नहीं होता; एक प्रविष्टि अधिकतम 128 KB की हो सकती है।",
        "A quotation mark that opens in line {0} is not closed; a row holds at most 128 KB.",
    ),
    "misplaced": Text(
        "पंक्ति {0} में खुला उद्धरण चिह्न जहाँ बंद होता है, उसके बाद न अल्पविराम है, न पंक्ति का अंत।",
        "A quotation mark that opens in line {0} closes where neither a comma nor the end of the "
        "line follows.",
    ),
    "long_row": Text(
        "पंक्ति {0} बहुत लंबी है; एक प्रविष्टि अधिकतम 128 KB की हो सकती है।",
        "Line {0} is too long; a row holds at most 128 KB.",
    ),
    "bytes": Text("फ़ाइल {0} MB से बड़ी है; उसे बाँट लें।", "The file is larger than {0} MB; divide it."),
    "rows": Text(
        "सूची में {0} से अधिक पंक्तियाँ हैं; उसे बाँट लें।", "The list has more than {0} rows; divide it."
    ),
    "columns": Text(
        "सूची में {0} से अधिक स्तंभ हैं।", "The list has more than {0} columns."
    ),
    "damaged": Text(
        "यह XLSX फ़ाइल पढ़ी नहीं जा सकी। उसे फिर से या CSV के रूप में सहेजें।",
        "This XLSX file cannot be read. Save it again, or save it as CSV.",
    ),
    "other_book": Text(
        "यह कार्यपुस्तिका XLSX नहीं है। उसे XLSX या CSV के रूप में सहेजें।",
        "This workbook is not XLSX. Save it as XLSX or as CSV.",
    ),
    "locked": Text(
        "यह फ़ाइल पासवर्ड से बंद है। उसे बिना पासवर्ड के सहेजें।",
        "This file is locked with a password. Save it without one.",
    ),
    "cells": Text(
        "कार्यपुस्तिका के खाने {0} से अधिक हैं, खाली खाने मिलाकर। उसे CSV के रूप में भेजें।",
        "The workbook spans more than {0} cells, empty ones included. Send it as CSV.",
    ),
    "grid": Text(
        "कार्यपुस्तिका में ऐसे खाने का पता है जो हो नहीं सकता। उसे CSV के रूप में भेजें।",
        "The workbook names a cell that cannot exist. Send it as CSV.",
    ),
    "unpacked": Text(
        "कार्यपुस्तिका खोलने पर {0} MB से बड़ी है। उसे CSV के रूप में भेजें।",
        "Unpacked, the workbook is larger than {0} MB. Send it as CSV.",
    ),
    "size": Text(
        "कार्यपुस्तिका के भाग का आकार उसमें लिखे आकार से अलग है। उसे CSV के रूप में भेजें।",
        "A part of the workbook has another size than it states. Send it as CSV.",
    ),
    "ratio": Text(
        "कार्यपुस्तिका का एक भाग {0} गुना से अधिक संपीडित है; कोई सूची ऐसी नहीं होती। उसे CSV के रूप में भेजें।",
        "A part of the workbook is compressed more than {0} times, as no list is. Send it as CSV.",
    ),
    "parts": Text(
        "कार्यपुस्तिका में {0} से अधिक भाग हैं। उसे CSV के रूप में भेजें।",
        "The workbook has more than {0} parts. Send it as CSV.",
    ),
    "strings": Text(
        "कार्यपुस्तिका में {0} से अधिक पाठ हैं। उसे CSV के रूप में भेजें।",
        "The workbook has more than {0} texts. Send it as CSV.",
    ),
    "nested": Text(
        "कार्यपुस्तिका के भीतर दूसरी फ़ाइलें या बहुत गहरी संरचना है। सूची को CSV के रूप में भेजें।",
        "The workbook holds other files or is nested too deeply. Send the list as CSV.",
    ),
    "memory": Text(
        "यह सूची पढ़ी नहीं जा सकी: उसे जितनी मेमोरी मिल सकती है, उससे अधिक चाहिए। उसे बाँट लें या CSV के रूप में भेजें।",
        "This list could not be read: it needs more memory than a list may take. Divide it, or "
        "send it as CSV.",
    ),
    "time": Text(
        "यह सूची पढ़ी नहीं जा सकी: इसमें बहुत समय लगा। उसे बाँट लें या CSV के रूप में भेजें।",
        "This list could not be read: it took too long. Divide it, or send it as CSV.",
    ),
}  # fmt: skip
# The list is sound and too large; every other fault is one of the list itself.
_TOO_LARGE = frozenset({"bytes", "rows", "columns", "cells", "unpacked", "memory", "time"})


class BadList(ValueError):
    """A list that cannot be screened at all; `words` say why.

    `name` is a key of LIST_FAULTS; `given` stands in its words; `columns` are those at fault.
    """

    def __init__(self, name: str, given: object = "", columns: Sequence[str] = ()) -> None:
        text = LIST_FAULTS[name]
        self.name, self.given = name, str(given)
        self.words = Text(text.hi.replace("{0}", self.given), text.en.replace("{0}", self.given))
        self.columns = tuple(columns)
        super().__init__(self.words.en)

    @property
    def is_too_large(self) -> bool:
        """Whether the list is refused for its size alone."""
        return self.name in _TOO_LARGE
