"""What the OpenAPI document says of parameters, instants, texts and refusals."""

from typing import Annotated, Any

from django.conf import settings
from ninja import Field, Schema
from pydantic import WithJsonSchema

_INSTANT = {
    "type": "string",
    "format": "date-time",
    "description": "ISO 8601, at +05:30.",
    "examples": ["2022-12-31T12:00:00+05:30"],
}
Instant = Annotated[str, WithJsonSchema(_INSTANT)]
OptionalInstant = Annotated[str | None, WithJsonSchema({"anyOf": [_INSTANT, {"type": "null"}]})]


class Bilingual(Schema):
    """The same words in both languages."""

    hi: str
    en: str


class FieldError(Schema):
    """What is wrong with one field."""

    field: str = Field(description="A parameter, `body`, or a path such as questions[17].district.")
    message: str
    message_hi: str


class ProblemDocument(Schema):
    """A problem by RFC 9457."""

    type: str
    title: str
    title_hi: str
    status: int
    detail: str
    detail_hi: str
    errors: list[FieldError]


# How an operation that needs a login is told who asks.
SESSION = "session"
SECURITY = {
    SESSION: {
        "type": "apiKey",
        "in": "cookie",
        "name": settings.SESSION_COOKIE_NAME,
        "description": "The cookie that signing in to the site sets.",
    }
}


def refusals(*statuses: int) -> dict[int, type[ProblemDocument]]:
    """The refusals that an operation declares; every one of them is a problem document."""
    return dict.fromkeys((*statuses, 405, 503), ProblemDocument)


def query(
    name: str, english: str, schema: dict[str, Any] | None = None, *, required: bool = False
) -> dict[str, Any]:
    """One query parameter."""
    return {
        "in": "query",
        "name": name,
        "required": required,
        "description": english,
        "schema": schema or TEXT,
    }


def whole(least: int, most: int, default: int | None = None) -> dict[str, Any]:
    """The schema of a whole number."""
    schema: dict[str, Any] = {"type": "integer", "minimum": least, "maximum": most}
    return schema if default is None else {**schema, "default": default}


TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
AREA: dict[str, Any] = {"type": "string", "enum": ["urban", "rural"]}
MOMENT: dict[str, Any] = {
    "type": "string",
    "format": "date-time",
    "description": "ISO 8601 with an offset, from 2000 to before 2101; to the microsecond.",
    "examples": ["2022-12-31T12:00:00+05:30"],
}
QUESTION = [
    query("discom", "The code of a discom, exactly.", {**TEXT, "examples": ["PUVVNL"]},
          required=True),
    query("area", "The area class.", AREA, required=True),
    query("district", "The slug of a district that the discom serves.",
          {**TEXT, "examples": ["varanasi"]}),
    query("at", "When; now if left out. A raw + before the offset is understood.", MOMENT),
    query("known_at", "As known when; now if left out.", MOMENT),
]  # fmt: skip
QUESTIONS: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["questions"],
                "additionalProperties": False,
                "properties": {
                    "questions": {
                        "type": "array",
                        "maxItems": 10_000,
                        "items": {
                            "type": "object",
                            "required": ["discom", "area"],
                            "additionalProperties": False,
                            "properties": {
                                "discom": TEXT,
                                "area": AREA,
                                "district": {"anyOf": [TEXT, {"type": "null"}]},
                                "at": MOMENT,
                                "known_at": MOMENT,
                            },
                        },
                    }
                },
            },
            "example": {
                "questions": [
                    {
                        "discom": "PUVVNL",
                        "area": "rural",
                        "district": "varanasi",
                        "at": "2022-12-31T12:00:00+05:30",
                    }
                ]
            },
        }
    },
}
