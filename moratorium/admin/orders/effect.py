"""What a draft would change, in the words of the page that is read before it is signed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from ...register.preview import ChangeGroup, Preview
from ...rules import wording
from ...rules.contradictions import Refusal, Warning
from ...rules.differences import (
    ADDED,
    CHANGED,
    KEPT,
    REMOVED,
    FieldDifference,
    LineDifference,
)
from ...rules.windows import Window
from ...rules.wording import LineWords, Text
from .. import whereabouts
from ..naming import language
from ..whereabouts import Where

# What the fields of an order and its lines are called.
FIELDS = {
    "basis": _("basis"),
    "title": _("title"),
    "text": _("preamble"),
    "discom": _("discom"),
    "districts": _("districts"),
    "area": pgettext_lazy("urban or rural", "area"),
    "restricted_to": _("only for these places"),
    "starts_at": _("starts at"),
    "ends_at": _("ends at"),
    "until_restored": _("until this outage is restored"),
    "grace_hours": _("hours after restoration"),
}
KINDS = {
    KEPT: _("unchanged"),
    CHANGED: _("changed"),
    ADDED: _("added"),
    REMOVED: _("left out"),
}
# Where the form of a draft has the field that a refusal names.
_OF_LINE = {"restricted_to": "restricted_hi", "starts_at": "starts_at_0", "ends_at": "ends_at_0"}


@dataclass(frozen=True, slots=True)
class Hours:
    """Stretches of hours under what becomes of them; `worse` if protection gets less."""

    heading: str | Promise
    told: list[str]
    worse: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Districts whose protection changes by the same hours."""

    where: Where
    hours: list[Hours]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, in both languages."""

    label: str | Promise
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of an amendment beside the one it was: its kind, and what it says."""

    kind: str
    said: str | Promise
    sentence: Text
    fields: list[Difference]


@dataclass(frozen=True, slots=True)
class Tick:
    """A warning, whether it is ticked, and where the form has its line."""

    key: str
    words: Text
    ticked: bool
    url: str


def headline(preview: Preview) -> str:
    """How many districts win and lose, in one line."""
    gaining = ngettext(
        "%(number)s district newly protected", "%(number)s districts newly protected",
        preview.gaining,
    )  # fmt: skip
    losing = ngettext(
        "%(number)s loses protection", "%(number)s lose protection", preview.losing
    )  # fmt: skip
    gained = gaining % {"number": wording.grouped(preview.gaining)}
    return f"{gained}, {losing % {'number': wording.grouped(preview.losing)}}"


def also(preview: Preview) -> Iterator[str]:
    """What else changes: where it depends on named places."""
    if preview.depending:
        said = ngettext(
            "In %(number)s district it newly depends on the named places",
            "In %(number)s districts it newly depends on the named places",
            preview.depending,
        )
        yield said % {"number": wording.grouped(preview.depending)}
    if preview.dropping:
        said = ngettext(
            "In %(number)s district named places lose protection",
            "In %(number)s districts named places lose protection",
            preview.dropping,
        )
        yield said % {"number": wording.grouped(preview.dropping)}


def still_matters(preview: Preview) -> bool:
    """Whether it changes nothing only because what protects there already has no known end.

    That ends with an outage of its own; this order then goes on.
    """
    endless = any(w.name == "overlap" and not w.facts[-1] for w in preview.warnings)
    return endless and not preview.changes


def groups(preview: Preview) -> list[Group]:
    """Every change by discom, area and districts, with its hours."""
    return [_group(each, preview, worse_only=False) for each in preview.groups]


def shortened(preview: Preview) -> list[Group]:
    """Where protection gets shorter or less sure: who, where, which hours."""
    return [_group(each, preview, worse_only=True) for each in preview.shortened]


def _group(group: ChangeGroup, preview: Preview, *, worse_only: bool) -> Group:
    slugs = [region.slug for region in group.districts]
    where = whereabouts.of_districts(group.supplier.code, group.area, slugs, preview.then.places)
    told = (
        (_("Newly protected"), group.gained, False),
        (_("Newly depends on the named places"), group.unsure, False),
        (_("No longer protected"), group.lost, True),
        (_("Named places no longer protected"), group.dropped, True),
    )
    return Group(where, [
        Hours(heading, _hours(windows), worse)
        for heading, windows, worse in told
        if windows and (worse or not worse_only)
    ])  # fmt: skip


def _hours(windows: Collection[Window]) -> list[str]:
    return list(map(whereabouts.hours, windows))


def fields(preview: Preview) -> list[Difference]:
    """What an amendment says otherwise as a whole."""
    return [] if preview.differences is None else _differences(preview.differences.fields)


def lines(preview: Preview) -> list[LineShown]:
    """What an amendment says otherwise, line by line."""
    return [] if preview.differences is None else list(map(_line, preview.differences.lines))


def _line(line: LineDifference) -> LineShown:
    words = line.after or line.before
    assert words is not None
    return LineShown(line.kind, KINDS[line.kind], _sentence(words), _differences(line.fields))


def _differences(found: Collection[FieldDifference]) -> list[Difference]:
    return [Difference(FIELDS[each.field], each.before, each.after) for each in found]


def _sentence(words: LineWords) -> Text:
    hi, en = (wording.operative([words], each)[0] for each in wording.LANGUAGES)
    return Text(hi, en)


def ticks(preview: Preview, ticked: Collection[str], form_url: str) -> list[Tick]:
    """The warnings to tick; whoever may edit the draft gets the way to the line."""
    return [Tick(w.key, w.words, w.key in ticked, _to_line(w, form_url)) for w in preview.warnings]


def stops(preview: Preview, form_url: str) -> list[tuple[Refusal, str]]:
    """Why it cannot be submitted or approved, with the way to the field in the form."""
    return [(each, _to_field(each, form_url)) for each in preview.refusals]


def _to_line(warning: Warning, form_url: str) -> str:
    if not form_url:
        return ""
    return (
        f"{form_url}#id_text_{language()}"
        if warning.line is None
        else f"{form_url}#lines-{warning.line}"
    )


def _to_field(refusal: Refusal, form_url: str) -> str:
    if not form_url or not refusal.field:
        return form_url
    if refusal.line is not None:
        name = _OF_LINE.get(refusal.field, refusal.field)
        return f"{form_url}#id_lines-{refusal.line}-{name}"
    return f"{form_url}#" + ("lines-group" if refusal.field == "lines" else f"id_{refusal.field}")
