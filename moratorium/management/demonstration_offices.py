"""Two small trees of offices for the demonstration, with its people posted in them.

Some offices are left without anybody, and one without an address too, so that the lists of
those have something to show.
"""

from datetime import datetime, timedelta

from ..models import Person
from ..operations import offices
from ..rules.instants import IST
from ..rules.offices import POSTS, Office, Place, Posting
from ..rules.wording import Text

DISCOMS = {"DEMO-PU": "PUVVNL", "DEMO-MV": "MVVNL"}
# Code, level, code of the office above, name.
TREES = (
    ("DEMO-PU", "head", "", Text("मुख्यालय, वाराणसी", "head office, Varanasi")),
    ("DEMO-PU-1", "zone", "DEMO-PU", Text("वाराणसी क्षेत्र", "Varanasi zone")),
    ("DEMO-PU-11", "circle", "DEMO-PU-1", Text("नगरीय मण्डल", "urban circle")),
    ("DEMO-PU-12", "circle", "DEMO-PU-1", Text("ग्रामीण मण्डल", "rural circle")),
    ("DEMO-PU-111", "division", "DEMO-PU-11", Text("खण्ड प्रथम", "division I")),
    ("DEMO-PU-112", "division", "DEMO-PU-11", Text("खण्ड द्वितीय", "division II")),
    ("DEMO-PU-121", "division", "DEMO-PU-12", Text("खण्ड तृतीय", "division III")),
    ("DEMO-PU-122", "division", "DEMO-PU-12", Text("खण्ड चतुर्थ", "division IV")),
    ("DEMO-PU-111-1", "subdivision", "DEMO-PU-111", Text("उपखण्ड", "sub-division")),
    ("DEMO-PU-111-11", "substation", "DEMO-PU-111-1", Text("उपकेन्द्र", "sub-station")),
    ("DEMO-PU-2", "zone", "DEMO-PU", Text("गोरखपुर क्षेत्र", "Gorakhpur zone")),
    ("DEMO-PU-21", "circle", "DEMO-PU-2", Text("नगरीय मण्डल", "urban circle")),
    ("DEMO-PU-211", "division", "DEMO-PU-21", Text("खण्ड पंचम", "division V")),
    ("DEMO-PU-212", "division", "DEMO-PU-21", Text("खण्ड षष्ठ", "division VI")),
    ("DEMO-MV", "head", "", Text("मुख्यालय, लखनऊ", "head office, Lucknow")),
    ("DEMO-MV-1", "zone", "DEMO-MV", Text("लखनऊ क्षेत्र", "Lucknow zone")),
    ("DEMO-MV-11", "circle", "DEMO-MV-1", Text("ग्रामीण मण्डल", "rural circle")),
    ("DEMO-MV-111", "division", "DEMO-MV-11", Text("खण्ड प्रथम", "division I")),
    ("DEMO-MV-112", "division", "DEMO-MV-11", Text("खण्ड द्वितीय", "division II")),
)
OFFICER = {
    "DEMO-PU-111": POSTS["division"],
    "DEMO-PU-111-1": Text("उपखण्ड अधिकारी (अतिरिक्त प्रभार)", "SDO (additional charge)"),
}
VACANT = ("DEMO-PU-122", "DEMO-PU-212", "DEMO-PU-111-11")
WITHOUT_ADDRESS = ("DEMO-PU-212",)


def play(keeper: Person, at: datetime) -> None:
    """Put the trees and the postings on record, an act for each office. Raises Refused."""
    since = (at - timedelta(days=200)).astimezone(IST).date()
    for place, (code, level, above, name) in enumerate(TREES, start=1):
        email = "" if code in WITHOUT_ADDRESS else f"{code.lower()}@example.org"
        stated = Office(
            code, DISCOMS[code[:7]], level, f"प्रदर्शन: {name.hi}", f"Demonstration: {name.en}", email
        )
        rows: list[Place | Posting] = [Place(code, above, since)]
        if code not in VACANT:
            post = OFFICER.get(code, POSTS[level])
            holder = "demo-officer" if code in OFFICER else _engineer(place, post)
            rows.append(Posting(holder, code, post.hi, post.en, since))
        offices.keep(None, stated, rows, by=keeper, at=at)


def _engineer(place: int, post: Text) -> str:
    """Somebody who is posted in the field and never signs in; the login name."""
    name = Text(f"प्रदर्शन अभियन्ता {place}", f"Demonstration engineer {place}")
    person = Person(
        username=f"demo-engineer-{place}", name_hi=name.hi, name_en=name.en,
        post_hi=post.hi, post_en=post.en, demonstration=True,
    )  # fmt: skip
    person.set_unusable_password()
    person.save()
    return person.username
