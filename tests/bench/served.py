"""What `bench_front` serves: `python -m tests.bench.served WHAT PORT WORKERS`.

`front` is the portal as it is served, `django` the same without the front, so that each page is
rendered for its request, and `hello` a constant answer read from the file that HELLO names.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any


class _Hello:
    """A constant answer, on the same interface as the portal's."""

    def __init__(self) -> None:
        content = json.loads(Path(os.environ["HELLO"]).read_text())
        self._headers = [(name, value) for name, value in content["headers"]]
        self._body = b"." * content["size"]

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        protocol.response_bytes(200, self._headers, self._body)


def _application(what: str) -> Any:
    if what == "hello":
        return _Hello()
    if what == "front":
        from portal.rsgi import application as front

        return front
    from tests.faults.frontless import Frontless

    return Frontless()


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
