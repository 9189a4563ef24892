"""A server whose workers answer for ten seconds, not one, after they have stopped taking.

python -m tests.faults.patient PORT

A test that looks at a worker in that time must find it there, however slow the machine is.
"""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from moratorium.management import one_queue, serving

    one_queue.ANSWERING = 10
    serving.collect_static()
    serving.granian("portal.rsgi:application", "127.0.0.1", int(sys.argv[1]), 2).serve()
