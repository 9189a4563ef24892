"""The quick way to read the usual form gives what the strict reader gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.rules import instants
from moratorium.rules.instants import BadInstant

pytestmark = pytest.mark.plain
number = st.integers(0, 99).map("{:02d}".format)
text = st.builds(
    "{}-{}-{}T{}:{}:{}{}{}".format,
    st.sampled_from(["0000", "0001", "1999", "2000", "2024", "2100", "2101", "9999"]),
    *(number | st.sampled_from(["01", "12", "23", "24", "29", "31", "59", "60"]) for _ in range(5)),
    st.sampled_from(["", ".5", ".123456", ".1234567", ".१२३४५६"]),
    st.sampled_from(["Z", "z", "", "+05:30", "-23:59", "+24:00", "+05:60", "+0530", "+05:30:10"]),
)


def read(reader: object, given_text: str) -> object:
    try:
        return reader(given_text)  # type: ignore[operator]
    except BadInstant as error:
        return error.name


def strictly(given_text: str) -> object:
    instant = instants._any(given_text)
    if not instants.EARLIEST <= instant < instants.LATEST:
        raise BadInstant("range")
    return instant


@given(given_text=text)
def test_both_ways_agree(given_text: str) -> None:
    assert read(instants.read, given_text) == read(strictly, given_text)
