"""What machines read: the API and health, without a language prefix."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
