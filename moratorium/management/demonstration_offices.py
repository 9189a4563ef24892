"""A small tree of offices for the demonstration, with the demonstration's people posted in it.

Some offices are left without anybody, so that the list of those has something to show.
"""

from datetime import datetime, timedelta

from ..models import Person
from ..operations import offices
from ..rules.instants import IST
from ..rules.offices import Office, Place, Posting
from ..rules.wording import Text

DISCOM = "PUVVNL"
# Code, level, code of the office above, name.
TREE = (
    ("DEMO-PU", "head", "", Text("मुख्यालय, वाराणसी", "head office, Varanasi")),
    ("DEMO-PU-1", "zone", "DEMO-PU", Text("वाराणसी क्षेत्र", "Varanasi zone")),
    ("DEMO-PU-11", "circle", "DEMO-PU-1", Text("नगरीय मण्डल", "urban circle")),
    ("DEMO-PU-12", "circle", "DEMO-PU-1", Text("ग्रामीण मण्डल", "rural circle")),
    ("DEMO-PU-111", "division", "DEMO-PU-11", Text("खण्ड प्रथम", "division I")),
    ("DEMO-PU-112", "division", "DEMO-PU-11", Text("खण्ड द्वितीय", "division II")),
    ("DEMO-PU-121", "division", "DEMO-PU-12", Text("खण्ड तृतीय", "division III")),
    ("DEMO-PU-111-1", "subdivision", "DEMO-PU-111", Text("उपखण्ड", "sub-division")),
    ("DEMO-PU-111-11", "substation", "DEMO-PU-111-1", Text("उपकेन्द्र", "sub-station")),
)
POSTS = (
    ("demo-checker", "DEMO-PU-1", Text("मुख्य अभियन्ता", "Chief Engineer")),
    ("demo-checker-2", "DEMO-PU-11", Text("अधीक्षण अभियन्ता", "Superintending Engineer")),
    ("demo-officer", "DEMO-PU-111", Text("अधिशासी अभियन्ता", "Executive Engineer")),
    (
        "demo-officer",
        "DEMO-PU-111-1",
        Text("उपखण्ड अधिकारी (अतिरिक्त प्रभार)", "SDO (additional charge)"),
    ),
)


def play(keeper: Person, at: datetime) -> None:
    """Put the tree and the postings on record, an act for each office. Raises Refused."""
    since = (at - timedelta(days=200)).astimezone(IST).date()
    for code, level, above, name in TREE:
        stated = Office(
            code, DISCOM, level, f"प्रदर्शन: {name.hi}", f"Demonstration: {name.en}",
            f"{code.lower()}@example.org",
        )  # fmt: skip
        posts = [
            Posting(person, code, post.hi, post.en, since)
            for person, office, post in POSTS
            if office == code
        ]
        offices.keep(None, stated, [Place(code, above, since), *posts], by=keeper, at=at)
