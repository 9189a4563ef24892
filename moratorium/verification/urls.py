"""Where letters are verified. The second address is what a letter's QR code opens."""

from django.urls import path

from . import views

app_name = "verification"

urlpatterns = [
    path("verify/", views.ask, name="ask"),
    path("verify/<recordslug:slug>/<recordslug:code>/", views.answer, name="answer"),
]
