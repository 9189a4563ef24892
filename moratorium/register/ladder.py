"""The ladder of a directive: which offices took which step, who is late, to whom that has risen.

The tree is that of the day (IST) on which the directive was issued, whatever has moved since;
an office that was addressed and has no place in it stands at the top of its discom. Everything
is as known at an instant, but for the mails that were refused: those are as they are now.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q
from post_office.models import STATUS

from ..models import Addressee, Directive, Discom, Mail, Receipt
from ..rules import directives as directive_rules
from ..rules import ladder as rules
from ..rules.directives import ACKNOWLEDGED
from ..rules.instants import IST
from ..rules.ladder import BOUNCED, REFUSED, Counts
from ..rules.lifecycle import ISSUED
from ..rules.wording import Text
from . import directives, offices
from .directives import DirectiveRef
from .offices import Node


@dataclass(frozen=True, slots=True)
class Step:
    """That an office took a step: when, who, and in which post."""

    at: datetime
    person: Text
    post: Text


@dataclass(frozen=True, slots=True)
class Rung:
    """An office of the ladder. `counts` are of itself and everything below it.

    `steps` are its own; an office that was not addressed has none. `late_since` is when its
    acknowledgement was due, if it is late, and `risen_to` the highest office told by now.
    """

    office: Node
    is_addressed: bool
    steps: Mapping[str, Step]
    counts: Counts
    late_since: datetime | None = None
    risen_to: Node | None = None
    mail: str = ""  # REFUSED or BOUNCED, if a mail to it was

    @property
    def has_below(self) -> bool:
        """Whether offices below it were addressed."""
        return self.counts.addressed > int(self.is_addressed)

    @property
    def acknowledged(self) -> Step | None:
        return self.steps.get(ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class Supplied:
    """A discom in the ladder."""

    code: str
    name: Text
    counts: Counts


@dataclass(frozen=True)
class Ladder:
    """The whole ladder at an instant. `day` is that of its tree; keys are those of offices.

    `replaced_by` is the directive that has taken its place by then: nobody is late any more.
    """

    pk: int
    ref: DirectiveRef
    at: datetime
    day: date
    due_hours: int
    due_at: datetime
    replaced_by: DirectiveRef | None
    rungs: dict[int, Rung]
    parents: dict[int, int | None]
    discoms: tuple[Supplied, ...]

    @cached_property
    def counts(self) -> Counts:
        """Of all offices that were addressed."""
        return rules.total(each.counts for each in self.discoms)

    @cached_property
    def by_code(self) -> dict[str, Rung]:
        return {rung.office.code: rung for rung in self.rungs.values()}

    @cached_property
    def _below(self) -> dict[int | None, list[Rung]]:
        found: dict[int | None, list[Rung]] = {}
        for key, rung in self.rungs.items():
            found.setdefault(self.parents[key], []).append(rung)
        return found

    @property
    def is_over_due(self) -> bool:
        """Whether the time to acknowledge has passed."""
        return self.at >= self.due_at

    def discom(self, code: str) -> Supplied | None:
        return next((each for each in self.discoms if each.code == code), None)

    def tops(self, discom: str) -> list[Rung]:
        """The offices of a discom that stand under none."""
        return [each for each in self._below.get(None, []) if each.office.discom == discom]

    def under(self, office: int) -> list[Rung]:
        """The offices right under one."""
        return self._below.get(office, [])

    def below(self, office: int) -> Iterator[Rung]:
        """An office and everything below it, from the top down."""
        yield self.rungs[office]
        for each in self.under(office):
            yield from self.below(each.office.pk)

    def all(self) -> Iterator[Rung]:
        """Every office of the ladder, discom by discom, each under the one above it."""
        for discom in self.discoms:
            for top in self.tops(discom.code):
                yield from self.below(top.office.pk)

    def way(self, office: int) -> tuple[Rung, ...]:
        """The offices from the top down to one."""
        return tuple(self.rungs[key] for key in reversed(rules.way_up(office, self.parents)))


_STEP = (
    "addressee__office_id", "step", "at", "post_hi", "post_en",
    "person__name_hi", "person__name_en", "person__username",
)  # fmt: skip


def ladder(pk: int, at: datetime) -> Ladder | None:
    """The ladder of an issued directive as known at an instant; None if there is none.

    At most seven queries, however many offices; that anybody may read it is for the door to ask.
    """
    known = Directive.objects.filter(Q(pk=pk) | Q(replaces=pk), state=ISSUED, issued_at__lte=at)
    found = {each.pk: each for each in known.defer("body_hi", "body_en")}
    directive = found.pop(pk, None)
    if directive is None:
        return None
    after = next(iter(found.values()), None)
    return _built(directive, after, at)


def _built(directive: Directive, after: Directive | None, at: datetime) -> Ladder:
    assert directive.issued_at is not None
    day = directive.issued_at.astimezone(IST).date()
    addressed = Addressee.objects.filter(directive=directive).order_by()
    keys = list(addressed.values_list("office_id", flat=True))
    nodes = _nodes(keys, day)
    parents = {key: node.parent if node.parent in nodes else None for key, node in nodes.items()}
    steps, mails = _steps(directive, at), _mails(directive, at)
    due_at = directive_rules.due_at(directive.issued_at, directive.due_hours)
    is_over = after is None and rules.is_late(directive.issued_at, directive.due_hours, at)
    late = {key for key in keys if is_over and ACKNOWLEDGED not in steps.get(key, {})}
    owns = {key: rules.own(steps.get(key, {}), late=key in late) for key in keys}
    levels = rules.levels_risen(directive.issued_at, directive.due_hours, at)
    rungs = {
        key: Rung(
            nodes[key],
            key in owns,
            steps.get(key, {}),
            counts,
            due_at if key in late else None,
            _told(key, parents, nodes, levels) if key in late else None,
            mails.get(key, ""),
        )
        for key, counts in sorted(
            rules.roll_up(owns, parents).items(), key=lambda each: nodes[each[0]].code
        )
    }
    return Ladder(
        pk=directive.pk,
        ref=directives.ref(directive),
        at=at,
        day=day,
        due_hours=directive.due_hours,
        due_at=due_at,
        replaced_by=None if after is None else directives.ref(after),
        rungs=rungs,
        parents=parents,
        discoms=_discoms((nodes[key].discom, counts) for key, counts in owns.items()),
    )


def _nodes(addressed: Iterable[int], day: date) -> dict[int, Node]:
    """The tree of a day, and beside it the offices that were addressed and are not in it."""
    nodes = dict(offices.tree(day).nodes)
    missing = [key for key in addressed if key not in nodes]
    return nodes | offices.unplaced(missing) if missing else nodes


def _steps(directive: Directive, at: datetime) -> dict[int, dict[str, Step]]:
    """The steps of each office by then."""
    rows = Receipt.objects.filter(addressee__directive=directive, at__lte=at).order_by()
    found: dict[int, dict[str, Step]] = {}
    for office, step, moment, post_hi, post_en, hindi, english, user in rows.values_list(*_STEP):
        person = Text(hindi or english or user, english or hindi or user)
        found.setdefault(office, {})[step] = Step(moment, person, Text(post_hi, post_en))
    return found


def _mails(directive: Directive, at: datetime) -> dict[int, str]:
    """The offices to which a mail about a directive did not get through."""
    given_up = Q(queued__status=STATUS.failed, withdrawn_at__isnull=True)
    lost = Mail.objects.filter(
        given_up | Q(bounced_at__lte=at), directive=directive, office__isnull=False,
        queued_at__lte=at,
    )  # fmt: skip
    found: dict[int, str] = {}
    for office, status in lost.order_by().values_list("office_id", "queued__status"):
        # What a server took and sent back is told apart from what none took.
        found[office] = found.get(office, REFUSED) if status == STATUS.failed else BOUNCED
    return found


def _told(
    office: int, parents: Mapping[int, int | None], nodes: Mapping[int, Node], levels: int
) -> Node | None:
    told = rules.risen_to(office, parents, levels)
    return None if told is None else nodes[told]


def _discoms(counted: Iterable[tuple[str, Counts]]) -> tuple[Supplied, ...]:
    """The discoms of the offices that were addressed, in their own order."""
    by_code: dict[str, list[Counts]] = {}
    for code, counts in counted:
        by_code.setdefault(code, []).append(counts)
    found = Discom.objects.filter(pk__in=by_code)
    return tuple(Supplied(d.code, d.name, rules.total(by_code[d.code])) for d in found)
