"""Who may do what: permissions are computed from the roles held today."""

from django.contrib.auth.backends import ModelBackend


class RoleBackend(ModelBackend):
    pass
