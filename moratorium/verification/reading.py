"""What somebody typed of a letter, or the file that they dropped; nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..operations.verification import MAX_FILE
from ..public.reading import Field, typed
from ..rules import numbering
from ..rules.verification import MAX_CODE, slugs, typed_code

# What a form needs around its file.
MAX_BODY = MAX_FILE + 64 * 1024
EMPTY = Field()


@dataclass(frozen=True, slots=True)
class Asked:
    """The page's two forms, each field as typed and what is wrong with it."""

    number: Field = EMPTY
    code: Field = EMPTY
    file: Field = EMPTY
    status: int = 400

    @property
    def faulty(self) -> bool:
        return bool(self.number.error or self.code.error or self.file.error)

    @property
    def slug(self) -> str:
        """The number as it stands in an address."""
        return slugs(self.number.typed)[0]

    @property
    def plain_code(self) -> str:
        """The code as it stands in an address."""
        return typed_code(self.code.typed)


class InMemory(MemoryFileUploadHandler):
    """Holds a file in memory whatever its size, so that no disk ever has it."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


def is_too_large(request: HttpRequest) -> bool:
    """Whether what is sent is larger than any file that is read; nothing of it has been read."""
    sent = request.META.get("CONTENT_LENGTH") or "0"
    return not sent.isdecimal() or int(sent) > MAX_BODY


def asked(form: Mapping[str, str]) -> Asked:
    """Number and code as typed."""
    number, code = typed(form, "number"), typed(form, "code")
    return Asked(Field(number[:200], _number_fault(number)), Field(code[:200], _code_fault(code)))


def file(request: HttpRequest) -> bytes | Asked:
    """The bytes of the file, or the form with what is wrong with it."""
    sent = request.FILES.get("file")
    if sent is None:
        return Asked(file=Field("", _("Choose the letter’s PDF file first.")))
    if (sent.size or 0) > MAX_FILE:
        return too_large()
    pdf = sent.read()
    return pdf or Asked(file=Field("", _("This file is empty.")))


def too_large() -> Asked:
    """The form after a file that is not read."""
    error = _("This file is larger than 10 MB; no letter is.")
    return Asked(file=Field("", error), status=413)


def _number_fault(number: str) -> str | Promise:
    if not number:
        return _("Write the letter’s number.")
    if len(number) > numbering.MAX_LENGTH:
        return _("A number has at most 60 characters.")
    return ""


def _code_fault(code: str) -> str | Promise:
    plain = typed_code(code)
    if not plain:
        return _("Write the check code; it stands beside the QR code of the letter.")
    return _("A check code has ten letters and digits.") if len(plain) > MAX_CODE else ""
