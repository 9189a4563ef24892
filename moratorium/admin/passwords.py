"""The door for whoever has no password, or forgot it. Open to everybody, telling nobody more.

The token of a link is moved at once from the address into a cookie: out of the history, the
logs, the referrer and the database.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from ..operations import invitations
from ..operations.mail import links
from .refusable import RefusableForm

MOVED = "set"  # stands in the address in the token's place
COOKIE = "set_password"
COOKIE_AGE = 3600  # seconds


class ForgottenForm(RefusableForm):
    """Who forgot the password: by user name or address."""

    who = forms.CharField(
        label=_("User name or e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask who forgot the password. The answer is the same whoever was named."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, "forgotten", form=form)
    address = request.META["REMOTE_ADDR"]
    if invitations.ask(form.cleaned_data["who"], address=address, at=timezone.now()):
        return redirect("password_asked")
    return _page(request, "forgotten", status=429, form=form, span=invitations.SPAN)


@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What happens now, if there is such an account."""
    return _page(request, "asked", span=invitations.SPAN)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Choose a password by the link of a mail."""
    if token != MOVED:
        return _move(request, key, token)
    person = links.person_of(key)
    if person is None or not links.tokens.check_token(person, request.COOKIES.get(COOKIE)):
        return _page(request, "link_dead", status=410)
    form = SetPasswordForm(person, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, "set", form=form, person=person)
    form.save()
    done = redirect("password_set_done")
    done.delete_cookie(COOKIE, samesite="Lax")
    return done


@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """The password is chosen: now sign in."""
    return _page(request, "set_done")


def _move(request: HttpRequest, key: str, token: str) -> HttpResponse:
    moved = redirect("set_password", key, MOVED)
    moved.set_cookie(
        COOKIE, token, max_age=COOKIE_AGE, secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    moved.headers["Referrer-Policy"] = "no-referrer"
    return moved


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    shown = render(request, f"registration/password_{name}.html", context, status=status)
    shown.headers["X-Robots-Tag"] = "noindex, nofollow"
    return shown


urlpatterns = [
    path("password/forgotten/", forgotten, name="admin_password_reset"),
    path("password/asked/", asked, name="password_asked"),
    path("password/set/done/", done, name="password_set_done"),
    path("password/set/<slug:key>/<slug:token>/", set_password, name="set_password"),
]
