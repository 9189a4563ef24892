"""Signing in and out, for everybody, and what an account opens today."""

from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from . import access
from .access import Door
from .models.people import ROLE_CHOICES
from .register import accounts
from .rules.instants import IST

# A door that is open for whoever has signed in.
ACCOUNT = Door("account", "/account/", lambda user: bool(user.is_active))


class SignIn(LoginView):
    """Sign in, and go where one wanted to go, or else where one's roles lead."""

    template_name = "entrance/login.html"
    form_class = access.SignInForm
    redirect_authenticated_user = True

    def get_success_url(self) -> str:
        wanted = self.get_redirect_url()  # "" unless it stays on this site
        own = {reverse("login"), reverse("logout")}
        if wanted and wanted.split("?")[0] not in own and access.permits(self.request.user, wanted):
            return wanted
        opened = access.doors_of(self.request.user)
        return access.address(next(iter(opened), ACCOUNT), get_language() or "hi")


class SignOut(LogoutView):
    """Sign out; by a press only."""

    template_name = "entrance/signed_out.html"


@require_safe
@access.through(ACCOUNT)
def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, which doors open for them today, and from which day until which."""
    who, names = access.person(request), dict(ROLE_CHOICES)
    today = timezone.now().astimezone(IST).date()
    held = accounts.account(who.pk, today)
    context: dict[str, Any] = {
        "doors": [door.name for door in access.doors_of(request.user)],
        "roles": [(names[each.role], each) for each in held.roles],
        "posts": held.posts,
    }
    return render(request, "entrance/account.html", context)


urlpatterns = [
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("account/", account, name="account"),
]
