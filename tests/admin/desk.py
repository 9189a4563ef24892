"""Browsers for the people of these tests, and what they type on the desk."""

import re
from html import unescape
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from moratorium.models import Person
from moratorium.rules import lifecycle
from tests import builders as build

PREFIXES = ("", "/en")


def of(person: Person | AnonymousUser | None) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    if person is not None:
        client.force_login(person, backend="moratorium.admin.access.RoleBackend")
    return client


def auditor() -> Person:
    return build.person("anil", "अनिल", "Anil", lifecycle.AUDITOR)


def keeper() -> Person:
    return build.person("sita", "सीता", "Sita", lifecycle.KEEPER)


def council() -> Person:
    return build.person("kamla", "कमला", "Kamla", lifecycle.COUNCIL)


def second_maker() -> Person:
    return build.person("mohan", "मोहन", "Mohan", lifecycle.MAKER)


def chief() -> Person:
    """A technical superuser, with every flag that the stock admin looks at."""
    made = build.person("chief", "तकनीकी", "Technical")
    made.is_superuser = made.is_staff = True
    made.save()
    return made


def outsiders() -> list[Person]:
    """Who has no business on the desk at all."""
    return [build.stranger(), build.rakesh(), council()]


def page(prefix: str, noun: str, *rest: Any) -> str:
    """An address on the desk."""
    return "/".join([f"{prefix}/admin/moratorium/{noun}", *(str(each) for each in rest), ""])


def everything() -> list[Any]:
    """All that a step on the desk could change; that somebody signed in is none of it."""
    models = apps.get_app_config("moratorium").get_models(include_auto_created=True)
    return [_rows(each) for each in (*models, LogEntry)]


def _rows(model: Any) -> list[Any]:
    names = [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]
    return list(model._base_manager.order_by("pk").values_list(*names))


def text(response: Any) -> str:
    """What a page says."""
    return unescape(response.content.decode())


def moment(name: str, day: str = "", clock: str = "") -> dict[str, str]:
    return {f"{name}_0": day, f"{name}_1": clock}


def typed_outage(**fields: Any) -> dict[str, Any]:
    return {
        "title_hi": "सर्वर उन्नयन", "title_en": "Server upgrade", "area": "urban", "apart": "one",
        "services": ["payment", "counters"],
        **moment("starts_at", "2026-01-06", "18:00"), **moment("expected_end", "2026-01-07"),
    } | fields  # fmt: skip


def typed_order(*lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"basis": "order", "text_hi": "प्रस्तावना", "text_en": "Preamble"}
    lines = lines or (typed_line(),)
    data |= {"lines-TOTAL_FORMS": str(len(lines)), "lines-INITIAL_FORMS": "0"}
    for index, line in enumerate(lines):
        data |= {f"lines-{index}-{name}": value for name, value in line.items()}
    return data | fields


def typed_line(**fields: Any) -> dict[str, Any]:
    return {
        "area": "any", "grace_hours": "0",
        **moment("starts_at", "2026-01-06", "18:00"), **moment("ends_at", "2026-01-07"),
    } | fields  # fmt: skip


def hidden(response: Any, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no hidden {name}"
    return found[1]


def offers(response: Any) -> list[str]:
    """The acts that have a button on a record's page, or a link to a page of their own."""
    said = text(response).partition('aria-labelledby="acts-heading"')[2]
    found = re.findall(r'id="(\w+)-form"|<a class="button[^"]*" href="[^"]*/(\w+)/"', said)
    return [form or link for form, link in found]


def buttons(response: Any) -> list[str]:
    """The acts that can be pressed on the page on which a draft is read."""
    return re.findall(r'formaction="[^"]*/(\w+)/"', text(response))
