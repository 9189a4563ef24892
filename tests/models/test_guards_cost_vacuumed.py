"""The same in a database of its own, since VACUUM changes what the planner knows in all tests."""

import psycopg
import pytest
from django.db import connection, transaction

from .test_guards_cost import growth

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("committed_db")]


def test_nor_when_the_tables_were_empty_at_the_last_vacuum() -> None:
    """As autovacuum leaves them before the first import: then a scan costs next to nothing."""
    wanted = ("dbname", "user", "host", "port", "password")
    given = {k: v for k, v in connection.get_connection_params().items() if k in wanted}
    with psycopg.connect(**given, autocommit=True) as another:
        another.execute("VACUUM")
    with transaction.atomic():
        assert growth() < 10
