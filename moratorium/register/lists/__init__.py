"""Lists of planned disconnections: read in a process of their own, answered from the record.

What the reading process imports (`reader` and below) needs neither Django nor the database.
"""

from .bounds import MOST_BYTES

__all__ = ["MOST_BYTES"]
