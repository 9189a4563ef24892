"""No charset that a stranger names ends in an error of ours."""

import io

import pytest

from portal.wsgi import django as application

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.mark.parametrize(
    "charset",
    ["base64", "rot13", "hex", "zip", "no-such", "utf-16", '"base64"', "", "\x00", "utf-8"],
)
@pytest.mark.parametrize("path", ["/", "/api/v1/verdict", "/admin/login/"])
def test_a_strange_charset_is_answered(path: str, charset: str) -> None:
    statuses = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "a=%E0&b=1",
        "SERVER_NAME": "testserver", "SERVER_PORT": "80", "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http", "CONTENT_TYPE": f"text/plain; charset={charset}",
    }  # fmt: skip
    list(application(environ, lambda status, headers, *rest: statuses.append(int(status[:3]))))
    assert statuses[0] < 500
