"""The application for servers that speak WSGI, such as gunicorn. It begins at its first request."""

from .application import django
from .headers import security_headers

# The models are there only once Django is set up.
from moratorium.publishing.front import Front  # isort: skip
from moratorium.publishing.wsgi import WsgiFront  # isort: skip

application = WsgiFront(Front(security_headers()), django)
