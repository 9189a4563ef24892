"""The rows of an XLSX file as text, the way a CSV of it would hold them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook


class NotASheet(ValueError):
    """Bytes that are no XLSX file with a sheet."""


def rows(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet; a row without any value has no cells. Raises NotASheet.

    A whole number is written without a decimal point, so that account numbers stay what
    they were; a date cell, or one at midnight, is a date.
    """
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    except (CalamineError, IndexError) as error:
        raise NotASheet(str(error)) from error
    return map(_row, sheet.iter_rows())


def _row(values: list[Any]) -> list[str]:
    cells = [_cell(value) for value in values]
    return cells if any(cells) else []


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        # A spreadsheet counts days in floating point; no list is planned to the millisecond.
        return (value + timedelta(milliseconds=500)).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
