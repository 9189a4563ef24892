"""Feeds and calendars; they stand inside the language prefixes."""

from django.urls import path
from django.views.decorators.http import require_safe

from . import calendar
from .feeds import DistrictNotices, Notices

urlpatterns = [
    path("feeds/notices.atom", require_safe(Notices()), name="feed-notices"),
    path("feeds/districts/<slug:slug>.atom", require_safe(DistrictNotices()), name="feed-district"),
    path("calendar.ics", calendar.everywhere, name="calendar"),
    path("calendar/districts/<slug:slug>.ics", calendar.district, name="calendar-district"),
]
