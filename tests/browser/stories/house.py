"""A portal of the stories' own: reference data, their people, and nothing in force.

    python -m tests.browser.stories.house --bind 127.0.0.1:8000 --workers 1

What the stories count and read is theirs alone, as it would not be beside a demonstration.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

MAKER, SECOND_MAKER, CHECKER, SECOND_CHECKER, BOTH = "asha", "mohan", "vikram", "meena", "deepa"
OFFICER, COUNCIL = "rakesh", "sudha"
DIVISION = "D1"  # where the officer is posted


def main(arguments: list[str]) -> None:
    """Make the portal in VAR_DIR and serve it until told to stop."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", verbosity=0)
    _people()
    call_command("serve", *arguments)


def _people() -> None:
    from moratorium.rules import lifecycle
    from tests import builders as build
    from tests.admin import desk

    for person in (build.asha, build.vikram, build.meena, desk.second_maker):
        person()
    build.person(BOTH, "दीपा", "Deepa", lifecycle.MAKER, lifecycle.CHECKER)
    build.person(COUNCIL, "सुधा", "Sudha", lifecycle.COUNCIL)
    build.posting(build.rakesh(), build.offices()[DIVISION])


if __name__ == "__main__":
    main(sys.argv[1:])
