"""The staff doors of areas and units."""

from django.urls import path

from portal.intranet.areas import views

urlpatterns = [
    path("omraden/", views.areas, name="staff_areas"),
    path("omraden/<slug:slug>/", views.area, name="staff_area"),
    path("min-enhet/", views.my_unit, name="my_unit"),
    path("enheter/", views.units, name="staff_units"),
    path("enheter/<int:pk>/", views.unit, name="staff_unit"),
]
