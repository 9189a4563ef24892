"""Finding records by the beginning of a name through an index, on both engines alike."""

from typing import Any

from django.db.models import Func, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThan

# Nothing that a name may hold sorts after it, in UTF-8 and so in both engines' byte order.
_LAST = "\U0010ffff"
_LOWER = {n: n + 32 for n in range(ord("A"), ord("Z") + 1)}


class Folded(Func):
    """A name with the letters A to Z in lower case, compared byte by byte.

    SQLite's LOWER knows ASCII only; PostgreSQL's does under the collation C, and there an
    index serves a range of beginnings, which under a language's collation it would not.
    """

    function = "LOWER"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = '%(function)s(%(expressions)s COLLATE "C")'
        return self.as_sql(compiler, connection, template=template, **context)


def starting(field: str, typed: str) -> Q:
    """The records whose `field` begins with what was typed; A to Z match in either case."""
    start = typed.translate(_LOWER)
    if "\0" in start:  # PostgreSQL holds no such text and would not even compare it
        return Q(pk__in=[])
    return Q(GreaterThanOrEqual(Folded(field), start), LessThan(Folded(field), start + _LAST))
