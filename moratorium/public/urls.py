"""The pages that everybody reads."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
