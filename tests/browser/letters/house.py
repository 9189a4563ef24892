"""A portal with letters of every standing, and one that a forger can work on.

    python -m tests.browser.letters.house --bind 127.0.0.1:8000 --workers 1

The letters lie as files in VAR_DIR/letters, named by how they stand.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

PREAMBLE_HI = (
    "ऑनलाइन बिलिंग प्रणाली के उन्नयन के कारण दिनांक 29 दिसंबर 2022 से उपभोक्ता अपने बिल का भुगतान न "
    "तो ऑनलाइन कर पा रहे हैं और न ही काउंटर पर। उपभोक्ताओं को इससे कोई कठिनाई न हो, इसलिए निम्नलिखित "
    "निर्देश दिए जाते हैं।"
)
PREAMBLE_EN = (
    "Since 29 December 2022 consumers have been unable to pay their bills, online or at a "
    "counter, because the online billing system is being upgraded. So that they suffer no "
    "hardship from it, the following is directed."
)


def main(arguments: list[str]) -> None:
    """Make the portal in VAR_DIR and serve it until told to stop."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", verbosity=0)
    _letters()
    call_command("serve", *arguments)


def _letters() -> None:
    from django.conf import settings
    from django.utils import timezone

    from moratorium.models import Letter
    from tests import builders as people
    from tests.public.builders import receipt
    from tests.verification import builders

    people.offices()
    made = builders.issued()
    at = timezone.now() - timedelta(minutes=1)
    words = {"body_hi": PREAMBLE_HI, "body_en": PREAMBLE_EN}
    basis = builders.order("MO/2022-23/0001")
    made["real"] = builders.approved(basis, at, **words)
    made["secret"] = builders.approved(basis, at, public=False, **words)
    for place, addressee in enumerate(made["real"].addressees.order_by("pk")[:4]):
        receipt(addressee, "served", at)
        if place < 2:
            receipt(addressee, "acknowledged", at)
    folder = Path(settings.VAR_DIR) / "letters"
    folder.mkdir()
    for name, directive in made.items():
        letter = Letter.objects.get(directive=directive)
        (folder / f"{name}.pdf").write_bytes(bytes(letter.pdf))
        (folder / f"{name}.txt").write_text(f"{directive.number} {letter.check_code}")


if __name__ == "__main__":
    main(sys.argv[1:])
