"""Servers of tests that are the portal but for one thing, changed in each of their workers."""

import os


def set_up() -> None:
    """Django, with the portal's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()


def serve(application: str, port: str, workers: int = 2) -> None:
    """Serve an application, module:name, on loopback until told to stop."""
    set_up()
    from moratorium.management.serving import collect_static, granian

    collect_static()
    granian(application, "127.0.0.1", int(port), workers).serve()
