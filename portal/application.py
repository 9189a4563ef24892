"""Django's application, as every server runs it; a site that is unfit does not start."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from .charset import only_text_charsets
from .fitness import unfit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

django = only_text_charsets(get_wsgi_application())

if reasons := unfit():
    sys.exit("The portal does not start as an official site:\n" + "\n".join(reasons))
