"""A portal with a directive that a few hundred offices have, or are late with.

    python -m tests.browser.laddered --bind 127.0.0.1:8000 --workers 1

Two public directives, one of them replaced; a tree of two discoms, test people only.
"""

import os
import sys
from datetime import timedelta

AUDITOR, COUNCIL = "anil", "kamla"
DIRECTIVE, REPLACED = "D/2026-27/0002", "D/2026-27/0001"
OFFICES = {"PUVVNL": 240, "KESCO": 60}


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    furnish()
    call_command("serve", *arguments, "--no-mail")


def furnish() -> None:
    """The tree, the directives, what was done with them, and who looks at it."""
    from django.utils import timezone
    from post_office.models import STATUS

    from moratorium.models import Discom, Office
    from moratorium.operations import reference
    from tests import builders as build
    from tests.admin import desk
    from tests.register import laddering

    reference.load()
    assert (desk.auditor().username, desk.council().username) == (AUDITOR, COUNCIL)
    for code, count in OFFICES.items():
        laddering.many(count, Discom.objects.get(pk=code))
    at = timezone.now() - timedelta(hours=61)
    build.entry(at, public=True, act="order.issued", subject="MO/1",
                detail={"title_hi": "परीक्षण आदेश", "title_en": "Test order"})  # fmt: skip
    first = build.issue_directive(build.directive(), at, number=REPLACED)
    laddering.took(first, start=at)
    draft = build.directive(first.order, replaces=first)
    draft.targets.create(discom_id="KESCO", position=1)
    second = build.issue_directive(draft, at + timedelta(hours=2), number=DIRECTIVE)
    laddering.took(second, start=at + timedelta(hours=2))
    offices = list(Office.objects.filter(discom="PUVVNL", level="circle").order_by("code"))
    build.posting(build.rakesh(), offices[0])
    laddering.mail(second, offices[0], STATUS.failed)


if __name__ == "__main__":
    main(sys.argv[1:])
