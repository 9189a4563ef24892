from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MoratoriumConfig(AppConfig):
    name = "moratorium"
    verbose_name = _("Moratorium portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .models import guards

        guards.connect()
