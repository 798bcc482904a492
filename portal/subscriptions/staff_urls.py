"""The staff doors: one's own subscriptions and calendar, and a week's news to pass on."""

from django.urls import path

from portal.subscriptions import passing_on, staff_views

urlpatterns = [
    path("prenumerationer/", staff_views.my_subscriptions, name="my_subscriptions"),
    path("prenumerationer/kalender/", staff_views.my_calendar, name="my_calendar"),
    path("kontaktpersoner/utskick/", passing_on.this_week, name="pass_on_now"),
    path("kontaktpersoner/utskick/<str:week>/", passing_on.pass_on, name="pass_on"),
]
