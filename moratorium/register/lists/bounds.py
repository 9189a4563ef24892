"""How much a list may be, and what its reading may take (contract, section 5)."""

from dataclasses import dataclass

MIB = 1024 * 1024
# What one sends in at a time, in bytes; the command takes CSV of any length.
MOST_BYTES = 200 * MIB
# A row in bytes, and a block that is read or written at once.
MOST_ROW = 128 * 1024
BLOCK = 256 * 1024
# A workbook is a ZIP archive, and no CSV begins like one.
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of one list. Memory is address space in bytes, processor time in seconds for
    each `step` rows; `ratio` is unpacked to packed bytes of a large part of a book.
    """

    rows: int | None = 1_000_000
    columns: int | None = 200
    cells: int = 3_200_000  # a book of 100,000 rows by 31 columns is read
    unpacked: int = 512 * MIB
    ratio: int = 400
    parts: int = 2_000
    strings: int = 3_200_000
    depth: int = 64
    csv_memory: int | None = 256 * MIB
    book_memory: int | None = 1024 * MIB
    processor: int = 60
    step: int = 100_000


SENT = Bounds()
# By command: CSV of any length, in the operator's own process; books as by page and API.
BY_COMMAND = Bounds(rows=None, columns=None, csv_memory=None, book_memory=None)
