"""nginx and Varnish before a portal, as `docs/deploy` has them: processes of the test's own.

The files are those that an operator installs; only ports, paths and the user are others.
"""

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.faults.servers import HOUSE, PATIENCE, Server, free_port, require, until

DEPLOY = HOUSE / "docs" / "deploy"
NGINX, VARNISH = "/usr/sbin/nginx", "/usr/sbin/varnishd"
# Whether an answer came from the cache; tests alone have it said.
NGINX_TELLS = "add_header X-Cache $upstream_cache_status always;"
VARNISH_TELLS = """
sub vcl_deliver {
    set resp.http.X-Cache = "MISS";
    if (obj.hits > 0) { set resp.http.X-Cache = "HIT"; }
}
sub vcl_backend_response {
    set beresp.http.X-TTL = beresp.ttl;
}
"""
# A Varnish that an operator has told nothing but where the portal is.
VARNISH_UNTOLD = """vcl 4.1;
backend portal { .host = "127.0.0.1"; .port = "8000"; }
"""


@contextmanager
def nginx(
    place: Path,
    portal: int,
    changed: Mapping[str, str] | None = None,
    *,
    copy: Path | None = None,
    more: str = NGINX_TELLS,
) -> Iterator[Server]:
    """nginx before the portal at a port. `changed`: parts of its file and what stands in their
    place; `more`: what its server has besides.
    """
    require(NGINX, "nginx-light")
    place.mkdir()
    port, file = free_port(), place / "nginx.conf"
    address = place / "portal-address.conf"
    address.write_text(f"listen 127.0.0.1:{port};\nserver_name 127.0.0.1;\n{more}\n")
    others = {
        "user www-data;": f"user {getpass.getuser()};",
        "/etc/nginx/portal-address.conf": str(address),
        "127.0.0.1:8000": f"127.0.0.1:{portal}",
        "/run/nginx.pid": str(place / "nginx.pid"),
        "/var/log/nginx/error.log": str(place / "error.log"),
        "/var/lib/nginx/portal": str(place / "cache"),
        "/srv/copy": str(copy or place / "no-copy"),
    }
    # Where Debian's nginx keeps bodies and answers that it has no room for in memory.
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {place}/{kind};\n" for kind in kinds)
    text = _with((DEPLOY / "nginx.conf").read_text(), others | dict(changed or {}))
    file.write_text(text.replace("http {\n", f"http {{\n{temporary}", 1))
    command = [NGINX, "-p", str(place), "-e", str(place / "error.log"), "-c", str(file)]
    with _running(place, port, *command, "-g", "daemon off;") as server:
        yield server


@contextmanager
def varnish(place: Path, portal: int, untold: bool = False) -> Iterator[Server]:
    """Varnish before the portal at a port; `untold`: without what our file tells it."""
    require(VARNISH, "varnish")
    place.mkdir()
    port, file = free_port(), place / "portal.vcl"
    others = {'.port = "8000"': f'.port = "{portal}"'}
    text = _with(VARNISH_UNTOLD, others)
    if not untold:
        others["portal.example"] = "127.0.0.1"
        text = _with((DEPLOY / "portal.vcl").read_text(), others)
    file.write_text(text + VARNISH_TELLS)
    jail = ("-j", "none") if os.geteuid() == 0 else ()
    # Its folder's name may not be long: a socket lies in it.
    folder = Path(f"/tmp/varnish-{port}")
    command = [VARNISH, *jail, "-F", "-n", str(folder), "-a", f"127.0.0.1:{port}", "-f", str(file)]
    try:
        with _running(place, port, *command, "-s", "malloc,64m") as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _with(text: str, others: Mapping[str, str]) -> str:
    for placeholder, other in others.items():
        assert placeholder in text, f"the file has no {placeholder}"
        text = text.replace(placeholder, other)
    return text


@contextmanager
def _running(place: Path, port: int, *command: str) -> Iterator[Server]:
    log = place / "error.log"
    with log.open("ab") as said:
        process = subprocess.Popen(command, cwd=place, stdout=said, stderr=said)
    server = Server(process, port, log)
    try:
        until(lambda: _answers(server), f"it did not start: {log.read_text()}")
        yield server
    finally:
        process.terminate()  # both end their own processes
        process.wait(PATIENCE)


def _answers(server: Server) -> bool:
    assert server.process.poll() is None, server.log.read_text()
    try:
        return server.get("/healthz")[0] == 200
    except OSError:
        return False
