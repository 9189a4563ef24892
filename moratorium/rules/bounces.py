"""Delivery status notifications: what a mail server reports of a mail that it had taken.

Source: RFC 3462 (multipart/report) and RFC 3464 (message/delivery-status).
"""

import email
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser

from .script import on_one_line

MAX_BYTES = 20 * 1024 * 1024
_REASON = 400  # characters of a reason that are kept
FAILED = "failed"


class NotAReport(ValueError):
    """Bytes that are no delivery status notification; the text says why, in English."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a mail: its Message-ID, `failed`, `delayed` or other, and the reason."""

    message_id: str
    action: str
    reason: str


def read(content: bytes) -> Report:
    """The report in a message. Raises NotAReport."""
    if len(content) > MAX_BYTES:
        raise NotAReport("The message is too long.")
    try:
        return _read(email.message_from_bytes(content, policy=policy.compat32))
    except NotAReport:
        raise
    except (LookupError, ValueError, AttributeError, TypeError, RecursionError) as error:
        # The parser is made for mails, and this may be anything.
        raise NotAReport("The message cannot be read.") from error


def _read(message: Message) -> Report:
    kind = str(message.get_param("report-type", "")).lower()
    if message.get_content_type() != "multipart/report" or kind != "delivery-status":
        raise NotAReport("This is no delivery status notification (RFC 3464).")
    recipients = [part for part in _status(message) if part.get("Action")]
    if not recipients:
        raise NotAReport("The notification names no recipient.")
    message_id = _message_id(message)
    if not message_id:
        raise NotAReport("The notification does not say which mail it is about.")
    # A mail has one recipient; of several, what failed is what matters.
    said = next((part for part in recipients if _action(part) == FAILED), recipients[0])
    return Report(message_id, _action(said), _reason(said))


def _status(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            yield from (each for each in blocks if isinstance(each, Message))


def _message_id(message: Message) -> str:
    """The Message-ID of the mail that is returned, whole or only its head."""
    for part in message.walk():
        found = _returned(part)
        if found is not None and found["Message-ID"]:
            return on_one_line(str(found["Message-ID"]))
    return ""


def _returned(part: Message) -> Message | None:
    """The mail that a part of a notification returns."""
    if part.get_content_type() == "message/rfc822":
        inside = part.get_payload()
        first = inside[0] if isinstance(inside, list) and inside else None
        return first if isinstance(first, Message) else None
    if part.get_content_type() == "text/rfc822-headers":
        head = part.get_payload(decode=True)
        return BytesHeaderParser().parsebytes(head) if isinstance(head, bytes) else None
    return None


def _action(part: Message) -> str:
    return str(part.get("Action", "")).partition(";")[0].strip().lower()


def _reason(part: Message) -> str:
    """The server's own words if there are any, else the status code."""
    diagnostic = str(part.get("Diagnostic-Code", "")).partition(";")[2]
    status = str(part.get("Status", ""))
    return on_one_line(diagnostic or status)[:_REASON]
