"""The application that a server runs."""

import gc
import multiprocessing
import os
import sys

from django.core.wsgi import get_wsgi_application

from .charset import only_text_charsets
from .fitness import unfit
from .headers import security_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

django = only_text_charsets(get_wsgi_application())

# The models are there only once Django is set up.
from moratorium.publishing.front import Front  # noqa: E402

application = Front(django, security_headers())

if reasons := unfit():
    sys.exit("The portal does not start as an official site:\n" + "\n".join(reasons))

# A worker that granian spawned has this process for its own and can begin at once. Anywhere else
# (gunicorn that loads before it forks, a test) the first request begins: threads stay behind in a
# fork.
if multiprocessing.parent_process() is not None:
    application.wake()
    # What is loaded by now stays: to look through it for garbage stops everything for 50 ms.
    gc.collect()
    gc.freeze()
