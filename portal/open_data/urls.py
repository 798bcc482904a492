"""The addresses of the open data; those of HSDS are as in its API reference."""

from django.urls import path

from portal.open_data.views import (
    about,
    api_root,
    not_here,
    one_organization,
    one_service,
    organizations,
    services,
)

urlpatterns = [
    path("", about, name="open_data"),
    path("hsds/", api_root, name="hsds"),
    path("hsds/services", services, name="hsds_services"),
    path("hsds/services/<uuid:service_id>", one_service, name="hsds_service"),
    path("hsds/organizations", organizations, name="hsds_organizations"),
    path("hsds/organizations/<uuid:organization_id>", one_organization, name="hsds_organization"),
    path("hsds/<path:rest>", not_here),
]
