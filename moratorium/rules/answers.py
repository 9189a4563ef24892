"""The sentences that everybody reads, and the short names of the answers, in both languages."""

from .protection import DEPENDS, NOT_PROTECTED, PROTECTED
from .wording import Text

QUESTION = Text(
    "क्या बकाये पर मेरा बिजली कनेक्शन अभी काटा जा सकता है?",
    "Can my supply be cut for arrears now?",
)
SENTENCE = {
    PROTECTED: Text(
        "अभी बकाये पर बिजली न काटने का आदेश लागू है",
        "An order is in force: no disconnection for arrears now",
    ),
    NOT_PROTECTED: Text("ऐसा कोई आदेश दर्ज नहीं है", "No such order is on record"),
    DEPENDS: Text(
        "स्थान पर निर्भर: पुष्टि आवश्यक",
        "Depends on the place: please confirm",
    ),
}
SHORT = {
    PROTECTED: Text("रोक लागू", "Protected"),
    NOT_PROTECTED: Text("आदेश दर्ज नहीं", "No order on record"),
    DEPENDS: Text("पुष्टि आवश्यक", "Depends: confirm"),
}
BASIS = {
    "order": Text("हस्ताक्षरित आदेश", "signed order"),
    "assurance": Text("आश्वासन", "assurance"),
}
