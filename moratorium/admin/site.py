from django.contrib.admin import AdminSite


class PortalSite(AdminSite):
    pass
