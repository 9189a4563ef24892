"""The OpenAPI document laid out for reading."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from ...rules.wording import grouped

HINDI = {
    "verdict": "एक स्थान पर एक समय का उत्तर: बकाये पर बिजली न काटने का आदेश लागू है या नहीं।",
    "verdicts": "10,000 तक प्रश्नों के उत्तर, उसी क्रम में। एक पते से किसी भी एक मिनट में अधिकतम "
    f"{grouped(settings.VERDICTS_REQUESTS_A_MINUTE)} अनुरोध और किसी भी एक घंटे में अधिकतम "
    f"{grouped(settings.VERDICTS_QUESTIONS_AN_HOUR)} प्रश्न; IPv6 में पता अपने /64 का गिना जाता है। "
    "इससे अधिक पर 429 और Retry-After।",
    "protections": "अभी लागू, आगामी, और अनुमानित समय के बाद भी लागू आदेश।",
    "orders": "निर्गत आदेशों का अभिलेख, नवीनतम पहले।",
    "order": "एक आदेश: पंक्तियाँ, शृंखला, स्रोत और सूचनाएँ।",
    "notices": "सार्वजनिक कार्य, नवीनतम पहले।",
    "discoms": "सभी निगम और उनके जनपद।",
    "districts": "सभी जनपद, उनके निगम और अभी की स्थिति।",
    "screenings": "CSV या XLSX सूची की जाँच: हर पंक्ति का उत्तर, उसी क्रम में। इसके लिए साइन इन आवश्यक है।",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a member: its name, its type in words, and what it means."""

    name: str
    kind: str
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    english: str
    hindi: str
    parameters: tuple[Field, ...]
    answers: tuple[tuple[str, str, str], ...]  # status, media type, schema's name
    example: str


@dataclass(frozen=True, slots=True)
class SchemaTable:
    """The members of one kind of object."""

    name: str
    english: str
    fields: tuple[Field, ...]


def operations(document: dict[str, Any]) -> list[Operation]:
    """Every operation, in the order of the document."""
    server = document["servers"][0]["url"]
    return [
        _operation(server, path, method, details)
        for path, methods in document["paths"].items()
        for method, details in methods.items()
    ]


def schemas(document: dict[str, Any]) -> list[SchemaTable]:
    """Every kind of object that the answers are made of."""
    return [
        SchemaTable(name, schema.get("description", ""), tuple(_members(schema)))
        for name, schema in document["components"]["schemas"].items()
    ]


def _operation(server: str, path: str, method: str, details: dict[str, Any]) -> Operation:
    return Operation(
        name=details["operationId"],
        method=method.upper(),
        path=path,
        summary=details["summary"],
        english=details.get("description", ""),
        hindi=HINDI[details["operationId"]],
        parameters=tuple(_parameter(each) for each in details["parameters"]),
        answers=tuple(_answers(details["responses"])),
        example=_example(server, path, method, details),
    )


def _parameter(each: dict[str, Any]) -> Field:
    return Field(each["name"], kind(each["schema"]), each["required"], each["description"])


def _members(schema: dict[str, Any]) -> Iterator[Field]:
    required = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        yield Field(name, kind(member), name in required, member.get("description", ""))


def _answers(responses: dict[int, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for status, answer in responses.items():
        for media_type, content in answer["content"].items():
            yield str(status), media_type, content["schema"].get("$ref", "").rpartition("/")[2]


def kind(schema: dict[str, Any]) -> str:
    """A schema's type in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"array of {kind(schema['items'])}"
    return str(schema.get("format") or schema.get("const") or schema.get("type", "any"))


def _example(server: str, path: str, method: str, details: dict[str, Any]) -> str:
    if method == "post":
        return ""
    query = [
        f"{each['name']}={(each['schema'].get('examples') or each['schema'].get('enum'))[0]}"
        for each in details["parameters"]
        if each["required"] and each["in"] == "query"
    ]
    return f"{server}{path}" + ("?" + "&".join(query) if query else "")
