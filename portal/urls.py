"""The address plan: staff doors first, Wagtail's pages last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve as serve_media
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import serve as serve_document
from wagtail.urls import serve_pattern
from wagtail.views import serve as serve_page

from portal.intranet.questions import questions
from portal.intranet.service_preview import service_preview
from portal.intranet.sign_in import SignInView
from portal.intranet.style_guide import style_guide
from portal.navigation.sitemap import robots, sitemap
from portal.notifications.confirmation import confirm
from portal.pages.errors import bad_request, forbidden, page_not_found, server_error
from portal.search.views import search

STAFF = settings.STAFF_PATH.strip("/")

handler400 = bad_request
handler403 = forbidden
handler404 = page_not_found
handler500 = server_error

urlpatterns = [
    path(f"{STAFF}/logga-in/", SignInView.as_view(), name="sign_in"),
    path(f"{STAFF}/logga-ut/", LogoutView.as_view(), name="sign_out"),
    path(f"{STAFF}/stilguide/", style_guide, name="style_guide"),
    path(f"{STAFF}/", include("actionplan.urls")),
    path(f"{STAFF}/fragor/", questions, name="questions"),
    path(f"{STAFF}/stod/<int:pk>/", service_preview, name="service_preview"),
    # Wagtail's own sign-in would be a second door: it leads to ours.
    path(
        f"{STAFF}/redaktion/login/",
        RedirectView.as_view(pattern_name="sign_in", query_string=True),
    ),
    path(f"{STAFF}/redaktion/", include(wagtailadmin_urls)),
    # Documents twice: the gate stands before the first, and only public ones are given at the
    # second. Of Wagtail's own addresses only those that serve: the others are forms with cookies.
    path(
        f"{STAFF}/dokument/<int:document_id>/<path:document_filename>",
        serve_document,
        name="staff_document",
    ),
    path(
        "dokument/<int:document_id>/<path:document_filename>",
        serve_document,
        name="wagtaildocs_serve",
    ),
    # Outside the staff path and without a session: whoever has the mail may answer it.
    path("bekrafta/<str:token>/", confirm, name="confirm_assurance"),
    path("sitemap.xml", sitemap),
    path("robots.txt", robots),
    path("sok/", search, name="search"),
    path("oppna-data/", include("portal.open_data.urls")),
    *i18n_patterns(
        re_path(serve_pattern, serve_page, name="wagtail_serve"), prefix_default_language=False
    ),
]

if settings.SERVE_MEDIA:
    media = path(
        f"{settings.MEDIA_URL.strip('/')}/<path:path>",
        serve_media,
        {"document_root": settings.MEDIA_ROOT},
    )
    urlpatterns = [media, *urlpatterns]
