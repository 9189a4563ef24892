"""Opens the desk once the models are there."""

from importlib import import_module

from django.contrib.admin.apps import SimpleAdminConfig

NOUNS = ("reference", "people", "offices", "mails", "outages", "orders", "directives", "journal")


class PortalAdminConfig(SimpleAdminConfig):
    """The stock admin with a site of its own; only our own nouns are registered."""

    default_site = "moratorium.admin.site.PortalSite"

    def ready(self) -> None:
        super().ready()
        for noun in NOUNS:
            import_module(f"moratorium.admin.{noun}")
