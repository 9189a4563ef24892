"""Notices: the public entries of the journal, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from ..models import Entry
from ..rules import instants, notices, numbering
from ..rules.wording import Text

# Whether there is a public act in a time. Plain SQL: to have Django spell it for twenty years
# takes as long as the rest of an edition.
_ANY = (
    "EXISTS (SELECT 1 FROM moratorium_entry"
    " WHERE public AND happened_at >= %s AND happened_at < %s)"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A public act.

    `subject` is the number of an order or a directive, or the reference of an outage; `slug` is
    that of the order or the directive. A directive's notice also names the order it rests on.
    """

    seq: int
    act: str
    headline: Text
    title: Text
    subject: str
    slug: str | None
    happened_at: datetime
    recorded_at: datetime
    demonstration: bool
    detail: dict[str, Any]
    digest: str

    @property
    def is_order(self) -> bool:
        return self.act.startswith("order.")

    @property
    def is_directive(self) -> bool:
        return self.act.startswith("directive.")

    @property
    def rests_on(self) -> str:
        """The number of the order that a directive rests on; "" for other acts."""
        return str(self.detail.get("order") or "") if self.is_directive else ""

    @property
    def rests_on_slug(self) -> str:
        return numbering.slug(self.rests_on)


def _public() -> Any:
    return Entry.objects.filter(public=True).order_by("-happened_at", "-seq")


def newest(count: int) -> list[Notice]:
    """The latest public acts; one query."""
    return [_notice(entry) for entry in _public()[:count]]


def _edges(year: int) -> tuple[datetime, datetime]:
    return instants.day_start(date(year, 1, 1)), instants.day_start(date(year + 1, 1, 1))


def _in_year(year: int) -> Any:
    start, end = _edges(year)
    return _public().filter(happened_at__gte=start, happened_at__lt=end)


def page(number: int, size: int, year: int | None = None) -> tuple[list[Notice], int]:
    """One page of all notices, or of a year's, counted from 1, and how many there are."""
    entries = _public() if year is None else _in_year(year)
    return [_notice(e) for e in entries[(number - 1) * size : number * size]], entries.count()


def years() -> list[int]:
    """The years (IST) in which there are notices, newest first.

    Three queries through the index by time, whatever the archive holds: a distinct over all
    notices would read every one.
    """
    times = Entry.objects.filter(public=True).values_list("happened_at", flat=True)
    newest = times.order_by("-happened_at", "-seq").first()
    oldest = times.order_by("happened_at", "seq").first()
    if newest is None or oldest is None:
        return []
    first, last = (each.astimezone(instants.IST).year for each in (oldest, newest))
    asked = range(last, first - 1, -1)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join([_ANY] * len(asked))}",
            [
                connection.ops.adapt_datetimefield_value(edge)
                for year in asked
                for edge in _edges(year)
            ],
        )
        found = cursor.fetchone()
    return [year for year, any_then in zip(asked, found, strict=True) if any_then]


def get(seq: int) -> Notice | None:
    """One notice by its number in the journal; None if there is none or it is not public."""
    entry = Entry.objects.filter(public=True, seq=seq).first()
    return None if entry is None else _notice(entry)


def about(subject: str) -> list[Notice]:
    """The public acts about one order, directive or outage, oldest first."""
    return about_each([subject])


def about_each(subjects: Iterable[str]) -> list[Notice]:
    """The public acts about some orders, directives or outages, oldest first; one query."""
    entries = Entry.objects.filter(public=True, subject__in=list(subjects)).order_by("seq")
    return [_notice(entry) for entry in entries]


def about_any(subjects: Iterable[str], count: int) -> list[Notice]:
    """The latest public acts about some orders, directives or outages, newest first."""
    entries = _public().filter(subject__in=list(subjects))[:count]
    return [_notice(entry) for entry in entries]


def _notice(entry: Entry) -> Notice:
    return Notice(
        seq=entry.seq,
        act=entry.act,
        headline=notices.headline(entry.act),
        title=notices.title(entry.detail),
        subject=entry.subject,
        slug=entry.detail.get("slug"),
        happened_at=entry.happened_at,
        recorded_at=entry.recorded_at,
        demonstration=bool(entry.detail.get("demonstration")),
        detail=entry.detail,
        digest=entry.digest,
    )
