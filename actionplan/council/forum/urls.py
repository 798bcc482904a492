"""The staff doors of a forum's sign-ups, below the meeting's own page."""

from django.urls import path

from actionplan.council.forum import views

urlpatterns = [
    path("", views.signed_up, name="forum_signed_up"),
    path("lista/", views.attendance_sheet, name="forum_sheet"),
    path("fil/", views.signed_up_file, name="forum_signed_up_file"),
    path("<uuid:key>/ta-bort/", views.take_off, name="forum_take_off"),
]
