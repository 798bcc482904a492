"""The address plan: staff doors first, Wagtail's pages last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.documents.views.serve import serve as serve_document

from portal.intranet.questions import questions
from portal.intranet.service_preview import service_preview
from portal.intranet.sign_in import SignInView
from portal.intranet.style_guide import style_guide
from portal.navigation.sitemap import sitemap
from portal.notifications.confirmation import confirm
from portal.pages.errors import page_not_found, server_error
from portal.search.views import search

STAFF = settings.STAFF_PATH.strip("/")

handler404 = page_not_found
handler500 = server_error

urlpatterns = [
    path(f"{STAFF}/logga-in/", SignInView.as_view(), name="sign_in"),
    path(f"{STAFF}/logga-ut/", LogoutView.as_view(), name="sign_out"),
    path(f"{STAFF}/stilguide/", style_guide, name="style_guide"),
    path(f"{STAFF}/fragor/", questions, name="questions"),
    path(f"{STAFF}/stod/<int:pk>/", service_preview, name="service_preview"),
    # Wagtail's own sign-in would be a second door: it leads to ours.
    path(
        f"{STAFF}/redaktion/login/",
        RedirectView.as_view(pattern_name="sign_in", query_string=True),
    ),
    path(f"{STAFF}/redaktion/", include(wagtailadmin_urls)),
    # Twice: the gate stands before the first, and only public documents are given at the second.
    path(
        f"{STAFF}/dokument/<int:document_id>/<path:document_filename>",
        serve_document,
        name="staff_document",
    ),
    path("dokument/", include(wagtaildocs_urls)),
    # Outside the staff path and without a session: whoever has the mail may answer it.
    path("bekrafta/<str:token>/", confirm, name="confirm_assurance"),
    path("sitemap.xml", sitemap),
    path("sok/", search, name="search"),
    path("oppna-data/", include("portal.open_data.urls")),
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False),
]

if settings.DEBUG:
    from django.conf.urls.static import static

    urlpatterns = [*static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT), *urlpatterns]
