"""The case the portal was made from, hour by hour.

Source: ETV Bharat, 29 December 2022. Counters closed from 29 December 18:00 to 30 December
21:00 in urban areas of the whole state, and through 4 January in the area of the Purvanchal
discom, with no class of area named. The assurance was published at 18:41; it holds until
billing is running again. How billing came back is not reported: the restoration is assumed.
"""

import pytest

from moratorium.rules.protection import NOT_PROTECTED, PROTECTED, verdict
from moratorium.rules.windows import Outage

from .cases import down, ist, line, madhyanchal, noida_power, purvanchal, restored, term, torrent

pytestmark = pytest.mark.plain

PUBLISHED, CLOSED = "29 Dec 2022 18:41", "29 Dec 2022 18:00"
URBAN_END, PURVANCHAL_END = "30 Dec 2022 21:00", "5 Jan 2023 00:00"
LATER = "1 Mar 2023 00:00"

REPORTED = restored("6 Jan 2023 10:00")
CONFIRMED = restored("6 Jan 2023 10:00", confirmed="6 Jan 2023 13:30")
EARLY = restored("2 Jan 2023 10:00", confirmed="2 Jan 2023 13:30")


def assurance(outage: Outage):
    urban = term(CLOSED, URBAN_END, issued=PUBLISHED, outage=outage)
    east = term(CLOSED, PURVANCHAL_END, issued=PUBLISHED, outage=outage)
    return [line(urban, area="urban"), line(east, discom="PUVVNL")]


LUCKNOW, LUCKNOW_RURAL = madhyanchal("urban"), madhyanchal("rural")
VARANASI, VARANASI_URBAN = purvanchal("rural"), purvanchal("urban")

# Each row: what a lawyer would say; what is known of the outage; who; at; known at;
# protected until when ("open" without an end, None not protected); the printed end.
TABLE = [
    ("before it was published nothing was known",
     down(), LUCKNOW, "29 Dec 2022 18:30", "29 Dec 2022 18:30", None, None),
    ("once published it covers the 41 minutes before",
     down(), LUCKNOW, "29 Dec 2022 18:30", PUBLISHED, "open", URBAN_END),
    ("it does not reach back before the closure",
     down(), LUCKNOW, "29 Dec 2022 17:59", LATER, None, None),
    ("within the printed time a town is protected",
     down(), LUCKNOW, "30 Dec 2022 12:00", "30 Dec 2022 12:00", "open", URBAN_END),
    ("past the printed end it goes on while billing is down",
     down(), LUCKNOW, "31 Dec 2022 12:00", "31 Dec 2022 12:00", "open", URBAN_END),
    ("the country outside Purvanchal is not covered",
     down(), LUCKNOW_RURAL, "30 Dec 2022 12:00", LATER, None, None),
    ("the country in Purvanchal is covered",
     down(), VARANASI, "3 Jan 2023 12:00", "3 Jan 2023 12:00", "open", PURVANCHAL_END),
    ("a town in Purvanchal has both, and the later printed end",
     down(), VARANASI_URBAN, "30 Dec 2022 12:00", LATER, "open", PURVANCHAL_END),
    ("a private licensee is not named",
     down(), noida_power(), "30 Dec 2022 12:00", LATER, None, None),
    ("a franchisee is not named", down(), torrent(), "30 Dec 2022 12:00", LATER, None, None),
    ("a reported restoration alone ends nothing",
     REPORTED, VARANASI, "7 Jan 2023 12:00", LATER, "open", PURVANCHAL_END),
    ("confirmed, it ends at the confirmation",
     CONFIRMED, VARANASI, "6 Jan 2023 12:00", LATER, "6 Jan 2023 13:30", PURVANCHAL_END),
    ("at the confirmation the earlier practice resumes",
     CONFIRMED, VARANASI, "6 Jan 2023 13:30", LATER, None, None),
    ("before the confirmation nobody knew of the end",
     CONFIRMED, VARANASI, "6 Jan 2023 13:30", "6 Jan 2023 13:29", "open", PURVANCHAL_END),
    ("restored early, Purvanchal keeps its printed end",
     EARLY, VARANASI, "3 Jan 2023 12:00", LATER, PURVANCHAL_END, PURVANCHAL_END),
    ("restored early, the printed last day is protected to its end",
     EARLY, VARANASI, "4 Jan 2023 23:59", LATER, PURVANCHAL_END, PURVANCHAL_END),
    ("the printed end is the first instant of 5 January",
     EARLY, VARANASI, PURVANCHAL_END, LATER, None, None),
    ("restored early, the towns lose it at the confirmation",
     EARLY, LUCKNOW, "2 Jan 2023 13:30", LATER, None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("outage", "place", "at", "known", "until", "stated"),
    [pytest.param(*row, id=sentence) for sentence, *row in TABLE],
)
def test_the_assurance_of_december_2022(outage, place, at, known, until, stated):
    got = verdict(assurance(outage), place, ist(at), ist(known))
    assert got.verdict == (NOT_PROTECTED if until is None else PROTECTED)
    assert got.open_ended == (until == "open")
    assert got.until == (None if until in (None, "open") else ist(until))
    assert got.stated_until == (None if stated is None else ist(stated))
