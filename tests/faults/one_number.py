"""A server that counts wrong codes under the lock that the worker holds while it sends mails.

python -m tests.faults.one_number PORT
"""

import os
import sys

if __name__ == "__main__":
    os.environ["ONE_NUMBER"] = "yes"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from moratorium.management.serving import collect_static, granian

    collect_static()
    granian("tests.faults.one_number:application", "127.0.0.1", int(sys.argv[1]), 2).serve()
elif "ONE_NUMBER" in os.environ:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from moratorium.models import locks
    from moratorium.operations import verification

    verification.hold = lambda _lock: locks.hold(locks.Lock.MAIL_ROUND)
    from portal.rsgi import application  # noqa: F401
