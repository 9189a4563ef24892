"""The people of the stories, each in a browser of their own, in Hindi."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import builders as build
from tests.browser.conftest import Site, served

from . import house
from .desk import Person

NAMES = (
    house.MAKER, house.SECOND_MAKER, house.CHECKER, house.SECOND_CHECKER, house.BOTH,
    house.OFFICER, house.COUNCIL,
)  # fmt: skip
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
TABLE = {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The stories' own portal, where nothing else is in force."""
    with served(tmp_path_factory.mktemp("stories"), "-m", house.__name__) as url:
        yield Site(url, dict.fromkeys(NAMES, build.PASSWORD))


@pytest.fixture(scope="session")
def seats(browser: Any, site: Site) -> Iterator[Callable[..., Person]]:
    """Somebody at a table or with a phone: `seats("vikram", phone=True)`; nobody signs in twice."""
    taken: dict[tuple[str, bool], Person] = {}
    contexts: list[Any] = []

    def seated(login: str = "", *, phone: bool = False) -> Person:
        if (login, phone) not in taken:
            context = browser.new_context(**(PHONE if phone else TABLE))
            contexts.append(context)
            taken[login, phone] = Person(context.new_page(), site.url)
            if login:
                _sign_in(taken[login, phone], login, site.logins[login])
        return taken[login, phone]

    yield seated
    for context in contexts:
        context.close()


def _sign_in(person: Person, login: str, password: str) -> None:
    """At the page where everybody signs in; what it opens is the person's own door."""
    person.goes("/login/")
    person.writes("लॉगिन नाम", login)
    person.writes("पासवर्ड", password)
    person.presses("प्रवेश करें")
    person.page.wait_for_url(lambda url: "/login/" not in url)
