"""The staff doors of the follow-up: the boards' answers, and the desk of who leads it."""

from django.urls import include, path

from actionplan.followup import start
from actionplan.followup.leading import missing_views, opening_views, steering_views
from actionplan.followup.noting import views as noting_views
from actionplan.followup.reminding import views as reminding_views

urlpatterns = [
    path("", start.start, name="followup"),
    path("ny/", opening_views.new_year, name="followup_new"),
    path("laget/", noting_views.notes, name="followup_notes"),
    path("laget/<int:pk>/angra/", noting_views.undo, name="followup_undo_note"),
    path("styrgruppen/", steering_views.steering, name="followup_steering"),
    path("<int:year>/", missing_views.year_home, name="followup_year"),
    path("<int:year>/andra/", opening_views.edit_year, name="followup_edit"),
    path("<int:year>/torrkorning/", opening_views.dry_run_view, name="followup_dry_run"),
    path("<int:year>/stang/", opening_views.close_year, name="followup_close"),
    path("<int:year>/oppna-igen/", opening_views.reopen_year, name="followup_reopen"),
    path("<int:year>/vem-saknas/", missing_views.missing, name="followup_missing"),
    path("<int:year>/vem-saknas/fil/", missing_views.missing_file, name="followup_missing_file"),
    path("<int:year>/paminnelser/", reminding_views.reminders, name="followup_reminders"),
    path("<int:year>/paminnelser/skicka/", reminding_views.send, name="followup_send"),
    # Last, since a board's address is a word as those of the desk are.
    path("<int:year>/<slug:slug>/", include("actionplan.followup.answering.urls")),
]
