"""Every address of the API, below /api/v1/."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from . import documents, door
from .assembly import api

urlpatterns = [
    path("openapi.json", door.through(require_GET(documents.openapi)), name="api-openapi"),
    path("docs", door.through(require_GET(documents.docs)), name="api-docs"),
    *(
        URLPattern(p.pattern, door.through(p.callback), p.default_args, f"api-{p.name}")
        for p in api.urls[0]
        if isinstance(p, URLPattern) and p.name != "api-root"
    ),
]
