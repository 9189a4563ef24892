"""Mails about directives: to whom, when, once each, and what they say."""

from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError
from post_office.models import STATUS, Email

from moratorium.models import (
    Addressee,
    Directive,
    Mail,
    Office,
    Person,
    Placement,
    Posting,
    Receipt,
)
from moratorium.operations.mail import chase
from moratorium.operations.mail.delivery import complete
from moratorium.register import chasing
from tests import builders as build
from tests.builders import ist

pytestmark = pytest.mark.django_db

ISSUED = ist(2026, 1, 5, 10, 0)


@pytest.fixture
def offices(db: None) -> dict[str, Office]:
    """HO over Z1 and Z2; C1 under Z1, D1 under C1; each has an address."""
    found = build.offices()
    for code, each in found.items():
        each.email = f"{code.lower()}@example.org"
        each.save()
    return found


@pytest.fixture
def directive(offices: dict[str, Office]) -> Directive:
    return build.issued_directive(ISSUED)


def at(hours: float) -> datetime:
    return ISSUED + timedelta(hours=hours)


def run(hours: float = 0) -> int:
    chase.withdraw_over(at(hours))
    return sum(chase.queue_due(at(hours)))


def told(step: str = "") -> dict[str, set[str]]:
    """The addresses that were told, by office and step."""
    found: dict[str, set[str]] = {}
    for mail in Mail.objects.filter(event__startswith=step):
        said, code, _number = mail.event.split(":", 2)
        found.setdefault(f"{code} {said}", set()).add(mail.address)
    return found


def acknowledge(directive: Directive, *codes: str, hours: float = 1) -> None:
    for each in Addressee.objects.filter(directive=directive, office__code__in=codes):
        Receipt.objects.create(
            addressee=each, step="acknowledged", person=build.rakesh(), post_hi="क", post_en="a",
            at=at(hours), sha256=directive.letter.sha256,
        )  # fmt: skip


def post(person: Person, office: Office, address: str, **fields: Any) -> Posting:
    Person.objects.filter(pk=person.pk).update(email=address)
    return build.posting(person, office, **fields)


class TestWhoIsTold:
    def test_nobody_before_the_issue(self, directive: Directive) -> None:
        assert run(-1) == 0

    def test_every_office_and_everybody_posted_there_is_told_of_the_issue(
        self, directive: Directive, offices: dict[str, Office]
    ) -> None:
        post(build.rakesh(), offices["D1"], "rakesh@example.org")
        post(build.asha(), offices["D1"], "asha@example.org", ends_on=date(2026, 1, 5))
        post(build.meena(), offices["C1"], "C1@EXAMPLE.ORG")
        assert run() == 6
        assert told("issued") == {
            "HO issued": {"ho@example.org"}, "Z1 issued": {"z1@example.org"},
            "Z2 issued": {"z2@example.org"}, "C1 issued": {"C1@EXAMPLE.ORG"},
            "D1 issued": {"d1@example.org", "rakesh@example.org"},
        }  # fmt: skip
        mail = Mail.objects.get(address="d1@example.org")
        assert (mail.office, mail.directive, mail.queued_at) == (offices["D1"], directive, ISSUED)

    def test_it_is_queued_once_however_often_the_worker_looks(self, directive: Directive) -> None:
        assert [run(hours) for hours in (0, 0, 1, 11)] == [5, 0, 0, 0]
        assert Email.objects.count() == Mail.objects.count() == 5

    def test_the_database_refuses_what_two_workers_would_queue_at_once(
        self, directive: Directive
    ) -> None:
        """The control: both have looked before one of them wrote."""
        first, second = (chase.queue_due(ISSUED) for _ in range(2))
        both = list(chasing.untold(ISSUED)), list(chasing.untold(ISSUED))
        assert both[0] == both[1]
        assert next(first) == 5
        assert list(second) == []
        Mail.objects.filter(event="issued:D1:" + str(directive.number)).update(event="x")
        with pytest.raises(IntegrityError):
            run()

    def test_a_round_that_was_cut_off_goes_on(self, directive: Directive, monkeypatch: Any) -> None:
        monkeypatch.setattr(chase, "BATCH", 2)
        assert next(chase.queue_due(ISSUED)) == 2
        assert run() == 3
        assert len(told()) == 5

    def test_at_half_of_the_time_who_has_not_acknowledged_is_reminded(
        self, directive: Directive
    ) -> None:
        run()
        acknowledge(directive, "HO", "Z2", "C1")
        assert run(11.9) == 0
        run(12)
        assert set(told("reminder")) == {"Z1 reminder", "D1 reminder"}

    def test_what_is_late_rises_a_level_each_time(self, directive: Directive) -> None:
        run(12)
        acknowledge(directive, "HO", "Z2")
        run(24)
        assert set(told("overdue")) == {"HO overdue-1", "Z1 overdue-1", "C1 overdue-1"}
        acknowledge(directive, "C1", "Z1")
        run(48)
        assert set(told("overdue-2")) == {"Z1 overdue-2"}
        run(72)
        assert set(told("overdue-3")) == {"HO overdue-3"}
        assert [run(96), run(500)] == [0, 0]

    def test_it_rises_in_the_tree_of_the_day_of_issue(
        self, directive: Directive, offices: dict[str, Office]
    ) -> None:
        moved = date(2026, 1, 6)
        Placement.objects.filter(office=offices["D1"]).update(ends_on=moved)
        Placement.objects.create(office=offices["D1"], parent=offices["Z2"], starts_on=moved)
        acknowledge(directive, "HO", "Z1", "Z2", "C1")
        run(24.1)
        assert set(told("overdue")) == {"C1 overdue-1"}

    def test_an_office_whose_place_was_taken_back_is_told_all_the_same(
        self, directive: Directive, offices: dict[str, Office]
    ) -> None:
        Placement.objects.filter(office=offices["D1"]).update(ends_on=build.LONG_AGO)
        run()
        assert "D1 issued" in told()

    def test_what_was_replaced_is_chased_no_further(self, directive: Directive) -> None:
        run()
        new = build.issued_directive(at(1), replaces=directive, order=directive.order)
        assert run(1) == 5
        run(30)
        assert not Mail.objects.filter(directive=directive).exclude(event__startswith="issued")
        assert Mail.objects.filter(directive=new, event__startswith="reminder").count() == 5

    def test_what_still_waits_is_withdrawn_once_it_is_pointless(self, directive: Directive) -> None:
        run(12)
        acknowledge(directive, "D1")
        run(13)
        gone = Mail.objects.exclude(withdrawn_at=None)
        assert {each.event.split(":")[1] for each in gone} == {"D1"}
        build.issued_directive(at(14), replaces=directive, order=directive.order)
        run(14)
        left = Mail.objects.filter(directive=directive, withdrawn_at=None)
        assert not left.exists()
        assert not Email.objects.filter(
            mail__directive=directive, status__in=[STATUS.queued]
        ).exists()

    def test_what_was_imported_tells_nobody(self, offices: dict[str, Office]) -> None:
        draft = build.directive()
        Directive.objects.filter(pk=draft.pk).update(imported=False)
        made = build.directive(imported=True)
        build.issue_directive(made, ISSUED)
        assert run(24) == 0

    def test_after_the_last_step_and_a_month_nobody_is_told(self, directive: Directive) -> None:
        assert run(5 * 24 + 30 * 24) == 0


class TestAddresses:
    def test_an_office_without_any_is_told_once_it_has_one(
        self, directive: Directive, offices: dict[str, Office]
    ) -> None:
        Office.objects.filter(code="D1").update(email="")
        assert run() == 4
        post(build.rakesh(), offices["D1"], "rakesh@example.org")
        assert run(1) == 1
        assert told()["D1 issued"] == {"rakesh@example.org"}

    def test_an_office_that_was_told_is_not_told_again_at_a_new_address(
        self, directive: Directive
    ) -> None:
        run()
        Office.objects.filter(code="D1").update(email="new@example.org")
        assert run(1) == 0

    def test_where_the_mail_came_back_the_corrected_address_is_told(
        self, directive: Directive, offices: dict[str, Office]
    ) -> None:
        run()
        Mail.objects.filter(address="d1@example.org").update(bounced_at=at(1), bounce="550")
        assert run(2) == 0, "there is no other address"
        Office.objects.filter(code="D1").update(email="d1-new@example.org")
        assert run(3) == 1
        assert told()["D1 issued"] == {"d1@example.org", "d1-new@example.org"}
        assert run(4) == 0

    def test_where_one_of_two_came_back_somebody_was_told(
        self, directive: Directive, offices: dict[str, Office]
    ) -> None:
        post(build.rakesh(), offices["D1"], "rakesh@example.org")
        run()
        Mail.objects.filter(address="d1@example.org").update(bounced_at=at(1))
        Office.objects.filter(code="D1").update(email="d1-new@example.org")
        assert run(2) == 0

    @pytest.mark.parametrize("address", ["nobody", "a@b.test\nBcc: c@d.test", "a@b.test, c@d.test"])
    def test_what_is_no_address_holds_up_nobody(self, directive: Directive, address: str) -> None:
        Office.objects.filter(code="C1").update(email=address)
        assert run() == 4


# What they say


def words(hours: float, step: str, code: str) -> str:
    """A queued mail as somebody reads it."""
    run(hours)
    mail = Mail.objects.filter(event__startswith=f"{step}:{code}:").latest("pk")
    assert mail.queued is not None
    message = complete(EmailMessage(
        mail.queued.subject, mail.queued.message, headers={"Message-ID": mail.message_id}
    ))  # fmt: skip
    return f"{message.subject}\n\n{message.body}"


def in_order(text: str, *said: str) -> bool:
    places = [text.find(each) for each in said]
    assert -1 not in places, said[places.index(-1)]
    return places == sorted(places)


def test_the_issue_in_both_languages(directive: Directive) -> None:
    said = words(0, "issued", "D1")
    number, slug = directive.number, directive.slug
    assert in_order(
        said,
        f"निर्देश {number}: परीक्षण निर्देश / Directive {number}: Test directive\n",
        "अधिशासी अभियन्ता, कार्यालय D1:",
        f"निर्देश {number}, दिनांक 5 जनवरी 2026, आपके कार्यालय को निर्गत किया गया है।",
        "6 जनवरी 2026, सुबह 10:00 बजे (10:00 IST)",
        f"http://127.0.0.1:8000/officers/directives/{slug}/\n",
        "पत्र संलग्न है (PDF, 1 KB)।",
        "- - -",
        "Executive Engineer, D1:",
        f"Directive {number} of 5 January 2026 has been issued to your office.",
        "6 January 2026, 10:00 am (10:00 IST)",
        f"http://127.0.0.1:8000/en/officers/directives/{slug}/\n",
        "The letter is attached (PDF, 1 KB).",
    )
    assert "स्थान पर" not in said
    assert "replaces" not in said
    assert "[[" not in said


def test_a_replacement_says_what_it_replaces(directive: Directive) -> None:
    build.issued_directive(at(1), replaces=directive, order=directive.order)
    said = words(1, "issued", "D1")
    assert f"यह निर्देश {directive.number} के स्थान पर है।" in said
    assert f"It replaces directive {directive.number}." in said


def test_the_reminder_in_both_languages(directive: Directive) -> None:
    said = words(12, "reminder", "D1")
    assert in_order(
        said,
        f"अनुस्मारक: निर्देश {directive.number} की पावती दें / Reminder: acknowledge directive",
        "अभी तक नहीं मिली है।", "समय-सीमा: 6 जनवरी 2026", "has not yet acknowledged",
        "Due by: 6 January 2026",
    )  # fmt: skip


def test_a_reminder_that_comes_after_the_time_says_so(directive: Directive) -> None:
    said = words(25, "reminder", "D1")
    assert "पावती विलम्बित है।" in said
    assert "is overdue." in said


def test_what_is_late_in_both_languages(directive: Directive) -> None:
    said = words(24, "overdue-1", "HO")
    number = directive.number
    assert in_order(
        said,
        f"विलम्बित: निर्देश {number} की पावती 2 कार्यालयों से नहीं मिली"
        f" / Overdue: directive {number} not acknowledged by 2 offices\n",
        "आपके अधीन 2 कार्यालयों से", "मुख्य अभियन्ता, कार्यालय Z1 (Z1)", "कार्यालय Z2 (Z2)",
        "2 offices below yours have not acknowledged", "Late as of 6 January 2026",
        "Chief Engineer, Z1 (Z1)", "/en/officers/\n",
    )  # fmt: skip
    assert "1 office below yours has not" in words(24, "overdue-1", "C1")


def test_twenty_are_named_and_the_others_counted(offices: dict[str, Office]) -> None:
    below = [build.office(f"S{n:02d}", "subdivision", offices["D1"]) for n in range(25)]
    build.issued_directive(ISSUED, offices=below)
    said = words(24, "overdue-1", "D1")
    assert "25 कार्यालयों" in said
    assert "(S19)" in said
    assert "(S20)" not in said
    assert "- और 5\n" in said
    assert "- and 5 more\n" in said


def test_a_demonstration_says_so(offices: dict[str, Office]) -> None:
    build.issued_directive(ISSUED, demonstration=True)
    said = words(0, "issued", "D1")
    assert "प्रदर्शन के लिए" in said
    assert "for a demonstration" in said


def test_a_long_subject_is_cut_where_a_word_ends(offices: dict[str, Office]) -> None:
    build.issued_directive(ISSUED, subject_hi="बकाये पर " * 33, subject_en="arrears due " * 25)
    subject = words(0, "issued", "D1").partition("\n")[0]
    assert len(subject) < 260
    assert "बकाये पर … / Directive" in subject
    assert subject.endswith("arrears due …")


# As it leaves


def sent(code: str = "D1", step: str = "issued", hours: float = 0) -> Any:
    """A mail as its bytes are read by whoever gets it."""
    run(hours)
    mail = Mail.objects.get(event__startswith=f"{step}:{code}:")
    assert mail.queued is not None
    message = complete(mail.queued.prepare_email_message())
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def test_the_letter_is_in_the_mail_and_not_in_the_queue(directive: Directive) -> None:
    (pdf,) = sent().iter_attachments()
    assert pdf.get_content() == bytes(directive.letter.pdf)
    assert pdf.get_filename() == f"{directive.slug}.pdf"
    assert pdf.get_content_type() == "application/pdf"
    assert not Email.objects.exclude(attachments=None).exists()
    assert "संलग्न" in sent().get_body().get_content()
    assert list(sent(step="overdue-1", code="C1", hours=24).iter_attachments()) == []


def test_or_only_a_link_to_it(directive: Directive, settings: Any) -> None:
    settings.DIRECTIVE_MAIL = "link"
    message = sent()
    assert list(message.iter_attachments()) == []
    said = message.get_content()
    assert "पत्र (PDF) उसी पृष्ठ पर मिलेगा।" in said
    assert "The letter (PDF) is on that page." in said


def test_its_headers(directive: Directive) -> None:
    message, reminder = sent(), sent(step="reminder", hours=12)
    assert message["Message-ID"] == Mail.objects.get(event__startswith="issued:D1:").message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "Directives <directives.127.0.0.1>"
    assert (message["From"], message["To"]) == ("portal@localhost", "d1@example.org")
    assert reminder["References"] == message["Message-ID"] != reminder["Message-ID"]


HOSTILE = "पहला\r\nBcc: all@example.org\n\nBody\u202e\u2066\x00\x85\u2028 end"


@pytest.mark.parametrize("step", ["issued", "reminder", "overdue-1"])
def test_nothing_in_a_subject_or_a_name_breaks_a_header_or_turns_the_text(
    offices: dict[str, Office], step: str
) -> None:
    hostile = HOSTILE.replace("\x00", "")  # which the databases refuse anyway
    number = "D/1\nBcc: all@example.org\u202e"
    Office.objects.filter(code__in=["C1", "D1"]).update(name_hi=hostile, name_en=hostile)
    draft = build.directive(subject_hi=hostile, subject_en=hostile)
    build.issue_directive(draft, ISSUED, number=number, slug="d-1")
    message = sent(code="C1", step=step, hours=24)
    assert message["Bcc"] is None
    assert set(message) <= {
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To",
        "Date", "Message-ID", "Auto-Submitted", "List-Id", "References",
    }  # fmt: skip
    whole = f"{message['Subject']}\n{message.get_body().get_content()}"
    assert not set(whole) & set("\u202e\u2066\x85\u2028\r\x00")
    assert "\nBcc" not in whole


def test_a_withdrawn_or_returned_mail_does_not_leave(directive: Directive) -> None:
    run()
    mail = Mail.objects.filter(address="d1@example.org")
    message = mail.get().queued.prepare_email_message()
    for fields in ({"withdrawn_at": ISSUED}, {"bounced_at": ISSUED}):
        mail.update(**{"withdrawn_at": None, "bounced_at": None} | fields)
        with pytest.raises(Exception, match="withdrawn or has come back"):
            complete(message)
