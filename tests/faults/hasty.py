"""A server that says after two seconds, not sixty, that the record is out of its reach.

python -m tests.faults.hasty PORT
"""

import os
import sys

from tests.faults import launching

if __name__ == "__main__":
    os.environ["HASTY"] = "yes"
    launching.serve("tests.faults.hasty:application", sys.argv[1])
elif "HASTY" in os.environ:
    launching.set_up()
    from moratorium.publishing import watch

    watch.STALE_AFTER = 2
    from portal.rsgi import application  # noqa: F401
