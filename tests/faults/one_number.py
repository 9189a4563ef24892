"""A server that counts wrong codes under the lock that the worker holds while it sends mails.

python -m tests.faults.one_number PORT
"""

import os
import sys

from tests.faults import launching

if __name__ == "__main__":
    os.environ["ONE_NUMBER"] = "yes"
    launching.serve("tests.faults.one_number:application", sys.argv[1])
elif "ONE_NUMBER" in os.environ:
    launching.set_up()
    from moratorium.models import locks
    from moratorium.operations import verification

    verification.hold = lambda _lock: locks.hold(locks.Lock.MAIL_ROUND)
    from portal.rsgi import application  # noqa: F401
