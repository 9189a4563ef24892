"""A directive's ladder on the desk: from its page down to one office, and all of it as a file."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from post_office.models import STATUS

from moratorium.models import Directive, Office
from moratorium.rules.directives import ACKNOWLEDGED, OPENED, SERVED
from tests import builders as build
from tests.builders import NEW_YEAR
from tests.register import laddering

from . import desk, test_words

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", desk.PREFIXES)
READERS = (build.asha, build.vikram, desk.auditor, desk.chief)


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    time_machine.move_to(NEW_YEAR + timedelta(hours=49), tick=False)


@pytest.fixture
def offices() -> dict[str, Office]:
    return build.offices()


@pytest.fixture
def directive(offices: dict[str, Office]) -> Directive:
    """An internal one: of five offices one has acknowledged; a mail to another bounced."""
    made = build.issued_directive(public=False)
    laddering.step(made, offices["D1"], SERVED, OPENED, ACKNOWLEDGED)
    laddering.mail(made, offices["C1"], STATUS.sent, bounced_at=NEW_YEAR)
    return made


def ladder(directive: Directive, prefix: str = "/en", *rest: str) -> str:
    return desk.page(prefix, "directive", directive.pk, "ladder", *rest)


def read(path: str) -> str:
    response = desk.of(desk.auditor()).get(path)
    assert response.status_code == 200
    return " ".join(desk.text(response).split())


def test_its_page_leads_to_it(directive: Directive) -> None:
    said = read(desk.page("/en", "directive", directive.pk, "change"))
    assert f'href="{ladder(directive)}"' in said


def test_a_draft_has_none(offices: Any) -> None:
    draft = build.directive()
    assert desk.of(build.asha()).get(ladder(draft)).status_code == 404
    assert ladder(draft) not in read(desk.page("/en", "directive", draft.pk, "change"))


def test_it_is_for_whoever_may_read_the_directive(directive: Directive) -> None:
    for path in (ladder(directive), ladder(directive, "", "csv")):
        for somebody in READERS:
            assert desk.of(somebody()).get(path).status_code == 200
        assert desk.of(desk.keeper()).get(path).status_code == 403
        for somebody in desk.outsiders():
            assert desk.of(somebody).get(path).status_code in (302, 403)
        assert desk.of(None).get(path).status_code == 302


def test_it_counts_and_leads_down(directive: Directive) -> None:
    said = read(ladder(directive))
    assert "All discoms" in said
    assert '<a href="?under=HO">PUVVNL</a>' in said
    below = read(ladder(directive) + "?under=HO")
    assert below.index("?under=Z1") < below.index("?under=Z2")
    row = below[below.index("?under=Z1") : below.index("?under=Z2")]
    assert ">3</td>" in row  # addressed
    assert "late for 1 day 1 hour" in row
    assert ">1 <small>33 %</small>" in row


def test_an_office_says_its_own_steps_and_that_its_mail_bounced(directive: Directive) -> None:
    said = read(ladder(directive) + "?under=C1")
    assert "This office itself" in said
    assert "mail bounced" in said
    own = read(ladder(directive) + "?under=D1")
    assert "1 January 2023, 12:00 am (00:00 IST)<br><span>Rakesh (test), Executive" in own
    assert "not yet" in own  # never downloaded


def test_staff_read_by_which_internal_one_it_was_replaced(directive: Directive) -> None:
    after = build.issued_directive(
        NEW_YEAR + timedelta(hours=48), order=directive.order, replaces=directive, public=False
    )
    assert f"Directive {after.number} has taken its place" in read(ladder(directive))


def test_late_only_and_nobody_late(directive: Directive, time_machine: Any) -> None:
    assert "?under=D1" not in read(ladder(directive) + "?late=1")
    assert "?under=Z2" in read(ladder(directive) + "?late=1")
    time_machine.move_to(NEW_YEAR + timedelta(hours=23), tick=False)
    assert "Nobody is late here." in read(ladder(directive) + "?late=1")
    assert "until then nobody is late" in read(ladder(directive))


@pytest.mark.parametrize("query", ["?under=NONE", "?late=yes", "?page=0", "?e=1"])
def test_what_no_link_leads_to_is_not_there(directive: Directive, query: str) -> None:
    assert desk.of(build.asha()).get(ladder(directive) + query).status_code == 404


@both
def test_all_of_it_is_a_file_in_the_readers_language(directive: Directive, prefix: str) -> None:
    Office.objects.filter(code="Z2").update(name_hi="＝1+1", name_en="\t=cmd")
    answer = desk.of(build.asha()).get(ladder(directive, prefix, "csv"))
    assert answer.streaming
    assert answer.headers["Content-Disposition"].endswith('-2023-01-03.csv"')
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head[0] == ("Discom" if prefix else "निगम")
    assert [row[4] for row in rows] == ["HO", "Z1", "C1", "D1", "Z2"]
    zone = rows[-1]
    assert (zone[6], zone[7]) == ("'＝1+1", "'\t=cmd")
    assert zone[1] == ("'\t=cmd" if prefix else "'＝1+1")
    assert rows[2][-1] == ("mail bounced" if prefix else "ई-मेल लौट आया")


@both
def test_it_speaks_one_language(directive: Directive, prefix: str) -> None:
    language, codes = prefix.strip("/") or "hi", {"HO", "Z", "C", "D"}
    allowed = test_words.allowed_on(language) | (codes if language == "hi" else set())
    for query in ("", "?under=HO", "?under=C1", "?under=D1", "?late=1"):
        said = read(ladder(directive, prefix) + query)
        assert test_words.foreign(said, language, allowed) == []


def test_it_is_only_read(directive: Directive) -> None:
    client, before = desk.of(build.asha()), desk.everything()
    for path in (ladder(directive), ladder(directive, "", "csv")):
        client.get(path)
        assert client.post(path).status_code == 405
    assert desk.everything() == before
