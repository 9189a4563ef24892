"""The pages of the field offices, below /officers/."""

from django.urls import path

from . import screening, views

app_name = "officers"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("directives/<str:slug>/", views.directive, name="directive"),
    path("directives/<str:slug>/letter.pdf", views.letter, name="letter"),
    path("screening/", screening.screen, name="screening"),
    path("screening/sample.csv", screening.sample, name="sample"),
]
