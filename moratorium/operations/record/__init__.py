"""The record as a document: taken in whole, printed whole (contract, section 2)."""

from .exporting import export_parts, export_record
from .importing import Imported, import_record
from .refusal import Fault, RecordRefused

__all__ = [
    "Fault",
    "Imported",
    "RecordRefused",
    "export_parts",
    "export_record",
    "import_record",
]
