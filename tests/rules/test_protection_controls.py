"""The comparison notices wrong rules: each mistake here is put in on purpose and must be found."""

from bisect import bisect_left
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from moratorium.rules import protection, windows
from moratorium.rules.scope import Scope
from moratorium.rules.windows import Window

from .comparison import first_difference

pytestmark = pytest.mark.plain

ENOUGH = range(250)  # records; the right rules pass two thousand
ALWAYS = datetime(2100, 1, 1, tzinfo=UTC)
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def closed_at_the_end(patch):
    patch.setattr(Window, "contains", lambda self, t: self.start <= t <= self.end)


def open_at_the_start(patch):
    patch.setattr(Window, "contains", lambda self, t: self.start < t < self.end)


def days_that_only_touch_overlap(patch):
    patch.setattr(Window, "overlaps", lambda self, o: self.start <= o.end and o.start <= self.end)


def touching_lines_are_broken(patch):
    def union(spans):
        stretches = []
        for each in sorted(spans, key=lambda w: (w.start, w.end)):
            if stretches and each.start < stretches[-1].end:
                last = stretches.pop()
                stretches.append(Window(last.start, max(last.end, each.end)))
            else:
                stretches.append(each)
        return stretches

    patch.setattr(protection, "union", union)


def a_gap_of_a_microsecond_is_bridged(patch):
    right, gap = windows.union, timedelta(microseconds=1)

    def union(spans):
        spans = list(spans)
        bridges = [
            Window(w.end, w.end + gap)
            for w in spans
            if w.end != windows.NO_END and any(o.start == w.end + gap for o in spans)
        ]
        return right([*spans, *bridges])

    patch.setattr(protection, "union", union)


def a_boundary_belongs_to_what_went_before(patch):
    patch.setattr(protection, "bisect_right", bisect_left)


def a_successor_cuts_nothing(patch):
    _with_terms(patch, lambda term: replace(term, succeeded_at=None))


def a_successor_cuts_before_it_is_known(patch):
    right = protection.window

    def window(term, known_at):
        span = right(replace(term, succeeded_at=None), known_at)
        if span is None or term.succeeded_at is None:
            return span
        end = min(span.end, term.succeeded_at)
        return Window(span.start, end) if span.start < end else None

    patch.setattr(protection, "window", window)


def an_order_counts_before_it_is_issued(patch):
    _with_terms(patch, lambda term: replace(term, issued_at=NEVER))


def a_protection_starts_no_earlier_than_it_was_issued(patch):
    _with_terms(patch, lambda term: replace(term, starts_at=max(term.starts_at, term.issued_at)))


def a_confirmation_counts_before_it_is_made(patch):
    right = windows._stated_end
    patch.setattr(windows, "_stated_end", lambda term, known_at: right(term, ALWAYS))


def a_restoration_needs_no_confirmation(patch):
    def confirmed(term):
        outage = term.outage
        if outage is None or outage.restored_at is None:
            return term
        return replace(term, outage=replace(outage, confirmed_at=outage.restored_at))

    _with_terms(patch, confirmed)


def the_printed_end_ends_it(patch):
    _with_terms(patch, lambda term: replace(term, outage=None) if term.ends_at else term)


def grace_is_forgotten(patch):
    _with_terms(patch, lambda term: replace(term, grace_hours=0))


def grace_runs_from_the_confirmation(patch):
    def later(term):
        outage = term.outage
        if outage is None or outage.confirmed_at is None:
            return term
        return replace(term, outage=replace(outage, restored_at=outage.confirmed_at))

    _with_terms(patch, later)


def everybody_is_a_state_discom(patch):
    patch.setattr(Scope, "_names", lambda self, place: self.discom in ("*", place.discom))


def named_districts_are_sure_without_a_district(patch):
    patch.setattr(Scope, "is_sure_for", lambda self, place: not self.restricted)


def restricted_lines_are_sure(patch):
    patch.setattr(
        Scope, "is_sure_for", lambda self, place: not (self.districts and not place.district)
    )


def conditional_lines_have_no_boundaries(patch):
    right = protection._boundaries
    patch.setattr(
        protection,
        "_boundaries",
        lambda held: right([h for h in held if not h.line.scope.restricted]),
    )


def _with_terms(patch, change):
    right = protection.window
    patch.setattr(protection, "window", lambda term, known_at: right(change(term), known_at))


MISTAKES = [
    closed_at_the_end,
    open_at_the_start,
    days_that_only_touch_overlap,
    touching_lines_are_broken,
    a_gap_of_a_microsecond_is_bridged,
    a_boundary_belongs_to_what_went_before,
    a_successor_cuts_nothing,
    a_successor_cuts_before_it_is_known,
    an_order_counts_before_it_is_issued,
    a_protection_starts_no_earlier_than_it_was_issued,
    a_confirmation_counts_before_it_is_made,
    a_restoration_needs_no_confirmation,
    the_printed_end_ends_it,
    grace_is_forgotten,
    grace_runs_from_the_confirmation,
    everybody_is_a_state_discom,
    named_districts_are_sure_without_a_district,
    restricted_lines_are_sure,
    conditional_lines_have_no_boundaries,
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.__name__)
def test_the_comparison_finds(mistake, monkeypatch):
    mistake(monkeypatch)
    assert first_difference(ENOUGH) is not None


def test_without_a_mistake_the_same_records_show_no_difference():
    assert first_difference(ENOUGH) is None
