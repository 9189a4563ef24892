"""A server whose pages are asked for across boundaries: `python -m tests.faults.crossing MODE PORT`.

`exact` is the portal's own. The others are controls that must fail: `unchecked`, in which a shelf
is taken without a look at the clock, `cached`, in which Django's `cache_page(60)` stands in place
of the front, and `permissive`, in which caches are not forbidden to show a page while they fetch
the next. In `brief` pages are kept for two seconds, and longer only while nobody answers here.
"""

import os
import sys
from typing import Any

MODES = ("exact", "unchecked", "cached", "permissive", "brief")


def _application(mode: str) -> Any:
    from portal import rsgi
    from tests.faults.frontless import Frontless

    plain_static()
    if mode == "cached":
        _cache_pages()
        return Frontless()
    if mode == "unchecked":
        _take_unchecked()
    if mode == "permissive":
        _permit_stale()
    if mode == "brief":
        _keep_briefly()
    return rsgi.application


def plain_static() -> None:
    """As in the tests, which say what the pages must be."""
    from django.core.files.storage import storages

    storages.backends["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }


def _cache_pages() -> None:
    from django.views.decorators.cache import cache_page

    from moratorium.public import urls
    from moratorium.public.api import urls as api_urls

    for pattern in (*urls.urlpatterns, *api_urls.urlpatterns):
        pattern.callback = cache_page(60)(pattern.callback)


def _take_unchecked() -> None:
    from moratorium.publishing.shelf import Shelf, Shelves

    checked = Shelves.at

    def unchecked(self: Shelves, now: int, since: int | None = None) -> Shelf:
        return self._ready[0] if self._ready else checked(self, now, since)

    Shelves.at = unchecked  # type: ignore[method-assign]


def _permit_stale() -> None:
    from moratorium.public import keeping

    strict = keeping.cache_control

    def permissive(seconds: float | None) -> str:
        return strict(seconds).replace(", stale-while-revalidate=0", "")

    keeping.cache_control = permissive


def _keep_briefly() -> None:
    from moratorium.public import keeping

    keeping.MAX_AGE = 2


def main(mode: str, port: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ["CROSSING"] = mode
    import django

    django.setup()
    from moratorium.management.serving import granian

    granian("tests.faults.crossing:application", "127.0.0.1", int(port), 2).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
elif "CROSSING" in os.environ:
    application = _application(os.environ["CROSSING"])
