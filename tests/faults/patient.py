"""A server whose workers answer for ten seconds, not one, after they have stopped taking.

python -m tests.faults.patient PORT

A test that looks at a worker in that time must find it there, however slow the machine is.
"""

import sys

from tests.faults import launching

if __name__ == "__main__":
    from moratorium.management import one_queue

    one_queue.ANSWERING = 10
    launching.serve("portal.rsgi:application", sys.argv[1])
