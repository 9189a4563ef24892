"""What `bench_front` serves: `python -m tests.bench.served WHAT PORT WORKERS`.

`front` is the portal as it is served, `django` the same without the front, so that each page is
rendered for its request, and `hello` a constant answer read from the file that HELLO names.
"""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def _hello() -> Any:
    content = json.loads(Path(os.environ["HELLO"]).read_text())
    headers = [(name, value) for name, value in content["headers"]]
    body = b"." * content["size"]

    def hello(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", headers)
        return [body]

    return hello


def _application(what: str) -> Any:
    if what == "hello":
        return _hello()
    from portal import wsgi

    return wsgi.application if what == "front" else wsgi.django


def main(what: str, port: str, workers: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ["SERVED"] = what
    import django

    django.setup()
    from moratorium.management.serving import collect_static, granian

    collect_static()
    granian("tests.bench.served:application", "127.0.0.1", int(port), int(workers)).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
elif __name__ != "__mp_main__" and "SERVED" in os.environ:  # in a worker that is complete
    application = _application(os.environ["SERVED"])
