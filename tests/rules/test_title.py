"""The title of an order whose maker typed none: never longer than the record takes."""

from dataclasses import replace

import pytest

from moratorium.rules import wording
from moratorium.rules.wording import EN, HI, LineWords, Text
from tests.builders import ist

pytestmark = pytest.mark.plain

STARTS = ist(2026, 1, 6, 18, 0)
LINE = LineWords(Text("पूर्वांचल", "Purvanchal"), (), "urban", Text("", ""), STARTS, None, None, 0)
OPENING = Text("बकाये पर विच्छेदन स्थगन आदेश", "Moratorium on disconnection for arrears")


def named(count: int, size: int) -> list[LineWords]:
    """Lines of so many discoms with names of that size, all urban."""
    names = [str(number) * size for number in range(1, count + 1)]
    return [replace(LINE, discom=Text(name, name)) for name in names]


def test_discoms_of_one_area_stand_together() -> None:
    madhyanchal = replace(LINE, discom=Text("मध्यांचल", "Madhyanchal"))
    lines = [LINE, replace(madhyanchal, area="any"), madhyanchal, LINE]
    assert wording.title(lines, EN) == (
        f"{OPENING.en}: Purvanchal, Madhyanchal, urban; Madhyanchal, urban and rural"
    )
    assert wording.title(lines, HI) == (
        f"{OPENING.hi}: पूर्वांचल, मध्यांचल, शहरी; मध्यांचल, शहरी एवं ग्रामीण"
    )


def test_no_discom_is_every_discom() -> None:
    everyone = replace(LINE, discom=None)
    assert wording.title([everyone], EN).endswith(": all discoms of the Corporation, urban")
    assert wording.title([everyone], HI).endswith(": कारपोरेशन के सभी वितरण निगम, शहरी")


def test_five_long_names_fit() -> None:
    """The five of the Corporation take up to 46 characters each."""
    for language in (HI, EN):
        title = wording.title(named(5, 46), language)
        assert len(title) <= wording.MAX_TITLE
        assert all(line.discom and line.discom[language] in title for line in named(5, 46))


def test_names_that_do_not_fit_are_counted_and_none_is_cut_off() -> None:
    assert wording.title(named(7, 60), EN) == f"{OPENING.en}: 7 discoms"
    assert wording.title(named(7, 60), HI) == f"{OPENING.hi}: 7 वितरण निगम"
