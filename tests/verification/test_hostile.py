"""Whatever is sent to the door: a plain answer, nothing kept, never a fault of the server."""

import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moratorium.models import Directive, WrongCode
from moratorium.operations.verification import MAX_FILE
from tests.public.builders import CODE

from .test_answers import file, is_private, text

pytestmark = pytest.mark.django_db
SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "number"),
        ({"number": "", "code": CODE}, "number"),
        ({"number": "D/1", "code": ""}, "code"),
        ({"number": "D/1", "code": " -- "}, "code"),
        ({"number": "D/" + "1" * 60, "code": CODE}, "number"),
        ({"number": "D/1", "code": "A" * 41}, "code"),
        ({"number": "D/1", "code": "ﷺ" * 30}, "code"),
        ({"whole": "1"}, "file"),
        ({"whole": "1", "file": "a text, not a file"}, "file"),
    ],
)
def test_an_error_stands_at_its_field(client: Client, db: None, sent: Any, field: str) -> None:
    response = client.post("/en/verify/", sent)
    page = text(response)
    assert response.status_code == 400
    assert is_private(response)
    start = page.index(f'for="{field}"')
    assert 'class="error"' in page[start : page.index("</div>", start)]
    assert "<title>Error:" in page
    for name in ("number", "code"):
        if sent.get(name):
            assert f'value="{sent[name][:200].strip()}"' in page


def test_an_empty_file_is_called_so(client: Client, db: None) -> None:
    assert "This file is empty." in text(client.post("/en/verify/", file(b"")))


def test_a_file_at_the_limit_is_read_and_one_above_it_is_not(client: Client, db: None) -> None:
    limit = b"x" * MAX_FILE
    assert client.post("/en/verify/", file(limit)).status_code == 200
    for more in (1, 1024 * 1024):
        response = client.post("/en/verify/", file(limit + b"x" * more))
        assert response.status_code == 413
        assert "larger than 10 MB" in text(response)


class Unread:
    """A body that nobody may read."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("it was read")

    readline = read


def test_what_is_too_large_is_not_even_read(client: Client, db: None) -> None:
    kind, size = "multipart/form-data; boundary=x", str(2**40)
    said = {"CONTENT_LENGTH": size, "wsgi.input": Unread()}
    assert client.generic("POST", "/en/verify/", b"", kind, **said).status_code == 413


def test_no_disk_ever_has_the_file(
    client: Client, db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a file was made")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refused)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refused)
    assert client.post("/en/verify/", file(b"x" * (4 * 1024 * 1024))).status_code == 200
    assert list(tmp_path.iterdir()) == []


@SLOW
@given(number=st.text(max_size=70), code=st.text(max_size=50))
def test_any_number_and_code(
    client: Client, letters: dict[str, Directive], number: str, code: str
) -> None:
    WrongCode.objects.all().delete()
    encodable = [each.encode("utf-8", "replace").decode() for each in (number, code)]
    sent = client.post("/verify/", dict(zip(("number", "code"), encodable, strict=True)))
    assert sent.status_code in (302, 400)
    if sent.status_code == 302:
        assert client.get(sent["Location"]).status_code == 404


@SLOW
@given(
    slug=st.text(st.characters(exclude_characters="/?#"), min_size=1, max_size=40),
    code=st.text(st.characters(exclude_characters="/?#"), min_size=1, max_size=40),
)
def test_any_address(client: Client, letters: dict[str, Directive], slug: str, code: str) -> None:
    WrongCode.objects.all().delete()
    path = "/".join(quote(each.encode("utf-8", "replace")) for each in (slug, code))
    assert client.get(f"/en/verify/{path}/").status_code == 404


@SLOW
@given(pdf=st.binary(min_size=1, max_size=4096), name=st.text(max_size=300))
def test_any_file(client: Client, letters: dict[str, Directive], pdf: bytes, name: str) -> None:
    safe = name.encode("utf-8", "replace").decode()
    # Names that are none (".", "..") cannot be given to a file here, as Django takes none such.
    named = safe if os.path.basename(safe) not in ("", ".", "..") else "x"
    sent = {"file": SimpleUploadedFile(named, pdf), "whole": "1"}
    response = client.post("/en/verify/", sent)
    # A form without a file name has a text where the file should be.
    assert response.status_code in (200, 400)
    assert 'class="seal good"' not in text(response)


@SLOW
@given(body=st.binary(max_size=2048), kind=st.sampled_from(["multipart/form-data; boundary=x",
       "multipart/form-data", "application/x-www-form-urlencoded", "application/json", "", "x"]))  # fmt: skip
def test_any_body(client: Client, letters: dict[str, Directive], body: bytes, kind: str) -> None:
    assert client.generic("POST", "/verify/", body, kind).status_code in (302, 400)


@SLOW
@given(place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_a_changed_bit_is_never_genuine(
    client: Client, letters: dict[str, Directive], place: int, bit: int
) -> None:
    pdf = bytearray(letters["stands"].letter.pdf)
    # Its last bytes tell one test letter from the next.
    pdf[place % len(b"%PDF-1.7 ")] ^= 1 << bit
    page = text(client.post("/en/verify/", file(bytes(pdf))))
    assert 'class="seal bad"' in page
