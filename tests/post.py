"""A real SMTP server on loopback that keeps what it is given."""

import asyncio
import math
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

LINK = re.compile(r"https?://\S+/password/set/\S+")
IN_VAIN = 600  # seconds: no test waits that long


@dataclass
class Post:
    """What has arrived; while `refusing`, every mail is answered with an error.

    `strangers` are addresses that are refused before any mail, each with the reply; `reply`
    answers every mail in place of keeping it. A mail is kept at once and answered after
    `seconds`; those after the first `answered` wait for their answer in vain.
    """

    arrived: list[EmailMessage] = field(default_factory=list)
    refusing: bool = False
    seconds: float = 0
    answered: float = math.inf
    strangers: dict[str, str] = field(default_factory=dict)
    reply: str = ""
    asked: list[str] = field(default_factory=list)

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        self.asked.append(address)
        if address in self.strangers:
            return self.strangers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refusing:
            return "451 4.3.0 Come again later"
        if self.reply:
            return self.reply
        message = message_from_bytes(envelope.content, policy=policy.default)
        message["X-Went-To"] = ", ".join(envelope.rcpt_tos)
        self.arrived.append(message)
        in_vain = len(self.arrived) > self.answered
        await asyncio.sleep(IN_VAIN if in_vain else self.seconds)
        return "250 Kept"

    def links(self) -> list[str]:
        """The links in the newest mail: Hindi, English."""
        return LINK.findall(text(self.arrived[-1]))


def text(mail: EmailMessage) -> str:
    """What a mail says, whatever is attached."""
    body = mail.get_body(("plain",))
    assert body is not None
    return body.get_content()


@contextmanager
def office(port: int = 0) -> Iterator[tuple[Post, int]]:
    """The server, and the port on which it listens: a free one unless it is given."""
    post = Post()
    port = port or free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield post, port
    finally:
        controller.stop()


@contextmanager
def going_to_it(settings: Any) -> Iterator[Post]:
    """Have the portal send its mails to such a server."""
    with office() as (post, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.MAIL_GOES_OUT = True
        yield post


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
