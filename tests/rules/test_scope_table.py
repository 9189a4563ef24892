"""Whom a line speaks for (contract, section 1, "Who is asked about"), case by case."""

import pytest

from moratorium.rules.scope import Place, Scope

from .cases import madhyanchal, noida_power, purvanchal, torrent

pytestmark = pytest.mark.plain

VARANASI = frozenset({"varanasi"})
NO_DISTRICT = purvanchal(district=None)

TABLE = [
    ("all discoms of the Corporation includes a state discom", Scope("*"), purvanchal(), "surely"),
    ("all discoms does not name a private licensee", Scope("*"), noida_power(), "not"),
    ("all discoms does not name a franchisee", Scope("*"), torrent(), "not"),
    ("a private licensee is bound by its name", Scope("NPCL"), noida_power(), "surely"),
    ("a franchisee is bound by its name", Scope("TORRENT"), torrent(), "surely"),
    ("a discom is bound by its name", Scope("PUVVNL"), purvanchal(), "surely"),
    ("a line for one discom binds no other", Scope("PUVVNL"), madhyanchal(), "not"),
    ("codes match exactly", Scope("puvvnl"), purvanchal(), "not"),
    ("urban speaks for urban", Scope("*", area="urban"), purvanchal("urban"), "surely"),
    ("urban does not speak for rural", Scope("*", area="urban"), purvanchal("rural"), "not"),
    ("rural does not speak for urban", Scope("*", area="rural"), purvanchal("urban"), "not"),
    ("any area speaks for rural", Scope("*", area="any"), purvanchal("rural"), "surely"),
    ("a named district is covered", Scope("*", VARANASI), purvanchal(), "surely"),
    (
        "another district is not",
        Scope("*", VARANASI),
        purvanchal(district="gorakhpur"),
        "not",
    ),
    (
        "without a district a line that names some is open",
        Scope("*", VARANASI),
        NO_DISTRICT,
        "perhaps",
    ),
    ("without a district a line that names none is sure", Scope("*"), NO_DISTRICT, "surely"),
    ("named towns leave the question open", Scope("*", restricted=True), purvanchal(), "perhaps"),
    (
        "named towns in a named district leave it open too",
        Scope("*", VARANASI, restricted=True),
        purvanchal(),
        "perhaps",
    ),
    (
        "named towns in another district do not matter",
        Scope("*", VARANASI, restricted=True),
        purvanchal(district="gorakhpur"),
        "not",
    ),
    (
        "a discom that serves one district only is asked for it all the same",
        Scope("KESCO", frozenset({"kanpur-nagar"})),
        Place("KESCO", "state", "urban"),
        "perhaps",
    ),
]


@pytest.mark.parametrize(
    ("scope", "place", "applies"), [pytest.param(*row, id=sentence) for sentence, *row in TABLE]
)
def test_a_line_applies(scope, place, applies):
    assert scope.applies_to(place) == (applies != "not")
    if applies != "not":
        assert scope.is_sure_for(place) == (applies == "surely")
