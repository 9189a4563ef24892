"""Delivery status notifications: what is read out of one, and what is none."""

import random

import pytest

from moratorium.rules.bounces import FAILED, MAX_BYTES, NotAReport, Report, read
from tests.notifications import notification

pytestmark = pytest.mark.plain


def test_a_failure_with_the_servers_words() -> None:
    said = Report("<abc@portal.example>", FAILED, "550 5.1.1 No such user here")
    assert read(notification("<abc@portal.example>")) == said


def test_only_the_head_of_the_mail_is_returned() -> None:
    content = notification("<abc@portal.example>", returned="text/rfc822-headers")
    assert read(content).message_id == "<abc@portal.example>"


def test_a_delay_is_no_failure() -> None:
    assert read(notification("<abc@x>", action="delayed")).action == "delayed"


def test_without_words_the_status_is_the_reason() -> None:
    assert read(notification("<abc@x>", diagnostic="")).reason == "5.1.1"


def test_a_folded_head_and_hidden_characters() -> None:
    words = "smtp; 550-5.1.1 No\n such\u202e user\x07"
    report = read(notification("<abc@x>", diagnostic=words, fold=True))
    assert report == Report("<abc@x>", FAILED, "550-5.1.1 No such user")


def test_a_reason_is_not_a_book() -> None:
    assert len(read(notification("<abc@x>", diagnostic="smtp; " + "x" * 9000)).reason) == 400


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no delivery status"),
        (b"\x00\xff\xfe" * 100, "no delivery status"),
        (b"From: a@b.test\nSubject: Out of office\n\nI am away.\n", "no delivery status"),
        (notification("<a@x>", report_type="disposition-notification"), "no delivery status"),
        (notification("<a@x>", action=""), "no recipient"),
        (notification(""), "which mail"),
        (b"Content-Type: multipart/report; report-type=delivery-status\n\nno parts", "no recipient"),
        (b"x" * (MAX_BYTES + 1), "too long"),
    ],
    ids=["empty", "bytes", "away", "read", "no-action", "no-id", "no-parts", "long"],
)  # fmt: skip
def test_what_is_no_report(content: bytes, why: str) -> None:
    with pytest.raises(NotAReport, match=why):
        read(content)


def test_deeply_nested_parts_are_refused() -> None:
    head = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
    with pytest.raises(NotAReport):
        read(head + b"Content-Type: message/rfc822\n\n" * 20_000 + b"--b--\n")


def test_no_damage_makes_anything_but_a_refusal() -> None:
    whole, chance = bytearray(notification("<abc@x>")), random.Random(7)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            report = read(bytes(damaged[: chance.randrange(len(damaged))]))
        except NotAReport:
            continue
        assert report.message_id.isprintable()
        assert report.reason.isprintable()
