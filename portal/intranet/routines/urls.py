"""The staff doors of routines and of reading them."""

from django.urls import path

from portal.intranet.routines import owner_views, views

urlpatterns = [
    path("lasa/", views.my_reading, name="to_read"),
    path("lasning/", owner_views.overseen, name="readings"),
    path("lasning/<int:pk>/", owner_views.reading, name="reading"),
    path("lasning/<int:pk>/fil/", owner_views.reading_file, name="reading_file"),
    path("lasning/<int:pk>/paminn/", owner_views.remind, name="reading_remind"),
    path("rutin/<int:pk>/", views.routine, name="routine"),
    path("rutin/<int:pk>/last/", views.read, name="routine_read"),
    path("rutin/<int:pk>/utskrift/", views.sheet, name="routine_sheet"),
    path("rutin/<int:pk>/versioner/", views.versions, name="routine_versions"),
    path("rutin/<int:pk>/versioner/<int:number>/", views.version, name="routine_version"),
]
