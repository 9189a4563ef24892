"""A list of planned disconnections at the officers' door: the answer, and bad files."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moratorium.models import Office
from moratorium.operations import reference
from moratorium.register.lists import sent as sent_lists
from moratorium.register.lists import turns
from tests import builders as build
from tests.admin import desk
from tests.admin.desk import PREFIXES

from . import post

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)
HEADER = "account,discom,district,area,planned_at\n"
ROWS = "0012,PUVVNL,varanasi,rural,02-01-2023\n0013,PUVVNL,varanasi,rural,02-01-2022\n0014,?,,,\n"


@pytest.fixture
def client(tree: dict[str, Office]) -> Client:
    build.issued()
    return post.browser(post.officer(tree["D1"]))


def sent(client: Client, content: bytes | str | None, prefix: str = "", name: str = "a.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    fields = {} if data is None else {"list": SimpleUploadedFile(name, data)}
    return client.post(f"{prefix}/officers/screening/", fields)


@both
def test_a_list_comes_back_with_its_answers(client: Client, prefix: str) -> None:
    answer = sent(client, HEADER + ROWS, prefix)
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert [row["verdict"] for row in rows] == ["protected", "not_protected", "invalid"]
    assert [row["account"] for row in rows] == ["0012", "0013", "0014"]
    name = "screened-1-protected-1-not_protected-0-depends-1-invalid.csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in answer.headers["Cache-Control"]


def test_it_answers_as_the_api_does(client: Client) -> None:
    content = (HEADER + ROWS).encode()
    api = client.post("/api/v1/screenings", content, content_type="text/csv").getvalue()
    assert sent(client, content).getvalue() == api


def test_nothing_of_it_is_kept(client: Client, tmp_path: Any, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = settings.MEDIA_ROOT = tmp_path
    large = HEADER + ROWS * 40_000
    assert len(large) > 3 * 1024 * 1024  # more than Django keeps in memory of its own accord
    before = set(settings.VAR_DIR.rglob("*"))
    answer = sent(client, large)
    assert answer.getvalue().count(b"\n") == 120_001
    assert list(tmp_path.iterdir()) == []
    new = {each for each in settings.VAR_DIR.rglob("*") if each.is_file()} - before
    assert not any(HEADER.encode() in each.read_bytes() for each in new)


@both
def test_the_page_explains_and_its_sample_is_readable(client: Client, prefix: str) -> None:
    said = desk.text(client.get(f"{prefix}/officers/screening/"))
    assert f'href="{prefix}/officers/screening/sample.csv"' in said
    for word in ("खाता", "planned_at", "PUVVNL", "ग्रामीण", "protected_until"):
        assert word in said


@both
def test_the_sample_is_answered(db: None, prefix: str) -> None:
    reference.load()
    client = post.browser(post.officer(build.office("D1", "division")))
    sample = client.get(f"{prefix}/officers/screening/sample.csv")
    assert "attachment" in sample.headers["Content-Disposition"]
    rows = sent(client, sample.content, prefix).getvalue().decode().splitlines()
    assert len(rows) == 4
    assert "invalid" not in "".join(rows)


BAD = [
    (None, "a.csv", "पहले फ़ाइल चुनें", "Choose a file first"),
    ("", "a.csv", "शीर्ष पंक्ति नहीं", "no header row"),
    ("\n\n", "a.csv", "शीर्ष पंक्ति नहीं", "no header row"),
    ("account,discom\n1,2\n", "a.csv", "स्तंभ नहीं मिले: district", "missing: district"),
    (HEADER.replace("account", "area"), "a.csv", "दो बार है: area", "twice: area"),
    (HEADER.replace("\n", ",verdict\n"), "a.csv", "जाँच जोड़ती है", "Screening adds this column"),
    (b"PK\x03\x04nothing", "a.xlsx", "XLSX फ़ाइल पढ़ी नहीं", "XLSX file cannot be read"),
    (b"\xd0\xcf\x11\xe0old", "a.xls", "CSV UTF-8", "CSV UTF-8"),
    (HEADER.encode("utf-16"), "a.csv", "CSV UTF-8", "CSV UTF-8"),
    (HEADER + '"' + "x" * 200_000 + '"\n', "a.csv", "पंक्ति 2 ", "ine 2 "),
    (HEADER + '1,"x\n', "a.csv", "पंक्ति 2 में", "in line 2 "),
    (b"\x89PNG\r\n\x1a\n\x00", "a.png", "स्तंभ नहीं मिले", "missing"),
]  # fmt: skip


@both
@pytest.mark.parametrize(("content", "name", "hindi", "english"), BAD, ids=range(len(BAD)))
def test_what_is_no_list_is_refused_with_the_reason(
    client: Client, prefix: str, content: Any, name: str, hindi: str, english: str
) -> None:
    answer = sent(client, content, prefix, name)
    said = desk.text(answer)
    assert answer.status_code == 400
    assert (english if prefix else hindi) in said
    assert 'aria-invalid="true"' in said


@both
def test_what_is_too_large_is_not_taken_in(client: Client, prefix: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(sent_lists, "MOST_BYTES", 10_000)
    for size in (10_001, 200_000):
        answer = sent(client, b"x" * size, prefix)
        assert answer.status_code == 413
        assert "0 MB" in desk.text(answer)
    within = HEADER + ROWS * 50
    assert sent(client, within, prefix).getvalue()


def test_two_hundred_megabytes_are_too_much(client: Client) -> None:
    answer = client.post(
        "/officers/screening/", b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(201 * 1024 * 1024),
    )  # fmt: skip
    assert answer.status_code == 413
    assert "200 MB से बड़ी" in desk.text(answer)


@both
def test_a_second_list_of_the_office_is_told_to_wait(
    client: Client, tree: dict[str, Office], prefix: str
) -> None:
    turn = turns.lock([f"office-{tree['D1'].pk}"])
    answer = sent(client, HEADER + ROWS, prefix)
    turn.release()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert ("in a minute" if prefix else "एक मिनट बाद") in desk.text(answer)
    assert sent(client, HEADER + ROWS, prefix).getvalue()


def test_a_list_in_another_field_or_form_is_none(client: Client) -> None:
    other = client.post("/officers/screening/", {"list": "text"})
    plain = client.post("/officers/screening/", HEADER, content_type="text/csv")
    broken = client.post("/officers/screening/", b"x", content_type="multipart/form-data")
    assert [each.status_code for each in (other, plain, broken)] == [400, 400, 400]


def test_a_list_without_the_forms_token_is_refused(client: Client, tree: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(post.officer(tree["C1"], "x"), backend="moratorium.admin.access.RoleBackend")
    assert sent(strict, HEADER + ROWS).status_code == 403
