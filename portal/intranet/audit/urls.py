"""The addresses of the audit trail, for staff."""

from django.urls import path

from portal.intranet.audit import views

urlpatterns = [
    path("", views.trail, name="audit_trail"),
    path("fil/", views.trail_file, name="audit_trail_file"),
]
