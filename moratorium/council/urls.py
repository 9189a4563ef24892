"""The consumer council's pages."""

from django.urls import path

from . import views

app_name = "council"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("directives/", views.directives, name="directives"),
    path("directives/<str:slug>/", views.directive, name="directive"),
    path("directives/<str:slug>/csv/", views.directive_csv, name="directive_csv"),
]
