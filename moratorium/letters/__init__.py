"""The letter that carries a directive: a plain value in, the bytes of a PDF out.

No other room knows the PDF library. Nothing here reads the clock, a database or the network: the
same letter gives the same bytes, as long as typst and the fonts stay the same releases. What was
issued is therefore kept as bytes and never printed again.
"""

from .identity import identify
from .letter import CoverageRow, Letter, Signatory
from .press import render
from .printable import Unprintable

__all__ = ["CoverageRow", "Letter", "Signatory", "Unprintable", "identify", "render"]
