"""The import of offices on the desk: a file, its preview, the decision; and who may not."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moratorium.admin import office_import
from moratorium.models import Entry, Office, Placement, Posting
from moratorium.rules import office_files
from tests import builders as build
from tests.rules.charts import posting

from . import desk
from .desk import PREFIXES, page

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)

HEAD = "code,discom,level,name_hi,name_en,email\n"
OFFICES = HEAD + "Z9,PUVVNL,zone,नया क्षेत्र,New zone,\nC9,PUVVNL,circle,नया मण्डल,New circle,c9@x.in\n"
PLACES = "office,parent,starts_on,ends_on\nC9,Z9,01-04-2023,\n"


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "offices"


@pytest.fixture
def client() -> Client:
    build.rakesh()
    build.offices()
    return desk.of(desk.keeper())


def upload(client: Client, content: str | bytes, prefix: str = "") -> Any:
    """The preview of a file, or the page that refuses to take it in."""
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("any name.csv", data)
    return client.post(page(prefix, "office", "import"), {"file": file}, follow=True)


def confirm(client: Client, preview: Any) -> Any:
    """The decision on a preview, as its form sends it."""
    path = preview.redirect_chain[-1][0]
    return client.post(path, {"seen": desk.hidden(preview, "seen")}, follow=True)


@both
def test_a_file_is_shown_and_then_imported(prefix: str, client: Client, uploads: Path) -> None:
    before = desk.everything()
    preview = upload(client, OFFICES, prefix)
    said = desk.text(preview)
    assert "New zone" in said
    assert "import-form" in said
    assert desk.everything() == before
    done = confirm(client, preview)
    words = "2 new, 0 changed, 0 ended, 0 unchanged" if prefix else "नई 2, परिवर्तित 0"
    assert words in desk.text(done)
    assert Office.objects.get(code="C9").email == "c9@x.in"
    entry = Entry.objects.get()
    assert entry.act == "offices.imported"
    assert (uploads / "imported" / f"{entry.detail['sha256']}.csv").read_text() == OFFICES
    assert not any((uploads / "waiting").iterdir())
    confirm(client, upload(client, PLACES, prefix))
    assert Placement.objects.get(office__code="C9").parent.code == "Z9"


@both
def test_the_same_file_again_changes_nothing_and_says_so(prefix: str, client: Client) -> None:
    confirm(client, upload(client, OFFICES, prefix))
    said = desk.text(upload(client, OFFICES, prefix))
    assert ("changes nothing: 2 rows" if prefix else "कुछ नहीं बदलती: सभी 2") in said
    assert "import-form" not in said


@both
def test_what_changes_is_shown_as_it_was_and_will_be(prefix: str, client: Client) -> None:
    confirm(client, upload(client, OFFICES, prefix))
    said = desk.text(upload(client, OFFICES.replace("New zone", "Zone IX"), prefix))
    assert "<del>New zone</del> → <ins>Zone IX</ins>" in said
    confirm(client, upload(client, PLACES, prefix))
    said = desk.text(upload(client, PLACES.replace("2023,", "2023,2024-04-01"), prefix))
    assert ("1 April 2024" if prefix else "1 अप्रैल 2024") in said
    assert 'class="tag ends"' in said


@both
def test_all_errors_are_shown_by_line_and_nothing_can_be_imported(
    prefix: str, client: Client
) -> None:
    before = desk.everything()
    bad = OFFICES + "bad code,PUVVNL,province,क,K,\nZ9,PUVVNL,zone,क,K,\nZ8,PUVVNL\n"
    preview = upload(client, bad, prefix)
    said = desk.text(preview)
    words = [
        "There is no such level: province",
        "stated already in line 2",
        "has 2 cells, the header 6",
    ]
    hindi = ["ऐसा कोई स्तर नहीं है: province", "यह पंक्ति 2 पर पहले ही", "पंक्ति में 2 खाने हैं"]
    assert all(each in said for each in (words if prefix else hindi))
    assert "import-form" not in said
    path = preview.redirect_chain[-1][0]
    assert client.post(path, {"seen": "anything"}).status_code == 409
    assert desk.everything() == before


def test_long_lists_are_cut_and_the_rest_counted(client: Client) -> None:
    many = HEAD + "".join(f"N{n},PUVVNL,zone,क,K{n},\n" for n in range(1200))
    said = desk.text(upload(client, many, "/en"))
    assert said.count('class="tag new"') == office_import.SHOWN_CHANGES
    assert "And 900 more rows" in said
    said = desk.text(upload(client, many.replace("zone", "province"), "/en"))
    assert said.count("no such level") == office_import.SHOWN_FAULTS
    assert "And 1,000 more errors" in said


@both
def test_when_the_record_changed_in_between_the_preview_comes_again(
    prefix: str, client: Client
) -> None:
    preview = upload(client, OFFICES, prefix)
    Office.objects.create(
        code="Z9", discom=build.discom(), level="zone", name_hi="पहले का", name_en="Older"
    )
    again = confirm(client, preview)
    assert again.status_code == 409
    said = desk.text(again)
    assert ("has changed since you read" if prefix else "अभिलेख बदल गया है") in said
    assert "<del>Older</del> → <ins>New zone</ins>" in said
    assert not Office.objects.filter(code="C9").exists()
    path = preview.redirect_chain[-1][0]
    client.post(path, {"seen": desk.hidden(again, "seen")})
    assert Office.objects.get(code="Z9").name_en == "New zone"


HOSTILE = {
    "empty": b"",
    "spreadsheet": b"PK\x03\x04" + bytes(range(256)),
    "utf-16": OFFICES.encode("utf-16"),
    "cp1252": OFFICES.encode().replace(b"New zone", b"\x93New zone\x94"),
    "NUL": OFFICES.encode().replace(b"zone", b"zo\0ne"),
    "one long line": OFFICES.encode() + b"x" * 1_000_000,
    "open quotation": OFFICES.encode() + b'"Z7,PUVVNL',
    "too many rows": (HEAD + "Z,PUVVNL,zone,a,b,\n" * 200_000).encode(),
    "bidi": OFFICES.replace("New zone", "New \u202ezone").encode(),
    "control": OFFICES.replace("New zone", "New\x1b[31m zone").encode(),
    "no columns": b"a,b\n1,2\n",
    "lone surrogate": OFFICES.encode().replace(b"zone", b"\xed\xa0\x80"),
    "not a day": b"office,parent,starts_on,ends_on\nD1,C1,9999999999-01-01,\n",
    "year 0": b"office,parent,starts_on,ends_on\nD1,C1,0000-01-01,\n",
}


@both
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(prefix: str, name: str, client: Client) -> None:
    before = desk.everything()
    response = upload(client, HOSTILE[name], prefix)
    assert response.status_code == 200
    said = desk.text(response)
    assert "faults-heading" in said
    assert "import-form" not in said
    assert desk.everything() == before


@both
def test_a_file_that_is_too_large_is_not_taken_in(
    prefix: str, client: Client, uploads: Path
) -> None:
    response = upload(client, b"x" * (office_files.MAX_BYTES + 1), prefix)
    assert ("larger than 10 MB" if prefix else "10 MB से बड़ी") in desk.text(response)
    assert not uploads.exists()


def test_a_name_that_looks_like_markup_or_a_formula_is_text(client: Client) -> None:
    odd = OFFICES.replace("New zone", '"=HYPERLINK(""x"")"').replace("New circle", "<b>x</b>")
    preview = upload(client, odd)
    assert b"<b>x</b>" not in preview.content
    confirm(client, preview)
    assert Office.objects.get(code="Z9").name_en == '=HYPERLINK("x")'


@both
def test_a_file_that_is_gone_is_asked_for_again(prefix: str, client: Client) -> None:
    for digest in ("0" * 64, "secret_key", "x"):
        for method in (client.get, client.post):
            answer = method(page(prefix, "office", "import", digest))
            assert answer.headers["Location"] == page(prefix, "office", "import")


def test_without_a_file_the_page_says_so(client: Client) -> None:
    response = client.post(page("/en", "office", "import"), {})
    assert response.status_code == 200
    assert "errorlist" in desk.text(response)


# Out and in again


@both
@pytest.mark.parametrize("kind", office_files.KINDS)
def test_what_is_exported_changes_nothing_when_imported(
    prefix: str, kind: str, client: Client
) -> None:
    Office.objects.filter(code="Z1").update(name_en="=A1+1")
    build.posting(build.rakesh(), Office.objects.get(code="D1"))
    exported = client.get(f"{page(prefix, 'office', 'export')}{kind}.csv")
    assert exported.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="{kind}.csv"' in exported.headers["Content-Disposition"]
    said = desk.text(upload(client, exported.content, prefix))
    assert ("changes nothing" if prefix else "कुछ नहीं बदलती") in said


@both
def test_a_template_has_the_headers_and_no_rows(prefix: str, client: Client) -> None:
    for kind in office_files.KINDS:
        got = client.get(f"{page(prefix, 'office', 'template')}{kind}.csv").content
        sheet = office_files.read(got)
        assert (sheet.kind, sheet.rows) == (kind, {})
    assert client.get(f"{page(prefix, 'office', 'template')}secrets.csv").status_code == 404


# Who may not


def test_only_the_keeper_imports() -> None:
    build.offices()
    waiting = upload(desk.of(desk.keeper()), OFFICES).redirect_chain[-1][0]
    path = page("", "office", "import")
    for person in (desk.auditor(), desk.chief(), build.asha(), build.vikram()):
        client = desk.of(person)
        for each in (path, waiting):
            assert client.get(each).status_code == 403
            assert client.post(each, {"seen": "x"}).status_code == 403
    for outsider in (*desk.outsiders(), None):
        assert "/login/" in desk.of(outsider).post(waiting).headers["Location"]
    assert not Office.objects.filter(code="Z9").exists()


def test_whoever_sees_offices_exports_them() -> None:
    path = page("", "office", "export") + "offices.csv"
    for person in (desk.keeper(), desk.auditor()):
        assert desk.of(person).get(path).status_code == 200
    for person in (build.asha(), build.vikram()):
        assert desk.of(person).get(path).status_code == 403


def test_a_keeper_does_not_post_themselves_by_file(client: Client) -> None:
    content = office_files.write("postings", [posting("sita", "D1")], "en")
    assert "their own" in desk.text(upload(client, content, "/en"))
    assert not Posting.objects.exists()
