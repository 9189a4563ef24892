"""What the crowd reads, as bytes with the headers that belong to it; what stale ones say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpResponse

from ..rules import wording
from ..rules.wording import Text

_STALE = Text(
    "{} की स्थिति: तब से अभिलेख से सम्पर्क नहीं हो पा रहा है। उसके बाद जो दर्ज हुआ, वह यहाँ नहीं है।",
    "As of {}: the record cannot be reached since then. What was recorded later is not here.",
)


@dataclass(frozen=True, slots=True)
class Document:
    """A body, the same for everybody; its type; and what else is said of it, by header."""

    body: bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        """The document as Django's answer."""
        answer = HttpResponse(self.body, content_type=self.content_type)
        for name, value in self.headers.items():
            answer.headers[name] = value
        return answer


def staleness(since: datetime | None, language: str) -> str | None:
    """What a document says if the last contact with the record was too long ago; None: nothing."""
    return None if since is None else _STALE[language].format(wording.moment(since, language))
