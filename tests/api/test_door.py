"""What holds for every address under /api/."""

import pytest
from django.test import Client

from .asking import ROOT, read

pytestmark = pytest.mark.usefixtures("reference")
GETS = [
    *("verdict?discom=PUVVNL&area=urban", "protections", "orders", "notices", "discoms"),
    *("districts", "openapi.json", "docs"),
]


@pytest.mark.parametrize("path", GETS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_a_wrong_method_is_a_problem(path: str, method: str) -> None:
    answer = Client().generic(method, ROOT + path)
    read(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD"


def test_verdicts_takes_post_alone() -> None:
    answer = Client().get(f"{ROOT}verdicts")
    read(answer, 405)
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", GETS)
def test_head_answers_as_get_without_the_body(path: str) -> None:
    answer = Client().head(ROOT + path)
    assert answer.status_code == 200
    assert answer.content == b""
    assert int(answer.headers["Content-Length"]) > 50


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api", "/api/v1/", "/api/v2/verdict", "/api/v1/verdict/", "/api/v1/orders/a/b",
     "/api/v1/%FF", "/api/v1/x%0Ay"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_path_is_a_problem(path: str, method: str) -> None:
    read(Client().generic(method, path), 404)


def test_no_cookie_is_set_and_none_is_asked_for() -> None:
    answer = Client(enforce_csrf_checks=True).post(
        f"{ROOT}verdicts", b'{"questions": []}', content_type="text/plain"
    )
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("charset", ["utf-16", "idna", "nothing"])
def test_a_strange_charset_changes_nothing(charset: str) -> None:
    answer = Client().get(
        f"{ROOT}verdict?discom=PUVVNL&area=urban",
        headers={"Content-Type": f"text/plain; charset={charset}"},
    )
    read(answer, 200)


def test_thousands_of_parameters_are_refused() -> None:
    read(Client().get(f"{ROOT}verdict?" + "&".join(["a=1"] * 6000)), 400)


def test_the_documentation_calls_nobody_and_runs_nothing() -> None:
    answer = Client().get(f"{ROOT}docs")
    page = answer.content.decode()
    assert "<script" not in page
    assert "style=" not in page
    assert "//" not in page.replace("http://127.0.0.1:8000", "")
    for name in ("verdicts", "protections", "bad-request", "schema-Answer"):
        assert f'id="{name}"' in page
    assert 'lang="hi"' in page
