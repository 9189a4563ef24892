"""The fields for an instant and for sources, by themselves."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from moratorium.admin.moments import EndField, MomentField
from moratorium.admin.sources import SourcesField, written
from tests.builders import ist

pytestmark = pytest.mark.plain


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        (["2023-01-04", ""], ist(2023, 1, 4)),
        (["2023-01-04", "18:00"], ist(2023, 1, 4, 18)),
        (["04-01-2023", "18:00:30"], ist(2023, 1, 4, 18, 0, 30)),
    ],
)
def test_a_start(typed: list[str], instant) -> None:
    assert MomentField().clean(typed) == instant


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        (["2023-01-04", ""], ist(2023, 1, 5)),
        (["2023-01-05", "00:00"], ist(2023, 1, 5)),
        (["2022-12-31", ""], ist(2023, 1, 1)),
        (["2022-12-30", "21:00"], ist(2022, 12, 30, 21)),
        (["2100-12-31", ""], ist(2101, 1, 1)),
    ],
)
def test_an_end(typed: list[str], instant) -> None:
    assert EndField().clean(typed) == instant


@pytest.mark.parametrize(
    "typed",
    [["", "18:00"], ["2023-02-30", ""], ["2023-01-04", "25:00"], ["1999-12-31", ""],
     ["9999-12-31", ""], ["2101-01-01", ""], ["x", "y"], ["", ""], []],
)  # fmt: skip
@pytest.mark.parametrize("field", [MomentField, EndField])
def test_what_is_no_moment_is_refused(typed: list[str], field) -> None:
    with pytest.raises(ValidationError):
        field().clean(typed)


def test_a_field_may_be_left_empty_or_ask_for_the_time() -> None:
    assert EndField(required=False).clean(["", ""]) is None
    with pytest.raises(ValidationError):
        MomentField(time_required=True).clean(["2023-01-04", ""])


@pytest.mark.parametrize(
    "instant", [ist(2023, 1, 5), ist(2023, 1, 4, 21), ist(2023, 1, 4, 20, 59, 59)]
)
@pytest.mark.parametrize("field", [MomentField(), EndField()])
def test_what_is_shown_is_read_back_unchanged(instant, field) -> None:
    shown = field.widget.decompress(instant)
    typed = [part.isoformat() if part is not None else "" for part in shown]
    assert field.clean(typed) == instant


def test_microseconds_are_kept() -> None:
    instant = ist(2023, 1, 4, 20, 59, 59).replace(microsecond=999_999)

    class Form(forms.Form):
        end = EndField()

    page = str(Form(initial={"end": instant})["end"])
    assert 'type="text"' in page
    assert 'value="20:59:59.999999"' in page
    assert EndField().clean(["2023-01-04", "20:59:59.999999"]) == instant


def test_sources_are_read_back_unchanged() -> None:
    text = "ETV Bharat | 2022-12-29 | https://example.in/a\nAmar Ujala\nDainik | | https://e.in"
    sources = SourcesField().clean(text)
    assert [each["title"] for each in sources] == ["ETV Bharat", "Amar Ujala", "Dainik"]
    assert SourcesField().clean(written(sources)) == sources
