"""Directives by mail against a real server: refused for now or for good, away and back again."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from post_office.models import STATUS, Email

from moratorium.management import worker
from moratorium.models import Addressee, Directive, Mail, Office, Receipt
from moratorium.operations.mail import chase
from tests import builders as build
from tests import post

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def arriving(settings: Any) -> Iterator[post.Post]:
    with post.going_to_it(settings) as office:
        yield office


@pytest.fixture
def directive(committed_db: None) -> Directive:
    """Issued just now to five offices."""
    for code, each in build.offices().items():
        Office.objects.filter(pk=each.pk).update(email=f"{code.lower()}@example.org")
    return build.issued_directive(timezone.now())


def work() -> None:
    call_command("worker", "--once")


def in_ten_minutes() -> None:
    """The next attempt is due."""
    Email.objects.update(scheduled_time=timezone.now() - timedelta(seconds=1))


def to(office: post.Post) -> list[str]:
    return sorted(each["To"] for each in office.arrived)


def of(address: str) -> Mail:
    return Mail.objects.get(address=address)


def test_a_round_queues_and_sends_with_the_letter(
    directive: Directive, arriving: post.Post
) -> None:
    work()
    work()
    assert to(arriving) == [f"{code}@example.org" for code in ("c1", "d1", "ho", "z1", "z2")]
    for mail in arriving.arrived:
        (pdf,) = mail.iter_attachments()
        assert pdf.get_content() == bytes(directive.letter.pdf)
        assert "[[" not in post.text(mail)
        assert mail["X-Went-To"] == mail["To"]
    assert Counter(Email.objects.values_list("status", flat=True)) == {STATUS.sent: 5}


def test_what_is_refused_for_good_is_tried_once(directive: Directive, arriving: post.Post) -> None:
    arriving.strangers["d1@example.org"] = "550 5.1.1 No such user"
    work()
    in_ten_minutes()
    work()
    assert arriving.asked.count("d1@example.org") == 1
    mail = of("d1@example.org")
    assert mail.bounce == "550 5.1.1 No such user"
    assert mail.bounced_at is not None
    assert mail.queued.status == STATUS.failed
    assert len(arriving.arrived) == 4


def test_so_is_what_is_refused_after_it_was_read(directive: Directive, arriving: post.Post) -> None:
    arriving.reply = "554 5.6.0 Message\u00a0refused"
    work()
    in_ten_minutes()
    work()
    assert set(Mail.objects.values_list("bounce", flat=True)) == {"554 5.6.0 Message refused"}
    assert len(arriving.asked) == 5


def test_the_corrected_address_is_told_in_the_next_round(
    directive: Directive, arriving: post.Post
) -> None:
    arriving.strangers["d1@example.org"] = "550 5.1.1 No such user"
    work()
    Office.objects.filter(code="D1").update(email="d1-new@example.org")
    work()
    work()
    assert to(arriving).count("d1-new@example.org") == 1
    assert len(arriving.arrived) == 5


@pytest.mark.parametrize("reply", ["450 4.2.0 Greylisted", "530 5.7.0 Sign in first"])
def test_what_is_refused_for_now_is_sent_later(
    directive: Directive, arriving: post.Post, reply: str
) -> None:
    arriving.strangers["d1@example.org"] = reply
    work()
    mail = of("d1@example.org")
    assert (mail.bounced_at, mail.queued.status) == (None, STATUS.requeued)
    assert mail.queued.logs.get().message == reply
    arriving.strangers.clear()
    work()
    assert len(arriving.arrived) == 4, "not before its time"
    in_ten_minutes()
    work()
    assert len(arriving.arrived) == 5
    assert of("d1@example.org").queued.status == STATUS.sent


def test_a_server_that_is_away_costs_no_attempt(directive: Directive, settings: Any) -> None:
    with post.going_to_it(settings):
        pass  # it has gone
    for _ in range(3):
        with pytest.raises(CommandError, match="No mail leaves: ConnectionRefusedError"):
            work()
    assert Counter(Email.objects.values_list("status", flat=True)) == {STATUS.queued: 5}
    with post.going_to_it(settings) as office:
        work()
        assert len(office.arrived) == 5


def test_one_that_drops_out_in_between_loses_nothing(
    directive: Directive, settings: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(worker, "require_server", lambda: None)
    with post.going_to_it(settings):
        pass
    work()
    assert Counter(Email.objects.values_list("status", flat=True)) == {STATUS.requeued: 5}
    in_ten_minutes()
    with post.going_to_it(settings) as office:
        work()
        assert len(office.arrived) == 5


def test_what_is_acknowledged_or_replaced_before_it_left_stays(
    directive: Directive, settings: Any
) -> None:
    settings.MAIL_GOES_OUT = False
    work()
    addressee = Addressee.objects.get(directive=directive, office__code="D1")
    Receipt.objects.create(
        addressee=addressee, step="acknowledged", person=build.rakesh(), post_hi="क",
        post_en="a", at=timezone.now(), sha256=directive.letter.sha256,
    )  # fmt: skip
    with post.going_to_it(settings) as office:
        work()
        assert to(office) == [f"{code}@example.org" for code in ("c1", "ho", "z1", "z2")]
    assert of("d1@example.org").withdrawn_at is not None


def test_without_a_server_mails_are_queued_and_stay(directive: Directive, settings: Any) -> None:
    settings.MAIL_GOES_OUT = False
    work()
    assert Counter(Email.objects.values_list("status", flat=True)) == {STATUS.queued: 5}


# The worker that goes on: it looks again when an act or the clock gives it reason to


def queue_all(looking: worker.Chase, now: datetime) -> None:
    while looking.queue_some(now):
        pass


def test_it_looks_at_the_whole_only_when_something_can_be_due(
    directive: Directive, django_assert_max_num_queries: Any
) -> None:
    looking, now = worker.Chase(), timezone.now()
    queue_all(looking, now)
    assert Mail.objects.count() == 5
    with django_assert_max_num_queries(1):
        queue_all(looking, now + timedelta(minutes=9))
    Office.objects.filter(code="D1").update(email="")
    draft = build.directive(order=directive.order)
    build.issue_directive(draft, now)
    build.entry(now)
    queue_all(looking, now + timedelta(minutes=9))
    assert Mail.objects.count() == 9, "an act was in the journal"
    Office.objects.filter(code="D1").update(email="d1@example.org")
    queue_all(looking, now + timedelta(minutes=9))
    assert Mail.objects.count() == 9
    queue_all(looking, now + timedelta(minutes=20))
    assert Mail.objects.count() == 10, "and in ten minutes without one"


def test_it_looks_again_at_the_very_step(directive: Directive) -> None:
    looking = worker.Chase()
    half = directive.issued_at + timedelta(hours=12)
    queue_all(looking, half - timedelta(minutes=5))
    assert Mail.objects.count() == 5
    queue_all(looking, half)
    assert Mail.objects.count() == 10


def test_the_queue_stays_short_and_nothing_is_left_out(
    directive: Directive, arriving: post.Post, monkeypatch: Any
) -> None:
    monkeypatch.setattr(chase, "BATCH", 2)
    longest, send = [], worker.send_queued

    def watched() -> None:
        longest.append(Email.objects.filter(status=STATUS.queued).count())
        send()

    monkeypatch.setattr(worker, "send_queued", watched)
    work()
    assert longest == [2, 2, 1]
    assert len(arriving.arrived) == 5
