"""A server that says after two seconds, not sixty, that the record is out of its reach.

python -m tests.faults.hasty PORT
"""

import os
import sys

if __name__ == "__main__":
    os.environ["HASTY"] = "yes"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from moratorium.management.serving import collect_static, granian

    collect_static()
    granian("tests.faults.hasty:application", "127.0.0.1", int(sys.argv[1]), 2).serve()
elif "HASTY" in os.environ:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from moratorium.publishing import watch

    watch.STALE_AFTER = 2
    from portal.rsgi import application  # noqa: F401
