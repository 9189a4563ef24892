"""An officer's inbox, a directive's page, its letter, and the acknowledgement."""

import gzip
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moratorium.models import Directive, Entry, Letter, Office, Person, Posting, Receipt
from tests import builders as build
from tests.admin import desk
from tests.admin.desk import PREFIXES

from . import post

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)
PRESS = {"": "प्राप्त हुआ; इस पर कार्यवाही की जाएगी", "/en": "I have received this and will act on it"}


@pytest.fixture
def directive(tree: dict[str, Office]) -> Directive:
    return build.issued_directive(body_hi="प्रस्तावना <b>", body_en="Preamble <b>")


@pytest.fixture
def ramesh(tree: dict[str, Office]) -> Person:
    """Posted at a division."""
    return post.officer(tree["D1"])


def steps(directive: Directive, code: str = "D1") -> list[str]:
    rows = Receipt.objects.filter(addressee=post.addressee(directive, code))
    return list(rows.order_by("pk").values_list("step", flat=True))


def replaced(directive: Directive, **fields: Any) -> Directive:
    at = build.NEW_YEAR + timedelta(minutes=30)
    return build.issued_directive(at, order=directive.order, replaces=directive, **fields)


class TestInbox:
    @both
    def test_it_lists_what_is_to_be_done(
        self, directive: Directive, ramesh: Person, prefix: str
    ) -> None:
        said = desk.text(post.browser(ramesh).get(f"{prefix}/officers/"))
        assert f'href="{post.page(directive, prefix)}"' in said
        assert ("Read and acknowledge by" if prefix else "तक पढ़कर पावती दें") in said
        assert ("To acknowledge: <b>1</b> of 1" if prefix else "पावती शेष: <b>1</b>, कुल 1") in said

    def test_being_listed_is_being_served_and_once(
        self, directive: Directive, ramesh: Person, soon: Any
    ) -> None:
        client = post.browser(ramesh)
        for _ in range(3):
            client.get("/officers/")
            soon.shift(60)
        assert steps(directive) == ["served"]
        served = Receipt.objects.get()
        assert (served.person, served.post.en) == (ramesh, "Executive Engineer")

    def test_somebody_higher_up_leaves_no_receipt(
        self, directive: Directive, tree: dict[str, Office]
    ) -> None:
        client = post.browser(post.officer(tree["C1"], "mandal"))
        client.get("/officers/")
        client.get(post.page(directive))
        client.get(post.letter(directive))
        assert {r.addressee.office.code for r in Receipt.objects.all()} == {"C1"}

    @both
    def test_an_empty_one_says_why(self, tree: dict[str, Office], prefix: str) -> None:
        said = desk.text(post.browser(build.rakesh()).get(f"{prefix}/officers/"))
        assert ("posted at no office today" if prefix else "तैनाती किसी कार्यालय में नहीं है") in said
        at_zone = desk.text(post.browser(post.officer(tree["Z2"])).get(f"{prefix}/officers/"))
        assert ("No directive has been issued" if prefix else "कोई निर्देश निर्गत नहीं") in at_zone

    @both
    def test_the_offices_below_are_counted_and_the_late_named(
        self, directive: Directive, tree: dict[str, Office], prefix: str, soon: Any
    ) -> None:
        soon.shift(timedelta(days=2))
        said = desk.text(post.browser(post.officer(tree["Z1"])).get(f"{prefix}/officers/"))
        assert ("acknowledged: 0 of 2" if prefix else "पावती दी: 2 में से 0") in said
        assert ("overdue: 2" if prefix else "विलम्बित: 2") in said
        assert ("C1; D1" if prefix else "कार्यालय C1; कार्यालय D1") in said

    @pytest.mark.parametrize("page", ["0", "2", "-1", "x", "", "१", "9" * 30])
    def test_a_page_that_is_not_there(self, ramesh: Person, page: str) -> None:
        assert post.browser(ramesh).get(f"/officers/?page={page}").status_code == 404


class TestPage:
    @both
    def test_it_says_what_the_letter_says(
        self, directive: Directive, ramesh: Person, prefix: str
    ) -> None:
        said = post.browser(ramesh).get(post.page(directive, prefix)).content.decode()
        assert PRESS[prefix] in said
        assert "&lt;b&gt;" in said
        assert directive.number in said
        assert directive.letter.sha256 in said
        assert f'href="{post.letter(directive, prefix)}"' in said
        assert ("shall be disconnected for arrears" if prefix else "संयोजन विच्छेदन नहीं किया") in said

    def test_opening_is_recorded_once(self, directive: Directive, ramesh: Person) -> None:
        client = post.browser(ramesh)
        first = client.get(post.page(directive))
        client.get(post.page(directive))
        assert steps(directive) == ["opened"]
        assert "खोला</dt><dd>1 जनवरी 2023" in desk.text(first)

    def test_looking_without_reading_records_nothing(
        self, directive: Directive, ramesh: Person
    ) -> None:
        client = post.browser(ramesh)
        for path in ("/officers/", post.page(directive), post.letter(directive)):
            assert client.head(path).status_code == 200
        assert not Receipt.objects.exists()

    @both
    def test_a_replaced_one_points_to_the_new_one(
        self, directive: Directive, ramesh: Person, prefix: str
    ) -> None:
        new = replaced(directive)
        said = desk.text(post.browser(ramesh).get(post.page(directive, prefix)))
        assert f'href="{post.page(new, prefix)}"' in said
        assert PRESS[prefix] not in said
        assert ("Nothing to be done" if prefix else "कुछ करना शेष नहीं") in said

    def test_what_is_not_mine_is_not_linked(
        self, directive: Directive, ramesh: Person, tree: dict[str, Office]
    ) -> None:
        new = replaced(directive, offices=[tree["Z2"]], public=False)
        said = desk.text(post.browser(ramesh).get(post.page(directive, "/en")))
        assert "not addressed to your offices" in said
        assert new.number not in said

    def test_an_internal_directive_is_read_by_those_it_is_for(
        self, tree: dict[str, Office], ramesh: Person
    ) -> None:
        internal = build.issued_directive(offices=[tree["D1"]], public=False)
        assert post.browser(ramesh).get(post.page(internal)).status_code == 200
        assert post.browser(post.officer(tree["Z1"], "zone")).get(post.page(internal))


class TestLetter:
    def test_it_comes_as_it_was_issued(self, directive: Directive, ramesh: Person) -> None:
        answer = post.browser(ramesh).get(post.letter(directive))
        assert answer.content == bytes(Letter.objects.get().pdf)
        assert answer.headers["Content-Type"] == "application/pdf"
        name = f'attachment; filename="{directive.slug}.pdf"'
        assert answer.headers["Content-Disposition"] == name
        assert answer.headers["Cache-Control"].startswith("private")
        assert steps(directive) == ["downloaded"]
        assert Receipt.objects.get().sha256 == directive.letter.sha256

    def test_a_second_download_is_no_second_receipt(
        self, directive: Directive, ramesh: Person
    ) -> None:
        for _ in range(2):
            post.browser(ramesh).get(post.letter(directive))
        assert steps(directive) == ["downloaded"]


class TestAcknowledgement:
    @both
    def test_it_is_recorded_and_confirmed(
        self, directive: Directive, ramesh: Person, prefix: str
    ) -> None:
        client, before = post.browser(ramesh), Entry.objects.count()
        typed = post.typed(directive, "D1", remark="आज ही\r\nसूचित")
        shown = client.post(post.page(directive, prefix), typed, follow=True)
        assert shown.redirect_chain[0][1] == 302
        said = desk.text(shown)
        words = "Your acknowledgement is recorded" if prefix else "आपकी पावती दर्ज हो गई"
        assert words in said
        assert ("Acknowledged by you" if prefix else "आपने पावती दी") in said
        done = Receipt.objects.get(step="acknowledged")
        assert (done.person, done.remark) == (ramesh, "आज ही\nसूचित")
        assert done.sha256 == directive.letter.sha256
        assert Entry.objects.count() == before + 1
        assert words not in desk.text(client.get(post.page(directive, prefix)))

    @both
    def test_a_second_press_is_told_who_was_first(
        self, directive: Directive, ramesh: Person, tree: dict[str, Office], prefix: str
    ) -> None:
        suresh = build.person("suresh", "सुरेश", "Suresh")
        build.posting(suresh, tree["D1"])
        typed = post.typed(directive, "D1")
        assert post.browser(ramesh).post(post.page(directive), typed).status_code == 302
        for each in (ramesh, suresh):
            answer = post.browser(each).post(post.page(directive, prefix), typed)
            assert answer.status_code == 409
            said = desk.text(answer)
            assert ("has acknowledged already" if prefix else "पावती पहले ही दर्ज") in said
            assert ("Ramesh (test)" if prefix else "रमेश (परीक्षण)") in said
        assert Receipt.objects.filter(step="acknowledged").count() == 1

    def test_each_own_office_acknowledges_for_itself(
        self, directive: Directive, ramesh: Person, tree: dict[str, Office]
    ) -> None:
        build.posting(ramesh, tree["C1"])
        client = post.browser(ramesh)
        client.post(post.page(directive), post.typed(directive, "C1"))
        assert steps(directive, "C1")[-1] == "acknowledged"
        assert "acknowledged" not in steps(directive, "D1")
        assert desk.text(client.get(post.page(directive))).count(PRESS[""]) == 1

    @both
    @pytest.mark.parametrize("remark", ["क\u202e", "a\x00b", "\ufffd", "x" * 1001])
    def test_a_bad_remark_is_refused_and_kept(
        self, directive: Directive, ramesh: Person, prefix: str, remark: str
    ) -> None:
        typed = post.typed(directive, "D1", remark=remark)
        answer = post.browser(ramesh).post(post.page(directive, prefix), typed)
        said = desk.text(answer)
        assert answer.status_code == 400
        assert 'aria-invalid="true"' in said
        assert remark.replace("\x00", "") in said.replace("\x00", "")
        assert not Receipt.objects.exists()
        assert answer.headers["Content-Language"] == (prefix.strip("/") or "hi")

    @both
    @pytest.mark.parametrize("letter", ["", "0" * 64, "x\x00", "अ"])
    def test_another_letter_than_the_one_on_record(
        self, directive: Directive, ramesh: Person, prefix: str, letter: str
    ) -> None:
        typed = post.typed(directive, "D1", letter=letter)
        answer = post.browser(ramesh).post(post.page(directive, prefix), typed)
        assert answer.status_code == 409
        said = desk.text(answer)
        assert ("is not the one on record" if prefix else "अभिलेख का पत्र नहीं है") in said
        assert not Receipt.objects.exists()

    @both
    @pytest.mark.parametrize("office", ["", "0", "x", "-1", "९", "9" * 40, "C1", "Z2"])
    def test_an_office_that_is_not_mine(
        self, directive: Directive, ramesh: Person, prefix: str, office: str
    ) -> None:
        if office in ("C1", "Z2"):
            office = str(post.addressee(directive, office).pk)
        typed = post.typed(directive, "D1", office=office)
        answer = post.browser(ramesh).post(post.page(directive, prefix), typed)
        assert answer.status_code == 400
        said = desk.text(answer)
        assert ("not posted at this office" if prefix else "तैनाती इस कार्यालय में नहीं") in said
        assert not Receipt.objects.exists()

    @both
    def test_one_that_was_replaced_meanwhile(
        self, directive: Directive, ramesh: Person, prefix: str
    ) -> None:
        typed = post.typed(directive, "D1")
        new = replaced(directive)
        answer = post.browser(ramesh).post(post.page(directive, prefix), typed)
        assert answer.status_code == 409
        assert f'href="{post.page(new, prefix)}"' in desk.text(answer)
        assert not Receipt.objects.exists()

    def test_a_press_without_the_forms_token(self, directive: Directive, ramesh: Person) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(ramesh, backend="moratorium.admin.access.RoleBackend")
        typed = post.typed(directive, "D1")
        assert client.post(post.page(directive), typed).status_code == 403
        assert not Receipt.objects.exists()

    def test_a_get_acknowledges_nothing(self, directive: Directive, ramesh: Person) -> None:
        client = post.browser(ramesh)
        client.get(post.page(directive), post.typed(directive, "D1"))
        assert steps(directive) == ["opened"]


# Who may not


def paths(directive: Directive) -> list[str]:
    return ["/officers/", post.page(directive), post.letter(directive), "/officers/screening/"]


def test_whoever_is_not_signed_in_comes_back_here(directive: Directive) -> None:
    for path in paths(directive):
        answer = Client().get(path)
        assert answer.headers["Location"] == f"/login/?next={path}"
    assert Client().post(post.page(directive)).status_code == 302


@both
def test_whoever_has_no_posting_and_no_role_is_told_so(directive: Directive, prefix: str) -> None:
    for person in (build.stranger(), build.asha(), desk.council(), desk.chief()):
        for path in paths(directive):
            answer = post.browser(person).get(prefix + path)
            assert answer.status_code == 403
            said = desk.text(answer)
            assert ("holds no posting" if prefix else "न कोई तैनाती") in said
            assert "no-store" in answer.headers["Cache-Control"]


def test_a_foreign_offices_directive_is_not_there(tree: dict[str, Office]) -> None:
    foreign = build.issued_directive(offices=[tree["Z2"]])
    client = post.browser(post.officer(tree["D1"]))
    assert client.get(post.page(foreign)).status_code == 404
    assert client.get(post.letter(foreign)).status_code == 404
    assert client.post(post.page(foreign), post.typed(foreign, "Z2")).status_code == 404
    nothing = [client.get(post.page(foreign).replace("test", odd)) for odd in ("x", "क", "%00")]
    assert {answer.status_code for answer in nothing} == {404}
    assert not Receipt.objects.exists()


def test_whoever_is_posted_elsewhere_since_yesterday(
    directive: Directive, ramesh: Person, tree: dict[str, Office], soon: Any
) -> None:
    soon.move_to(build.ist(2023, 1, 1, 23, 59))
    only = build.issued_directive(offices=[tree["D1"]], order=directive.order)
    client, typed = post.browser(ramesh), post.typed(only, "D1")
    assert client.get(post.page(only)).status_code == 200
    moved = build.ist(2023, 1, 2).date()
    Posting.objects.update(ends_on=moved)
    soon.move_to(build.ist(2023, 1, 2, 0, 0))
    assert client.get(post.page(only)).status_code == 403
    build.posting(ramesh, tree["Z2"], starts_on=moved)
    assert client.get(post.page(only)).status_code == 404
    assert client.get(post.letter(only)).status_code == 404
    assert client.post(post.page(only), typed).status_code == 404
    assert only.number not in desk.text(client.get("/officers/"))
    assert steps(only) == ["opened"]


# How much it takes


def full(tree: dict[str, Office]) -> tuple[Directive, Person]:
    """A zone with a long inbox: many below, half of them replaced, the longest subjects."""
    order = build.issued()
    offices = [build.office(f"S{n}", "subdivision", tree["D1"]) for n in range(20)]
    words = {"subject_hi": "बकाये पर विच्छेदन स्थगन " * 12, "subject_en": "No disconnection " * 17}
    for _ in range(8):
        old = build.issued_directive(order=order, offices=[tree["Z1"], *offices], **words)
        newest = replaced(old, offices=[tree["Z1"], *offices], **words)
    return newest, post.officer(tree["Z1"])


@both
def test_a_page_is_small_and_takes_few_queries(
    tree: dict[str, Office], prefix: str, soon: Any
) -> None:
    newest, chief = full(tree)
    soon.shift(timedelta(days=2))
    client = post.browser(chief)
    for path, most in (("/officers/", 16), (post.page(newest), 40)):
        client.get(prefix + path)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(prefix + path, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.content) < 14 * 1024
        assert len(queries) <= most, [each["sql"][:90] for each in queries]
        page = gzip.decompress(answer.content).decode()
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", page)
