"""Orders and their lines as data, alike wherever the API shows them."""

from collections.abc import Mapping
from typing import Any, Literal

from ninja import Field, Schema

from ...register.coverage import OrderRef
from ...rules.scope import Scope
from ...rules.windows import NO_END, Window
from ...rules.wording import EN, HI, LineWords, Text
from .. import addresses
from .description import Bilingual, Instant, OptionalInstant
from .writing import written


class OrderName(Schema):
    """How an order is named and linked."""

    number: str
    slug: str
    basis: Literal["order", "assurance"]
    title: Bilingual
    issued_at: Instant
    demonstration: bool
    url: Bilingual = Field(description="Its page in both languages.")


class Span(Schema):
    """The time that a line protects, [start, end), as known now."""

    start: Instant
    end: OptionalInstant = Field(description="Null: no end is known.")


class Line(Schema):
    """One coverage line, as printed and as it stands."""

    discom: str = Field(description="A code, or * for every discom of kind state.")
    districts: list[str] = Field(description="Slugs; empty means all districts of the discom.")
    area: Literal["any", "urban", "rural"]
    restricted_to: Bilingual | None = Field(description="Only these named towns or places.")
    starts_at: Instant
    ends_at: OptionalInstant = Field(description="The end as printed.")
    until_restored: str | None = Field(description="The outage until whose restoration it holds.")
    grace_hours: int
    planned_end: OptionalInstant
    window: Span | None = Field(description="Null: it protects nothing.")


class SaidLine(Line):
    """A line with its operative sentence."""

    sentence: Bilingual


def bilingual(text: Text) -> dict[str, str]:
    """A text as data."""
    return {"hi": text.hi, "en": text.en}


def order_name(order: OrderRef) -> dict[str, Any]:
    """How an order is named, as data."""
    return {
        "number": order.number,
        "slug": order.slug,
        "basis": order.basis,
        "title": bilingual(order.title),
        "issued_at": written(order.issued_at),
        "demonstration": order.demonstration,
        "url": {language: addresses.order(order.slug, language) for language in (HI, EN)},
    }


def line(
    scope: Scope,
    words: LineWords,
    outage: str | None,
    planned_end: Any,
    span: Window | None,
) -> dict[str, Any]:
    """A coverage line as data."""
    return {
        "discom": scope.discom,
        "districts": sorted(scope.districts),
        "area": scope.area,
        "restricted_to": bilingual(words.restricted_to) if words.restricted_to else None,
        "starts_at": written(words.starts_at),
        "ends_at": written(words.ends_at),
        "until_restored": outage,
        "grace_hours": words.grace_hours,
        "planned_end": written(planned_end),
        "window": span and window(span),
    }


def window(span: Window) -> Mapping[str, str | None]:
    """A window as data."""
    return {
        "start": written(span.start),
        "end": None if span.end == NO_END else written(span.end),
    }
