"""Feeds and calendars; they stand inside the language prefixes."""

from django.urls import path

from . import feed_views

urlpatterns = [
    path("feeds/notices.atom", feed_views.notices_feed, name="feed-notices"),
    path("feeds/districts/<slug:slug>.atom", feed_views.district_feed, name="feed-district"),
    path("calendar.ics", feed_views.calendar_everywhere, name="calendar"),
    path(
        "calendar/districts/<slug:slug>.ics", feed_views.district_calendar, name="calendar-district"
    ),
]
