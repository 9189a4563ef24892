"""A real nginx in front of what a test runs, in a folder of the test's, and gone with it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import servers

NGINX = "/usr/sbin/nginx"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def running(http: str, folder: Path) -> Iterator[int]:
    """The port of an nginx, while it runs; `http` is what stands in its block of that name.

    In it `PORT` stands for the port. Skips the test where nginx is missing; see `servers.require`.
    """
    servers.require(NGINX, "nginx-light")
    folder.mkdir(parents=True, exist_ok=True)
    port, log = servers.free_port(), folder / "error.log"
    config = folder / "nginx.conf"
    config.write_text(_config(http.replace("PORT", str(port)), folder, log))
    process = subprocess.Popen([NGINX, "-p", folder, "-c", config, "-e", log])
    try:
        servers.until(lambda: _listens(process, port, log), "nginx does not listen")
        yield port
    finally:
        process.terminate()
        process.wait()


def _config(http: str, folder: Path, log: Path) -> str:
    paths = "\n".join(f"{name}_temp_path {folder / name};" for name in TEMPORARY)
    return f"""
daemon off;
master_process off;
pid {folder / "nginx.pid"};
error_log {log};
events {{ worker_connections 512; }}
http {{
access_log off;
{paths}
{http}
}}
"""


def _listens(process: "subprocess.Popen[bytes]", port: int, log: Path) -> bool:
    assert process.poll() is None, log.read_text()
    return servers.is_listening(port)
