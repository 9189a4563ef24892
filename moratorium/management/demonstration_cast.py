"""Who acts in the demonstration, with which logins, and the clock of the story."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from ..models import Entry, Person, RoleGrant
from ..rules import lifecycle
from ..rules.instants import IST
from ..rules.wording import Text

PEOPLE = {
    "demo-maker": (lifecycle.MAKER, Text("प्रदर्शन प्रस्तुतकर्ता", "Demonstration maker")),
    "demo-checker": (lifecycle.CHECKER, Text("प्रदर्शन अनुमोदनकर्ता", "Demonstration checker")),
    "demo-checker-2": (
        lifecycle.CHECKER,
        Text("प्रदर्शन अनुमोदनकर्ता 2", "Demonstration checker 2"),
    ),
    "demo-keeper": (lifecycle.KEEPER, Text("प्रदर्शन आधार-सूचना प्रभारी", "Demonstration keeper")),
    "demo-officer": (lifecycle.OFFICER, Text("प्रदर्शन अधिकारी", "Demonstration officer")),
    "demo-council": (
        lifecycle.COUNCIL,
        Text("प्रदर्शन उपभोक्ता परिषद सदस्य", "Demonstration council member"),
    ),
    "demo-auditor": (lifecycle.AUDITOR, Text("प्रदर्शन लेखा-परीक्षक", "Demonstration auditor")),
}

REASON = "प्रदर्शन के लिए। / For the demonstration."  # of an approval


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts, and the hour from which the story is counted."""

    maker: Person
    checker: Person
    second: Person
    keeper: Person
    hour: datetime

    def at(self, hours: float) -> datetime:
        """An instant so many hours after (or, negative, before) the story's hour."""
        return self.hour + timedelta(hours=hours)


def assemble(now: datetime) -> Cast:
    """The people of the demonstration, their logins written to a file only its owner reads."""
    password = secrets.token_urlsafe(9)
    people = {name: _person(name, password, now) for name in PEOPLE}
    lines = [f"  {name:16}{password}   {PEOPLE[name][1].en}" for name in PEOPLE]
    kept = logins_file()
    kept.touch(mode=0o600)
    kept.write_text("  Demonstration logins\n" + "\n".join(lines) + "\n")
    hour = now.astimezone(IST).replace(minute=0, second=0, microsecond=0)
    return Cast(
        people["demo-maker"], people["demo-checker"], people["demo-checker-2"],
        people["demo-keeper"], hour,
    )  # fmt: skip


def clock(planned: datetime) -> datetime:
    """The story's own instant, but never before what the journal already holds."""
    newest = Entry.objects.order_by("-seq").values_list("recorded_at", flat=True).first()
    return planned if newest is None else max(planned, newest)


def logins_file() -> Path:
    """Where the demonstration's logins are kept."""
    return Path(settings.VAR_DIR) / "demonstration-logins.txt"


def logins_in_words() -> str:
    """The demonstration's logins, a line each; empty if there are none."""
    kept = logins_file()
    return kept.read_text() if kept.exists() else ""


def _person(username: str, password: str, now: datetime) -> Person:
    role, name = PEOPLE[username]
    person = Person(
        username=username, name_hi=name.hi, name_en=name.en, post_hi=name.hi, post_en=name.en
    )
    person.demonstration = True
    person.set_password(password)
    person.save()
    since = (now - timedelta(days=30)).astimezone(IST).date()
    RoleGrant.objects.create(person=person, role=role, starts_on=since)
    return person
