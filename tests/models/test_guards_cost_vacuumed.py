"""The same in a database of its own, since VACUUM changes what the planner knows in all tests."""

import pytest
from django.db import connection, transaction

from .test_guards_cost import growth

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("committed_db")]


def test_nor_when_the_tables_were_empty_at_the_last_vacuum() -> None:
    """As autovacuum leaves them before the first import: then a scan costs next to nothing."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    with transaction.atomic():
        assert growth() < 10
