"""Who may do what, where: every address of the portal, asked by every role.

A row is `route  GET  POST`, each a letter for: nobody signed in, stranger (no role), officer,
council, maker, checker, auditor, keeper, superuser.

    p a page        l sent to the login    f forbidden     n not found
    m wrong method  r sent elsewhere       b bad request    c refused in this state
    u told to sign in (programs are not sent to the login)
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from moratorium.models import Directive, Discom, Entry, Office, Order, Person, Placement
from moratorium.operations import directives, invitations, orders, outages, reference
from moratorium.operations.directives import DirectiveContent, TargetContent
from moratorium.operations.orders import LineContent, OrderContent
from moratorium.operations.outages import OutageContent
from tests import builders as build
from tests.builders import ist

NOW = ist(2026, 1, 5, 10, 0)
STARTS, ENDS = ist(2026, 1, 6, 18, 0), ist(2026, 1, 8, 0, 0)


def routes(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    """Every route of the portal, without the language's prefix."""
    for each in (resolver or get_resolver()).url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from routes(each, route)


def people() -> list[Person | None]:
    """Who asks, in the order of the letters."""
    chief = build.person("chief", "तकनीकी", "Technical")
    chief.is_superuser = chief.is_staff = True
    chief.save()
    return [
        None, build.stranger(), build.rakesh(),
        build.person("kamla", "कमला", "Kamla", "council"), build.asha(), build.meena(),
        build.person("anil", "अनिल", "Anil", "auditor"),
        build.person("sita", "सीता", "Sita", "keeper"), chief,
    ]  # fmt: skip


def submitted(content: OrderContent, maker: Person) -> Order:
    draft = orders.draft(content, by=maker, at=NOW)
    return orders.submit(draft, by=maker, at=NOW, accepted=build.accepted_of(draft, NOW))


def record() -> dict[str, Any]:
    """A small record, so that every route has something to show; values for the routes."""
    reference.load()
    maker, checker = build.asha(), build.vikram()
    outage = outages.record(
        OutageContent(title_hi="व्यवधान", title_en="Outage", starts_at=STARTS), by=maker, at=NOW
    )
    content = OrderContent((LineContent(STARTS, ends_at=ENDS, until_restored=outage),))
    order = submitted(content, maker)
    accepted, read = build.accepted_of(order, NOW), orders.digest(order)
    order = orders.approve(
        order, by=checker, at=NOW, read=read, reason="As agreed", accepted=accepted
    )
    waiting = submitted(content, maker)
    # Nothing to warn of: it can be handed over by the button alone.
    discom = Discom.objects.get(code="NPCL")
    far = LineContent(ist(2090, 1, 1), discom, ends_at=ist(2090, 1, 2, 18))
    draft = orders.draft(OrderContent((far,)), by=maker, at=NOW)
    office = Office.objects.create(
        code="PUVVNL-HO", discom_id="PUVVNL", level="head", name_hi="मुख्यालय", name_en="Head office"
    )
    Placement.objects.create(office=office, starts_on=build.LONG_AGO)
    build.posting(build.rakesh(), office)
    directive = approved(handed_over(order, office))
    waiting_directive, draft_directive = handed_over(order, office), of_order(order, office)
    notice = Entry.objects.filter(public=True).latest("seq")
    keeper = build.person("sita", "सीता", "Sita", "keeper")
    stranger = build.stranger()
    Person.objects.filter(pk=stranger.pk).update(email="stranger@example.test")
    invitations.send_reset(stranger, by=keeper, at=NOW)
    return {
        "outage": outage, "order": order, "waiting": waiting, "draft": draft,
        "directive": directive, "waiting_directive": waiting_directive,
        "draft_directive": draft_directive, "notice": notice, "office": office, "person": stranger, "mail": stranger.mails.get(),
    }  # fmt: skip


def record_and_people() -> tuple[dict[str, Any], list[Person | None]]:
    return record(), people()


def of_order(order: Order, office: Office) -> Directive:
    content = DirectiveContent(order, (TargetContent(office=office),))
    return directives.draft(content, by=build.asha(), at=NOW)


def handed_over(order: Order, office: Office) -> Directive:
    return directives.submit(of_order(order, office), by=build.asha(), at=NOW)


def approved(directive: Directive) -> Directive:
    read = directives.digest(directive)
    return directives.approve(directive, by=build.vikram(), at=NOW, read=read, reason="As agreed")


def path_of(route: str, made: dict[str, Any]) -> str:
    """An address of a route, filled from the record."""
    if route.startswith(("directives/", "verify/")):
        route = route.replace("<recordslug:slug>", made["directive"].slug)
        route = route.replace("<recordslug:code>", made["directive"].letter.check_code)
    route = route.replace("<recordslug:slug>", "varanasi" if "district" in route else "SLUG")
    route = route.replace("SLUG", made["order"].slug).replace("<slug>", made["order"].slug)
    if route.startswith(("council/directives/", "officers/directives/")):
        route = route.replace("<str:slug>", made["directive"].slug)
    route = route.replace("<int:seq>", str(made["notice"].seq))
    route = route.replace("<slug:key>/<slug:token>", "MQ/abc-def")
    route = route.replace("<slug:slug>", "varanasi").replace("<str:slug>", "varanasi")
    route = route.replace(r"^api(?:/[\s\S]*)?\Z", "api/nothing")
    route = route.replace("^(?P<app_label>moratorium|auth)/$", "moratorium/")
    route = route.replace("^(?P<app_label>moratorium)/$", "moratorium/")
    route = route.replace("(?P<url>.*)$", "no-such-page")
    route = route.replace("<path:content_type_id>/<path:object_id>", "1/1")
    route = route.replace("<str:digest>", "0" * 64).replace("<str:kind>", "offices")
    key = str(_object(route, made))
    for name in ("<path:object_id>", "<int:pk>", "<id>"):
        route = route.replace(name, key)
    return "/" + route


def _object(route: str, made: dict[str, Any]) -> Any:
    noun = route.removeprefix("admin/moratorium/").split("/")[0]
    if noun == "order":
        act = route.rstrip("/").split("/")[-1]
        return made[
            {"approve": "waiting", "send_back": "waiting", "submit": "draft", "discard": "draft"}
            .get(act, "order")
        ].pk  # fmt: skip
    if noun == "directive":
        act = route.rstrip("/").split("/")[-1]
        waits, drafted = ("approve", "send_back", "preview"), ("submit", "discard")
        key = "waiting_" if act in waits else "draft_" if act in drafted else ""
        return made[f"{key}directive"].pk
    if noun == "discom":
        return "PUVVNL"
    if noun == "district":
        return "varanasi"
    if noun == "entry":
        return made["notice"].seq
    return made[noun].pk if noun in made else 1


def letter(client: Client, method: str, path: str) -> str:
    """How the portal answers, as one letter; nothing that it writes is kept, nor what it sets."""
    cookies = deepcopy(client.cookies)
    try:
        return _letter(client, method, path)
    finally:
        client.cookies = cookies


def _letter(client: Client, method: str, path: str) -> str:
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    if response.status_code in (301, 302):
        return "l" if "/login/" in response.headers["Location"] else "r"
    known = {200: "p", 400: "b", 401: "u", 403: "f", 404: "n", 405: "m", 409: "c"}
    return known.get(response.status_code, f"<{response.status_code}>")


def signed_in(asking: list[Person | None]) -> list[Client]:
    """A browser for everybody who asks."""
    clients = [Client() for _ in asking]
    for client, person in zip(clients, asking, strict=True):
        if person is not None:
            client.force_login(person, backend="moratorium.admin.access.RoleBackend")
    return clients


def row(route: str, made: dict[str, Any], clients: list[Client]) -> str:
    """The row of one route."""
    path = path_of(route, made)
    columns = (
        "".join(letter(client, method, path) for client in clients) for method in ("get", "post")
    )
    return f"{route} {' '.join(columns)}"
