"""What the door answers to number and code, to the QR code's address, and to a file."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moratorium.models import Directive, WrongCode
from moratorium.rules import numbering
from moratorium.rules.directives import STANDS
from moratorium.rules.verification import HEADLINES
from tests import builders as people
from tests.public import builders
from tests.public.builders import CODE, SUBJECT_EN
from tests.public.test_every_page import DEVANAGARI

from .builders import NUMBERS

pytestmark = pytest.mark.django_db
STANDINGS = ("stands", "replaced", "amended", "lifted", "over")


def address(number: str, code: str = CODE, prefix: str = "/en") -> str:
    return f"{prefix}/verify/{numbering.slug(number)}/{code}/"


def file(pdf: bytes, name: str = "letter.pdf") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, pdf, "application/pdf"), "whole": "1"}


def text(response: Any) -> str:
    return response.content.decode()


def is_private(response: Any) -> bool:
    return (
        response["Cache-Control"] == "no-store"
        and response["Referrer-Policy"] == "no-referrer"
        and response["X-Robots-Tag"] == "noindex, nofollow"
        and not response.cookies
    )


class TestNumberAndCode:
    @pytest.mark.parametrize("prefix", ["", "/en"])
    @pytest.mark.parametrize("standing", STANDINGS)
    def test_it_is_genuine_and_how_it_stands(
        self, client: Client, letters: dict[str, Directive], standing: str, prefix: str
    ) -> None:
        response = client.get(address(NUMBERS[standing], prefix=prefix))
        page = text(response)
        assert response.status_code == 200
        assert is_private(response)
        assert f"<h1>{HEADLINES[standing]['en' if prefix else 'hi']}</h1>" in page
        assert f'class="seal {"good" if standing == STANDS else "stale"}"' in page
        assert letters[standing].letter.sha256 in page
        assert NUMBERS[standing] in page
        assert f'href="{prefix}/directives/{letters[standing].slug}/"' in page

    def test_what_came_after_is_linked(self, client: Client, letters: dict[str, Directive]) -> None:
        for standing, link in [
            ("replaced", "/en/directives/d-2022-23-0007/"),
            ("amended", "/en/orders/mo-4/"),
            ("lifted", "/en/orders/mo-6/"),
        ]:
            assert f'href="{link}"' in text(client.get(address(NUMBERS[standing])))

    def test_a_demonstration_says_so(self, client: Client, letters: dict[str, Directive]) -> None:
        assert "made for a demonstration" in text(client.get(address(NUMBERS["over"])))

    def test_an_internal_one_shows_no_text(
        self, client: Client, letters: dict[str, Directive]
    ) -> None:
        page = text(client.get(address(NUMBERS["internal"])))
        main = page[page.index("<main") : page.index("</main>")]
        assert "Genuine, and in force" in main
        assert SUBJECT_EN in main
        assert letters["internal"].letter.sha256 in main
        assert "what it says is not shown" in main
        for hidden in ("no consumer", "operative", "/directives/", "MO/1", "Purvanchal"):
            assert hidden not in main

    @pytest.mark.parametrize(
        ("number", "code"),
        [
            ("D/2022-23/0001", "abcde 23456"), ("d-2022-23-0001", "ABCDE-23456"),
            ("  d / 2022-23 / 0001 ", "ABCDE२३४५६"), ("D/२०२२-२३/०००१", "ABC0EZ34SG"),
        ],
    )  # fmt: skip
    def test_it_is_found_as_somebody_typed_it(
        self, client: Client, letters: dict[str, Directive], number: str, code: str
    ) -> None:
        sent = client.post("/en/verify/", {"number": number, "code": code})
        assert sent.status_code == 302
        assert is_private(sent)
        assert "Genuine, and in force" in text(client.get(sent["Location"]))

    def test_a_hindi_number_is_found(self, client: Client, letters: dict[str, Directive]) -> None:
        builders.directive("निर्देश/१", letters["stands"].order)
        sent = client.post("/verify/", {"number": "निर्देश / १", "code": CODE}, follow=True)
        assert "असली पत्र, प्रभावी" in text(sent)


class TestNothing:
    def test_a_wrong_code_reveals_nothing(
        self, client: Client, letters: dict[str, Directive]
    ) -> None:
        draft = people.directive(
            letters["stands"].order, number="D/2022-23/0008", slug="d-2022-23-0008"
        )
        people.letter(draft)
        asked = [
            (NUMBERS["stands"], "ABCDE23457"), (NUMBERS["internal"], "ABCDE23457"),
            ("D/2022-23/0008", CODE), ("D/2022-23/9999", CODE), ("MO/1", CODE),
        ]  # fmt: skip
        pages = set()
        for number, code in asked:
            response = client.get(address(number, code))
            assert response.status_code == 404
            assert is_private(response)
            page = text(response).replace(numbering.slug(number), "N").replace(code, "C")
            pages.add(re.sub(r"As of [^<]*", "", page))
        assert len(pages) == 1
        assert "No such letter was issued" in pages.pop()

    def test_what_was_typed_is_still_there(
        self, client: Client, letters: dict[str, Directive]
    ) -> None:
        page = text(client.get(address("D/1", "WRPNG")))
        assert 'value="d-1"' in page
        assert 'value="WRPNG"' in page

    def test_too_many_are_answered_no_more(
        self, client: Client, letters: dict[str, Directive]
    ) -> None:
        for _ in range(10):
            assert client.get(address("D/1")).status_code == 404
        for number in ("D/1", NUMBERS["stands"]):
            response = client.get(address(number))
            assert response.status_code == 429
            assert 0 < int(response["Retry-After"]) <= 15 * 60
            assert is_private(response)
            assert "Too many wrong codes" in text(response)
        assert "बहुत बार ग़लत कोड" in text(client.get(address("D/1", prefix="")))
        assert WrongCode.objects.count() == 10

    def test_a_forwarded_address_is_not_believed(
        self, client: Client, letters: dict[str, Directive]
    ) -> None:
        said = [
            client.get(address("D/1"), headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code
            for n in range(12)
        ]
        assert said == [404] * 10 + [429] * 2


class TestFile:
    @pytest.mark.parametrize("standing", [*STANDINGS, "internal"])
    def test_the_letter_itself_is_genuine(
        self, client: Client, letters: dict[str, Directive], standing: str
    ) -> None:
        response = client.post("/en/verify/", file(bytes(letters[standing].letter.pdf)))
        page = text(response)
        assert response.status_code == 200
        assert is_private(response)
        assert "unchanged to the last byte" in page
        assert HEADLINES["stands" if standing == "internal" else standing].en in page
        assert ("/directives/" in page[: page.index("</main>")]) is (standing != "internal")

    def test_another_file_is_no_letter(self, client: Client, letters: dict[str, Directive]) -> None:
        response = client.post("/en/verify/", file(b"%PDF-1.7 of somebody else"))
        assert response.status_code == 200
        assert 'class="seal bad"' in text(response)
        assert "This is no letter of the portal" in text(response)

    def test_a_file_is_answered_when_codes_are_not(
        self, client: Client, letters: dict[str, Directive]
    ) -> None:
        for _ in range(11):
            client.get(address("D/1"))
        response = client.post("/en/verify/", file(bytes(letters["stands"].letter.pdf)))
        assert "Genuine, and in force" in text(response)


class TestInHindi:
    def test_no_english_is_left(self, client: Client, letters: dict[str, Directive]) -> None:
        pages = [client.get(address(n, prefix="")) for n in [*NUMBERS.values(), "D/9"]]
        pages.append(client.post("/verify/", file(b"other")))
        pages.append(client.post("/verify/", {"number": "", "code": ""}))
        pages += [client.get(address("D/9", prefix="")) for _ in range(10)][-1:]
        assert pages[-1].status_code == 429
        for each in pages:
            page = text(each)
            shown = re.sub(r"<[^>]+>", "\n", page[page.index("<body>") :])
            names = r"English|Atom|iCalendar|\b[0-9a-f]{64}\b|[A-Z]{2,}"
            words = [line for line in shown.splitlines() if re.search("[a-z]{2,}", line)]
            assert [w for w in words if not DEVANAGARI.search(re.sub(names, "क", w))] == []
            assert '<html lang="hi">' in page
            assert page.count("<h1>") == 1
            assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", page)
