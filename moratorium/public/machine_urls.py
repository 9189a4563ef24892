"""What machines read: the API and health, without a language prefix."""

from django.urls import include, path, re_path

from . import health
from .api import door

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("api/v1/", include("moratorium.public.api.urls")),
    re_path(r"^api(?:/[\s\S]*)?\Z", door.through(door.no_such_path), name="api-nothing"),
]
