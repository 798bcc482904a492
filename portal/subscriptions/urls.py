"""The doors of those who follow without an account: links of mails, feeds, calendars."""

from django.urls import path

from portal.subscriptions import calendars, feeds, public_views

urlpatterns = [
    path("folj/", public_views.follow, name="follow"),
    path("folj/bekrafta/<str:token>/", public_views.confirm_view, name="follow_confirm"),
    path("folj/installningar/<str:token>/", public_views.settings_view, name="follow_settings"),
    path("folj/avsluta/<str:token>/", public_views.leave_view, name="follow_leave"),
    path("flode/", feeds.site_feed, name="feed"),
    path("flode/omrade/<slug:slug>/", feeds.area_feed, name="feed_area"),
    path("flode/aktivitet/<uuid:lineage>/", feeds.activity_feed, name="feed_activity"),
    path("kalender/<str:token>.ics", calendars.calendar, name="follow_calendar"),
]
