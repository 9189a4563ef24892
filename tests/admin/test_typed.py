"""Every form of the desk stands on the one that knows what may be typed."""

import pytest
from django import forms
from django.contrib import admin

from moratorium.access import SignInForm
from moratorium.admin.refusable import LONGEST, KeptForm, TypedForm

pytestmark = pytest.mark.plain


class Typed(TypedForm, forms.Form):
    name_hi = forms.CharField(max_length=20)
    text_en = forms.CharField(widget=forms.Textarea)
    day = forms.DateField()
    password = forms.CharField(widget=forms.PasswordInput)


GOOD = {"name_hi": "नाम", "text_en": "One\nTwo", "day": "2026-01-06", "password": "\x07 anything"}


def ours(kind: type) -> set[type]:
    found = {each for below in kind.__subclasses__() for each in (below, *ours(below))}
    return {each for each in found if each.__module__.startswith("moratorium.")}


def test_every_form_of_the_desk_stands_on_it() -> None:
    # Signing in is typed before there is a desk; what is wrong there is told as one thing.
    forms_of_the_desk = ours(forms.BaseForm) - {SignInForm}
    assert len(forms_of_the_desk) > 10
    assert {each for each in forms_of_the_desk if not issubclass(each, TypedForm)} == set()
    for noun, desk in admin.site._registry.items():
        assert issubclass(desk.form, TypedForm), noun
        assert all(issubclass(each.form, TypedForm) for each in desk.inlines), noun


def test_a_good_form_is_taken() -> None:
    form = Typed(GOOD)
    assert form.is_valid(), form.errors
    assert form.fields["name_hi"].widget.attrs["lang"] == "hi"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_hi", "Name"), ("name_hi", "ना\u202eम"), ("name_hi", "नाम\nनाम"), ("name_hi", "क" * 21),
        ("text_en", "पाठ"), ("text_en", "a" * (LONGEST + 1)), ("text_en", "a\x00b"),
        ("day", "1999-12-31"), ("day", "2101-01-01"),
    ],
)  # fmt: skip
def test_what_may_not_be_typed_is_said_once_at_its_field(field: str, value: str) -> None:
    form = Typed(GOOD | {field: value})
    assert {name: len(said) for name, said in form.errors.items()} == {field: 1}
    assert form[field].value() == value


def test_a_form_without_a_base_of_ours_would_take_it() -> None:
    class Plain(forms.Form):
        name_hi = forms.CharField()

    assert Plain({"name_hi": "ना\u202eम"}).is_valid()
    assert issubclass(KeptForm, TypedForm)
