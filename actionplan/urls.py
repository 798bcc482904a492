"""Gathers the staff doors of the rooms; the portal says under which path."""

from django.urls import include, path

urlpatterns = [
    path("uppfoljning/", include("actionplan.followup.urls")),
    path("rapporter/", include("actionplan.reports.urls")),
    path("samverkansrad/", include("actionplan.council.urls")),
    path("revision/", include("actionplan.revision.urls")),
]
