"""Public directives: the page, the letter, and every page that leads there."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from moratorium.models import Directive, Discom, Letter, Order
from moratorium.rules.directives import CLARIFY
from tests import builders as people

from . import builders
from .builders import ist

pytestmark = pytest.mark.django_db

PAGE, PDF = "/en/directives/d-2022-23-0001/", "/directives/d-2022-23-0001.pdf"
SOON = time_machine.travel(ist("2022-12-29 21:00"), tick=False)


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def order(number: str) -> Order:
    return Order.objects.get(number=number)


class TestPage:
    def test_it_says_what_the_letter_says(self, client: Client, record: None) -> None:
        page = read(client, PAGE)
        assert "No disconnection for arrears" in page
        assert "Consumers cannot pay while" in page
        assert "no consumer&#x27;s supply shall be disconnected for arrears" in page
        hindi = read(client, PAGE.removeprefix("/en"))
        assert "उपभोक्ता भुगतान नहीं कर पा रहे" in hindi
        assert "संयोजन विच्छेदन नहीं किया जाएगा" in hindi

    def test_it_names_order_letter_and_seal(self, client: Client, record: None) -> None:
        page, letter = read(client, PAGE), Letter.objects.get()
        assert '<a href="/en/orders/mo-2022-23-0002/">MO/2022-23/0002</a>' in page
        assert "Purvanchal Vidyut Vitran Nigam Ltd" in page
        assert letter.sha256 in page
        assert 'href="/en/directives/d-2022-23-0001.pdf"' in page
        assert "(PDF, 1 KB)" in page
        assert 'href="/en/verify/"' in page

    def test_it_counts_the_offices_and_names_none(self, client: Client, record: None) -> None:
        page = read(client, PAGE)
        assert "<td>5</td><td>4</td><td>2</td>" in page
        assert "कार्यालय Z1" not in page

    def test_its_code_is_nowhere(self, client: Client, record: None) -> None:
        assert builders.CODE not in read(client, PAGE)

    @SOON
    def test_it_stands(self, client: Client, record: None) -> None:
        assert '<span class="state in_force">in force</span>' in read(client, PAGE)

    @SOON
    def test_it_was_replaced(self, client: Client, record: None) -> None:
        first = Directive.objects.get()
        at = ist("2022-12-29 20:30")
        builders.directive("D/2022-23/0002", first.order, at, replaces=first)
        page = read(client, PAGE)
        assert '<span class="state upcoming">replaced</span>' in page
        assert 'href="/en/directives/d-2022-23-0002/"' in page
        assert 'href="/en/directives/d-2022-23-0001/"' in read(client, PAGE.replace("0001", "0002"))

    @SOON
    def test_the_order_was_amended_or_lifted(self, client: Client, record: None) -> None:
        line = builders.line(
            ist("2022-12-29 18:00"), discom="PUVVNL", ends_at=ist("2023-02-01 00:00")
        )
        at = ist("2022-12-29 20:00")
        amended = builders.order("MO/2022-23/0003", at, line, amends=order("MO/2022-23/0002"))
        page = read(client, PAGE)
        assert "order amended since" in page
        assert 'href="/en/orders/mo-2022-23-0003/"' in page
        builders.order("MO/2022-23/0004", at + timedelta(minutes=1), amends=amended, lift=True)
        page = read(client, PAGE)
        assert "The moratorium was lifted by order: <a" in page.replace("\n", " ")
        assert 'href="/en/orders/mo-2022-23-0004/"' in page

    def test_it_ended(self, client: Client, places: None) -> None:
        line = builders.line(
            ist("2022-12-29 18:00"), discom="PUVVNL", ends_at=ist("2022-12-31 00:00")
        )
        builders.sent(builders.order("MO/1", ist("2022-12-29 18:41"), line))
        assert '<span class="state upcoming">ended</span>' in read(client, PAGE)

    def test_a_page_is_not_kept_past_its_end(self, client: Client, places: None) -> None:
        end = ist("2022-12-31 00:00")
        line = builders.line(ist("2022-12-29 18:00"), discom="PUVVNL", ends_at=end)
        builders.sent(builders.order("MO/1", ist("2022-12-29 18:41"), line))
        with time_machine.travel(end - timedelta(seconds=7), tick=False):
            assert (
                client.get(PAGE)["Cache-Control"]
                == "public, max-age=7, s-maxage=7, stale-if-error=0, stale-while-revalidate=0"
            )

    def test_a_demonstration_says_so(self, client: Client, record: None) -> None:
        builders.directive("D/2", order("MO/2022-23/0002"), demonstration=True)
        assert "made for a demonstration" in read(client, "/en/directives/d-2/")
        assert "demonstration</span>" in read(client, "/en/orders/mo-2022-23-0002/")

    def test_markup_in_a_preamble_is_text(self, client: Client, record: None) -> None:
        hostile = {"body_hi": "<b>क</b>", "body_en": "<script>x</script> {{ y }}"}
        builders.directive("D/2", order("MO/2022-23/0002"), **hostile)
        assert "&lt;script&gt;x&lt;/script&gt; {{ y }}" in read(client, "/en/directives/d-2/")

    def test_several_discoms_have_a_sum(self, client: Client, record: None) -> None:
        other = people.office("DV", "head", discom=Discom.objects.get(code="DVVNL"))
        named = [*people.Office.objects.filter(code__in=["Z1", "Z2"]), other]
        builders.directive("D/2", order("MO/2022-23/0002"), offices=named)
        page = read(client, "/en/directives/d-2/")
        assert page.count("<td>0</td><td>0</td>") == 3
        assert '<tfoot><tr><th scope="row">Total</th><td>3</td>' in page


class TestLetter:
    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_it_is_the_bytes_that_were_issued(
        self, client: Client, record: None, prefix: str
    ) -> None:
        response, letter = client.get(prefix + PDF), Letter.objects.get()
        assert response.content == bytes(letter.pdf)
        assert hashlib.sha256(response.content).hexdigest() == letter.sha256
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'inline; filename="d-2022-23-0001.pdf"'
        assert response["ETag"] == f'"{letter.sha256}"'
        assert response["Cache-Control"].startswith("public, max-age=")
        assert not response.cookies

    def test_who_has_it_is_not_sent_it_again(self, client: Client, record: None) -> None:
        tag = client.get(PDF)["ETag"]
        again = client.get(PDF, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(PDF, headers={"If-None-Match": '"other"'}).status_code == 200

    def test_it_is_only_read(self, client: Client, record: None) -> None:
        assert client.post(PDF).status_code == 405
        head = client.head(PDF)
        assert (head.status_code, head.content) == (200, b"")

    def test_a_hindi_number_names_its_file(self, client: Client, record: None) -> None:
        builders.directive("निर्देश/1", order("MO/2022-23/0002"))
        response = client.get("/directives/निर्देश-1.pdf")
        assert response["Content-Disposition"].startswith("inline; filename*=utf-8''%E0%A4%A8")


class TestWhatIsNotPublic:
    @pytest.fixture
    def addresses(self, record: None) -> list[str]:
        """Of an internal directive, a draft, and one that never was."""
        basis = order("MO/2022-23/0002")
        builders.directive("D/9", basis, public=False)
        people.directive(basis, number="D/8", slug="d-8")
        return [f"/directives/d-{n}{end}" for n in (9, 8, 7) for end in ("/", ".pdf")]

    def test_it_does_not_exist(self, client: Client, addresses: list[str]) -> None:
        pages = set()
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 404
            assert "ETag" not in response
            pages.add(response.content)
        assert len(pages) == 1

    def test_no_page_leads_there(self, client: Client, addresses: list[str]) -> None:
        for page in ("/orders/mo-2022-23-0002/", "/notices/", "/feeds/notices.atom", "/"):
            assert "d-9" not in read(client, page).lower()
        api = client.get("/api/v1/orders/mo-2022-23-0002").json()
        assert [each["number"] for each in api["directives"]] == ["D/2022-23/0001"]

    def test_an_internal_replacement_is_not_named(self, client: Client, record: None) -> None:
        first = Directive.objects.get()
        builders.directive("D/9", first.order, public=False, replaces=first)
        page = read(client, PAGE)
        assert "replaced</span>" in page
        assert "which is not public" in page
        assert "D/9" not in page
        second = Directive.objects.get(number="D/9")
        builders.directive("D/10", first.order, replaces=second)
        assert "D/9" not in read(client, "/en/directives/d-10/")


class TestWaysThere:
    def test_the_order_lists_those_of_its_chain(self, client: Client, record: None) -> None:
        before = order("MO/2022-23/0002")
        line = builders.line(
            ist("2022-12-29 18:00"), discom="PUVVNL", ends_at=ist("2023-02-01 00:00")
        )
        builders.order("MO/2022-23/0003", ist("2022-12-30 10:00"), line, amends=before)
        builders.directive("D/2", order("MO/2022-23/0003"), kind=CLARIFY)
        for slug in ("mo-2022-23-0002", "mo-2022-23-0003"):
            page = read(client, f"/en/orders/{slug}/")
            for one in ("d-2022-23-0001", "d-2"):
                assert f'href="/en/directives/{one}/"' in page
                assert f'href="/en/directives/{one}.pdf"' in page
            assert page.count("(PDF, 1 KB)") == 2
        assert "/directives/" not in read(client, "/en/orders/mo-2022-23-0001/")

    def test_its_notice_leads_to_it_and_to_its_order(self, client: Client, record: None) -> None:
        page = read(client, "/en/notices/3/")
        assert "Directive issued" in page
        assert '<a href="/en/directives/d-2022-23-0001/">D/2022-23/0001</a>' in page
        assert "(PDF, 1 KB)" in page
        assert '<a href="/en/orders/mo-2022-23-0002/">MO/2022-23/0002</a>' in page

    def test_the_feeds_tell_of_it(self, client: Client, record: None) -> None:
        for feed, told in [("notices", 1), ("districts/varanasi", 1), ("districts/agra", 0)]:
            entries = read(client, f"/en/feeds/{feed}.atom")
            assert entries.count("<title>Directive issued: No disconnection") == told

    def test_the_api_tells_of_it(self, client: Client, record: None) -> None:
        letter = Letter.objects.get()
        [listed] = client.get("/api/v1/orders/mo-2022-23-0002").json()["directives"]
        assert (listed["number"], listed["order"]) == ("D/2022-23/0001", "MO/2022-23/0002")
        assert listed["url"]["en"].endswith("/en/directives/d-2022-23-0001/")
        assert listed["letter"]["url"].endswith("/directives/d-2022-23-0001.pdf")
        assert (listed["letter"]["size"], listed["letter"]["sha256"]) == (
            letter.size,
            letter.sha256,
        )
        newest, *others = client.get("/api/v1/notices").json()["items"]
        assert (newest["order"], newest["directive"]) == (None, "d-2022-23-0001")
        assert {each["directive"] for each in others} == {None}
        assert {each["order"] for each in others} == {"mo-2022-23-0001", "mo-2022-23-0002"}
