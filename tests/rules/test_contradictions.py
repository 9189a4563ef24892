"""The contradiction check, case by case: what refuses a draft and what wants a tick."""

from dataclasses import replace

import pytest

from moratorium.rules.contradictions import (
    REFUSES,
    WARNS,
    StatedLine,
    StatedOrder,
    refusals,
    warnings,
)
from moratorium.rules.protection import Line
from moratorium.rules.wording import Text

from .cases import down, ist, line, restored, term
from .drafts import AT, DISTRICTS, ENDS, SERVES, STARTS, around, order, stated

pytestmark = pytest.mark.plain
EARLIER, MIDNIGHT = "29 Dec 2022 18:00", "05 Jan 2023 00:00"


def standing(
    starts: str = EARLIER, ends: str | None = ENDS, number: str = "MO/7", **scope: object
) -> Line:
    """A line of another order, issued before the draft."""
    outage = down() if ends is None else None
    times = term(starts, ends, issued="29 Dec 2022 17:00", outage=outage)
    return line(times, order=number, **scope)  # type: ignore[arg-type]


WARNED: list[tuple[str, StatedLine, tuple[Line, ...], list[str]]] = [
    ("nothing to warn of", stated(), (), []),
    ("no end, until restoration", stated(ends=None, outage=down()), (), []),
    # An end without an hour
    ("an end at midnight in India", stated(ends=MIDNIGHT), (), ["end_without_hour"]),
    ("an end at midnight in Greenwich", stated(ends="05 Jan 2023 05:30"), (), []),
    # Two suppliers
    ("urban Agra", stated("DVVNL", ("agra",), "urban"), (), ["two_suppliers"]),
    ("the franchisee's Agra", stated("TORRENT", ("agra",), "urban"), (), ["two_suppliers"]),
    ("rural Kanpur Nagar", stated("DVVNL", ("kanpur-nagar",), "rural"), (), ["two_suppliers"]),
    ("both areas of Agra", stated("DVVNL", ("agra",)), (), []),
    ("urban Varanasi", stated(districts=("varanasi",), area="urban"), (), []),
    ("the whole discom", stated("DVVNL", area="urban"), (), []),
    ("all state discoms: Kanpur Nagar", stated("*", ("kanpur-nagar",), "urban"), (), []),
    ("all state discoms: Agra", stated("*", ("agra",), "urban"), (), ["two_suppliers"]),
    ("two such districts", stated("DVVNL", ("agra", "kanpur-nagar"), "urban"), (),
     ["two_suppliers", "two_suppliers"]),
    # Overlap with another order
    ("the same scope and hours", stated(), (standing(),), ["overlap"]),
    ("until restoration", stated(), (standing(ends=None),), ["overlap"]),
    ("one that comes", stated(), (standing(ENDS[:-5] + "20:00", MIDNIGHT),), ["overlap"]),
    ("it ends as the draft begins", stated(), (standing(ends=STARTS),), []),
    ("other districts", stated(districts=("ballia",)), (standing(districts=("varanasi",)),), []),
    ("a part of the districts", stated(), (standing(districts=("varanasi",)),), ["overlap"]),
    ("another discom", stated(), (standing(discom="DVVNL"),), []),
    ("another area", stated(area="rural"), (standing(area="urban"),), []),
    ("a private supplier and `*`", stated("TORRENT"), (standing(),), []),
    ("two orders", stated(), (standing(), standing(number="MO/8")), ["overlap", "overlap"]),
    ("two lines of one order", stated(),
     (standing(area="urban"), standing(area="rural")), ["overlap"]),
    ("only hours that are over", stated(starts=EARLIER),
     (standing(ends="30 Dec 2022 08:00"),), ["past_start"]),
    # A start in the past
    ("begins a minute ago", stated(starts="30 Dec 2022 08:59"), (), ["past_start"]),
    ("begins now", stated(starts=AT), (), []),
    # An end before the outage's
    ("ends before the outage", stated(outage=down(), expected=MIDNIGHT), (), ["ends_before_outage"]),
    ("ends with it", stated(outage=down(), expected=ENDS), (), []),
    ("no expected end", stated(outage=down()), (), []),
    ("the outage is over", stated(outage=restored(EARLIER, confirmed=EARLIER), expected=MIDNIGHT),
     (), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("_name", "draft", "others", "wanted"), WARNED, ids=[each[0] for each in WARNED]
)
def test_warned_of(
    _name: str, draft: StatedLine, others: tuple[Line, ...], wanted: list[str]
) -> None:
    found = warnings(order(draft), around(*others))
    assert [each.name for each in found] == wanted
    assert all(each.line == 0 and each.words.hi and each.words.en for each in found)


def test_a_preamble_with_an_hour() -> None:
    draft = order(stated(), text=Text("30 दिसंबर तक", "until 9 pm"))
    (found,) = warnings(draft, around())
    assert (found.name, found.line, found.facts) == (
        "hours_in_preamble", None, ("30 दिसंबर", "9 pm"),
    )  # fmt: skip
    assert "“30 दिसंबर”, “9 pm”" in found.words.hi
    assert "“30 दिसंबर”, “9 pm”" in found.words.en


def test_an_amendment_restates_an_old_start_without_a_warning() -> None:
    draft = order(stated(starts=EARLIER))
    assert [w.name for w in warnings(draft, around())] == ["past_start"]
    assert warnings(draft, around(amended=(standing(),))) == ()
    earlier = order(stated(starts="28 Dec 2022 18:00"))
    found = warnings(earlier, around(amended=(standing(),)))
    assert [w.name for w in found] == ["past_start"]


SENTENCES = [
    (stated(ends=MIDNIGHT), (), ["पंक्ति 1 (पूर्वांचल, शहरी एवं ग्रामीण)", "4 जनवरी 2023", "24:00 IST"],
     ["Line 1 (Purvanchal, urban and rural)", "through 4 January 2023 (24:00 IST)"]),
    (stated("DVVNL", ("agra",), "urban"), (), ["आगरा", "टोरेंट", "दक्षिणांचल"],
     ["Agra", "Torrent", "Dakshinanchal"]),
    (stated(), (standing(districts=("varanasi",)),), ["MO/7", "वाराणसी", "18:00 IST", "21:00 IST"],
     ["MO/7", "Varanasi", "from 30 December 2022, 6:00 pm (18:00 IST)", "until 31 December"]),
    (stated(ends=None, outage=down()), (standing(ends=None),), ["MO/7", "सभी जनपदों", "पुष्टि तक"],
     ["MO/7", "all districts of this line", "until billing is confirmed restored"]),
    (stated(starts=EARLIER), (), ["29 दिसंबर 2022, शाम 6:00 बजे"], ["29 December 2022, 6:00 pm"]),
    (stated(outage=down(), expected="02 Jan 2023 10:00"), (), ["व्यवधान", "2 जनवरी 2023", "21:00 IST"],
     ["Outage", "2 January 2023, 10:00 am", "31 December 2022, 9:00 pm"]),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "others", "hindi", "english"), SENTENCES)
def test_a_warning_is_concrete(
    draft: StatedLine, others: tuple[Line, ...], hindi: list[str], english: list[str]
) -> None:
    (found,) = warnings(order(draft), around(*others))
    assert [part for part in hindi if part not in found.words.hi] == []
    assert [part for part in english if part not in found.words.en] == []


def test_a_tick_is_for_one_warning_and_outlives_the_hour() -> None:
    draft = order(stated(ends=MIDNIGHT, starts=EARLIER), stated("DVVNL", starts=EARLIER))
    now = around(standing())
    keys = [each.key for each in warnings(draft, now)]
    assert len(set(keys)) == len(keys) == 5
    later = replace(now, at=ist("30 Dec 2022 12:00"))
    assert [each.key for each in warnings(draft, later)] == keys
    other = warnings(draft, around(standing(number="MO/8")))
    assert {each.key for each in other if each.name == "overlap"}.isdisjoint(keys)
    longer = warnings(draft, around(standing(ends="31 Dec 2022 20:00")))
    assert {each.key for each in longer if each.name == "overlap"}.isdisjoint(keys)


# What refuses


def named(draft: StatedOrder, amended: StatedOrder | None = None) -> list[tuple[str, str, object]]:
    found = list(refusals(draft, amended, SERVES, DISTRICTS))
    assert all(each.words.hi and each.words.en for each in found)
    return [(each.name, each.field, each.line) for each in found]


def test_nothing_to_refuse() -> None:
    assert named(order(stated())) == []
    assert named(order(lift=True)) == []


def test_refused_of_an_order() -> None:
    assert named(order()) == [("no_coverage", "lines", None)]
    assert named(order(stated(), lift=True)) == [("lift_coverage", "lines", None)]
    hindi_only, english_only = Text("क", " "), Text("", "a")
    assert named(order(stated(), text=hindi_only)) == [("one_language", "text_en", None)]
    assert named(order(stated(), title=english_only)) == [("one_language", "title_hi", None)]


def test_refused_of_a_line() -> None:
    outside = stated(districts=("agra",))
    assert named(order(stated(), outside)) == [("district_not_served", "districts", 1)]
    (found,) = refusals(order(outside), None, SERVES, DISTRICTS)
    assert found.words.hi.endswith("आगरा")
    assert found.words.en.endswith("Agra")
    assert named(order(stated(ends=STARTS))) == [("end_not_after_start", "ends_at", 0)]
    one = stated()
    one = replace(one, words=replace(one.words, restricted_to=Text("नगर", "")))
    assert named(order(one)) == [("restricted_one_language", "restricted_to", 0)]


NEW = [
    ("another end", order(stated(ends=MIDNIGHT), stated("DVVNL"))),
    ("a line less", order(stated())),
    ("a line twice", order(stated(), stated(), stated("DVVNL"))),
    ("another area", order(stated(area="urban"), stated("DVVNL"))),
    ("named places", order(stated(places="नगर"), stated("DVVNL"))),
    ("an assurance is signed", order(stated(), stated("DVVNL"), basis="assurance")),
    ("a preamble", order(stated(), stated("DVVNL"), text=Text("क", "a"))),
    ("a title", order(stated(), stated("DVVNL"), title=Text("क", "a"))),
    ("a lift", order(lift=True)),
]
SAME = order(stated(), stated("DVVNL"))


@pytest.mark.parametrize(("_name", "amended"), NEW, ids=[each[0] for each in NEW])
def test_something_new(_name: str, amended: StatedOrder) -> None:
    assert named(SAME, amended) == []


def test_nothing_new() -> None:
    refused = [("nothing_new", "", None)]
    assert named(SAME, SAME) == refused
    assert named(SAME, order(*reversed(SAME.lines))) == refused
    assert named(SAME, replace(SAME, title=Text(" आदेश", "Order\n"))) == refused
    outage, other = (order(stated(outage=down(), ref=ref)) for ref in ("BO/1", "BO/2"))
    assert named(outage, outage) == refused
    assert named(outage, other) == []


def test_the_table_is_in_both_languages() -> None:
    for words in (*REFUSES.values(), *WARNS.values()):
        assert words.hi
        assert words.en
        assert words.hi != words.en
    assert {name for _n, _d, _o, names in WARNED for name in names} == set(WARNS) - {
        "hours_in_preamble"
    }
