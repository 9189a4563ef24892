"""The pages that everybody reads."""

from django.urls import path, register_converter

from . import views
from .converters import SlugConverter

register_converter(SlugConverter, "recordslug")

app_name = "public"

urlpatterns = [
    path("", views.board, name="board"),
    path("ask/", views.ask, name="ask"),
    path("districts/", views.districts, name="districts"),
    path("districts/<recordslug:slug>/", views.district, name="district"),
    path("orders/", views.orders, name="orders"),
    path("orders/<recordslug:slug>/", views.order, name="order"),
    path("directives/<recordslug:slug>.pdf", views.letter, name="letter"),
    path("directives/<recordslug:slug>/", views.directive, name="directive"),
    path("notices/", views.notices, name="notices"),
    path("notices/<int:seq>/", views.notice, name="notice"),
    path("as-of/", views.as_of, name="as_of"),
    path("about/", views.about, {"page": "about"}, name="about"),
    path("about/contact/", views.about, {"page": "contact"}, name="contact"),
    path("about/accessibility/", views.about, {"page": "accessibility"}, name="accessibility"),
    path("about/site-map/", views.about, {"page": "site_map"}, name="site_map"),
]
