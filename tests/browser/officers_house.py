"""A portal with directives in every state, for officers at a division and in a zone's office.

python -m tests.browser.officers_house --bind 127.0.0.1:8000 --workers 1
"""

import os
import sys
from datetime import datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

DIVISION, ZONE, NOWHERE, STRANGER = "ramesh", "zonal", "rakesh", "stranger"


def main(arguments: list[str]) -> None:
    """Make the portal in VAR_DIR and serve it until told to stop."""
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", verbosity=0)
    _play(timezone.now())
    call_command("serve", *arguments)


def _play(now: datetime) -> None:
    from moratorium.operations import directives, receipts
    from moratorium.operations.directives import DirectiveContent, TargetContent
    from tests import builders as build

    offices, (ramesh, suresh) = _offices(), _people()
    order = build.issued(
        at=now - timedelta(days=4),
        lines=[{"discom": build.discom(), "starts_at": now - timedelta(days=4),
                "ends_at": now + timedelta(days=9)}],
        title_hi="बकाये पर विच्छेदन स्थगन आदेश", title_en="Moratorium on disconnection for arrears",
    )  # fmt: skip
    everybody = (TargetContent(office=offices["zone"]),)

    def issue(draft: Any, hours: float) -> Any:
        at = now - timedelta(hours=hours)
        directives.submit(draft, by=build.asha(), at=at)
        read = directives.digest(draft)
        return directives.approve(draft, by=build.vikram(), at=at, read=read, reason="As agreed")

    def draft(hours: float, **more: Any) -> Any:
        content = DirectiveContent(order, everybody, **more)
        at = now - timedelta(hours=hours)
        return issue(directives.draft(content, by=build.asha(), at=at), hours)

    words = {
        "body_hi": "बिलिंग प्रणाली के उन्नयन के कारण उपभोक्ता भुगतान नहीं कर पा रहे हैं।",
        "body_en": "Consumers cannot pay while the billing system is being upgraded.",
    }
    old, late = draft(60, **words), draft(50, **words)
    issue(directives.replace(old, by=build.asha(), at=now - timedelta(hours=40)), 40)
    done = draft(30, public=False)
    key = done.addressees.get(office=offices["division"]).pk
    receipts.serve([key], by=suresh, at=now - timedelta(hours=29))
    receipts.open_(key, by=suresh, at=now - timedelta(hours=28))
    receipts.acknowledge(
        key, sha256=done.letter.sha256, by=suresh, at=now - timedelta(hours=27.5),
        remark="सभी उपखण्डों को सूचित कर दिया गया है।",
    )  # fmt: skip
    opened = late.addressees.get(office=offices["division"]).pk
    receipts.open_(opened, by=ramesh, at=now - timedelta(hours=26))
    draft(2, due_hours=48, **words)  # the newest act comes last: the journal does not go back


def _offices() -> dict[str, Any]:
    from tests import builders as build

    def office(code: str, level: str, above: Any, hindi: str, english: str) -> Any:
        return build.office(code, level, above, name_hi=hindi, name_en=english)

    head = office("PU", "head", None, "मुख्यालय, वाराणसी", "Head office, Varanasi")
    zone = office("PU-1", "zone", head, "वाराणसी क्षेत्र", "Varanasi zone")
    circle = office(
        "PU-11", "circle", zone, "विद्युत वितरण मण्डल प्रथम, वाराणसी", "Distribution circle I, Varanasi"
    )
    division = office(
        "PU-111", "division", circle,
        "विद्युत नगरीय वितरण खण्ड तृतीय, पाण्डेयपुर, वाराणसी",
        "Urban distribution division III, Pandeypur, Varanasi",
    )  # fmt: skip
    subdivision = office(
        "PU-1111", "subdivision", division, "उपखण्ड, सारनाथ", "Sub-division Sarnath"
    )
    for n in range(1, 8):
        office(
            f"PU-12{n}", "division", circle, f"विद्युत वितरण खण्ड {n}", f"Distribution division {n}"
        )
    return {"zone": zone, "division": division, "subdivision": subdivision}


def _people() -> tuple[Any, Any]:
    from moratorium.models import Office
    from tests import builders as build

    ramesh, suresh = (
        build.person(name, hindi, name.title())
        for name, hindi in ((DIVISION, "रमेश"), ("suresh", "सुरेश"))
    )
    at = {each.code: each for each in Office.objects.all()}
    build.posting(ramesh, at["PU-111"])
    build.posting(
        ramesh, at["PU-1111"], post_hi="उपखण्ड अधिकारी (अतिरिक्त प्रभार)",
        post_en="Sub-divisional officer (additional charge)",
    )  # fmt: skip
    build.posting(suresh, at["PU-111"], post_hi="सहायक अभियन्ता", post_en="Assistant Engineer")
    zonal = build.person(ZONE, "सरिता", "Sarita")
    build.posting(zonal, at["PU-1"], post_hi="मुख्य अभियन्ता", post_en="Chief Engineer")
    build.rakesh(), build.stranger(), build.asha(), build.vikram()
    return ramesh, suresh


if __name__ == "__main__":
    main(sys.argv[1:])
