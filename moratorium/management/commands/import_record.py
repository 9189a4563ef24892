import sys
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils import timezone

from moratorium.operations import record
from moratorium.rules.lifecycle import Refused


class Command(BaseCommand):
    help = "Take a moratorium-record/1 document into the record: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the document; - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        data = _read(options["file"])
        try:
            imported = record.import_record(data, at=timezone.now())
        except record.RecordRefused as error:
            lines = [f"{_place(fault)}: {fault.why.en}\n  {fault.why.hi}" for fault in error.faults]
            raise CommandError(_refused(*lines)) from error
        except Refused as error:
            raise CommandError(_refused(error.words.en, error.words.hi)) from error
        self.stdout.write(_said(imported))


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(_refused(f"{name}: {error.strerror}")) from error


def _place(fault: record.Fault) -> str:
    return ": ".join(part for part in (fault.entry, fault.field) if part) or "document"


def _refused(*lines: str) -> str:
    return "\n".join(["Nothing was imported. / कुछ दर्ज नहीं हुआ।", *lines])


def _said(imported: record.Imported) -> str:
    if not imported.changed:
        return (
            f"Nothing changed: all {imported.unchanged} entries are on record already. / "
            f"कुछ नहीं बदला: सभी {imported.unchanged} प्रविष्टियाँ पहले से दर्ज हैं।"
        )
    return (
        f"Imported: {imported.orders} orders, {imported.outages} outages, "
        f"{imported.directives} directives; "
        f"{imported.restored} outages restored; {imported.unchanged} unchanged. / "
        f"दर्ज हुए: {imported.orders} आदेश, {imported.outages} बिलिंग व्यवधान, "
        f"{imported.directives} निर्देश; "
        f"{imported.restored} व्यवधानों की बहाली; {imported.unchanged} यथावत।"
    )
