"""Every address of the portal. Pages stand once in Hindi and once under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("moratorium.public.machine_urls")),
    *i18n_patterns(
        path("admin/", include("moratorium.admin.passwords")),
        path("admin/", admin.site.urls),
        path("", include("moratorium.entrance")),
        path("officers/", include("moratorium.officers.urls")),
        path("council/", include("moratorium.council.urls")),
        path("", include("moratorium.public.urls")),
        path("", include("moratorium.public.feeds_urls")),
        path("", include("moratorium.verification.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
