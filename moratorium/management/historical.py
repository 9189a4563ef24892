"""Where the historical record lies that every installation starts with."""

from pathlib import Path

HISTORICAL = Path(__file__).resolve().parent.parent / "data" / "historical.json"
