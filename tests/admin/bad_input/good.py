"""What a careful person types into a form of the desk, so that it is taken."""

import re

from tests.admin.rendered import Control, Form

PASSWORD = "kept-in-a-drawer-7"
# By the end of the field's name; everything else follows from the kind of the control.
TYPED = {
    "title_hi": "सर्वर उन्नयन", "title_en": "Server upgrade", "username": "ravi",
    "slug": "new-place", "code": "NEW-9", "email": "ravi@example.in", "services": "payment",
    "starts_at_0": "2026-02-06", "starts_at_1": "18:00", "expected_end_0": "2026-03-07",
    "expected_end_1": "21:00", "ends_at_0": "2026-03-08", "ends_at_1": "20:30",
    "announced_at_0": "2026-02-05", "announced_at_1": "10:00",
    "restored_at_0": "2026-01-09", "restored_at_1": "10:00",
    "starts_on": "2090-01-01", "ends_on": "2091-01-01", "ended_on": "2090-01-01",
    "grace_hours": "12", "aliases": "पुराना नाम\nOld name", "tile_column": "7", "tile_row": "6",
    "sources": "ETV Bharat | 2026-02-05 | https://example.in/", "old_password": PASSWORD,
    "reason": "PUVVNL 7", "remark": "PUVVNL 7", "person": "meena", "role": "council", "discom": "PUVVNL", "districts": "varanasi",
    "district": "ghazipur", "discoms": "PUVVNL",
    "offices_below": "Z-1", "offices": "HO-1", "due_hours": "36",
}  # fmt: skip
BY_KIND = {
    "date": "2090-01-01", "time": "10:00", "number": "3", "email": "ravi@example.in",
    "url": "https://example.in/", "password": PASSWORD, "textarea": "Some words", "text": "Words",
}  # fmt: skip


def fill(form: Form) -> dict[str, list[str]]:
    """The form with every field filled in. A formset without a row gets one."""
    grow(form)
    return {name: _value(control) for name, control in form.controls.items()}


def grow(form: Form) -> None:
    """The first row of a formset that shows none yet; the rows that scripts copy go away."""
    for name, control in list(form.controls.items()):
        prefix, mark, field = name.partition("-__prefix__-")
        if mark:
            del form.controls[name]
            total = form.controls[f"{prefix}-TOTAL_FORMS"]
            if total.values == ["0"] or name.replace("__prefix__", "0") in _grown(form, prefix):
                control.name = f"{prefix}-0-{field}"
                form.controls[control.name] = control
    for prefix in {n.removesuffix("-TOTAL_FORMS") for n in form.controls if "TOTAL_F" in n}:
        if form.controls[f"{prefix}-TOTAL_FORMS"].values == ["0"]:
            form.controls[f"{prefix}-TOTAL_FORMS"].values = ["1"]


def _grown(form: Form, prefix: str) -> set[str]:
    return set() if f"{prefix}-0-id" in form.controls else {f"{prefix}-0-"}


def _value(control: Control) -> list[str]:
    if control.kind == "hidden":
        return control.values
    if control.kind in ("checkbox", "radio", "select"):
        return _chosen(control)
    if control.base == "parent":  # an office by its code; none stands under itself
        return control.values
    typed = TYPED.get(control.base) or _in_language(control.base) or BY_KIND[control.kind]
    return [typed]


def _in_language(name: str) -> str:
    found = re.search(r"_(hi|en)$", name)
    return {"hi": "कुछ शब्द", "en": "Some words"}[found[1]] if found else ""


def _chosen(control: Control) -> list[str]:
    if control.base == "accepted":  # every warning
        return control.options
    if control.base == "parent":  # none stands under itself
        return control.values
    wanted = TYPED.get(control.base)
    if wanted in control.options:
        return [wanted]
    chosen = [each for each in control.values if each]
    return chosen or [each for each in control.options if each][:1]
