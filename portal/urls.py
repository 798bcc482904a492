"""The address plan: staff doors first, Wagtail's pages last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve as serve_page

from portal.delivery.files import document, earlier_file, public_picture, staff_picture
from portal.intranet.editing_settings import editing_settings
from portal.intranet.questions import questions
from portal.intranet.routines.approving import workflow_action
from portal.intranet.service_preview import service_preview
from portal.intranet.sign_in.refusals import forbidden, too_many
from portal.intranet.sign_in.urls import urlpatterns as sign_in
from portal.intranet.sign_in.urls import wagtails_own
from portal.intranet.style_guide import style_guide
from portal.navigation.sitemap import robots, sitemap
from portal.notifications.confirmation import confirm
from portal.notifications.forum_sign_up import forum_asked, forum_sign_up, my_sign_up
from portal.pages.errors import bad_request, page_not_found, server_error
from portal.search.views import search

STAFF = settings.STAFF_PATH.strip("/")

handler400 = bad_request
handler403 = forbidden
handler404 = page_not_found
handler429 = too_many
handler500 = server_error

urlpatterns = [
    path(f"{STAFF}/", include(sign_in)),
    path(f"{STAFF}/", include(wagtails_own)),
    path(f"{STAFF}/stilguide/", style_guide, name="style_guide"),
    path(f"{STAFF}/", include("actionplan.urls")),
    path(f"{STAFF}/", include("portal.intranet.routines.urls")),
    path(f"{STAFF}/", include("portal.intranet.areas.urls")),
    path(f"{STAFF}/", include("portal.subscriptions.staff_urls")),
    path(f"{STAFF}/kontaktpersoner/", include("portal.intranet.contact_register.urls")),
    path(f"{STAFF}/konton/", include("portal.intranet.accounts.urls")),
    path(f"{STAFF}/logg/", include("portal.intranet.audit.urls")),
    path(f"{STAFF}/fragor/", questions, name="questions"),
    path(f"{STAFF}/stod/<int:pk>/", service_preview, name="service_preview"),
    path(f"{STAFF}/redaktion/account/", editing_settings),
    path(
        f"{STAFF}/redaktion/pages/workflow/action/"
        "<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        workflow_action,
    ),
    path(f"{STAFF}/redaktion/", include(wagtailadmin_urls)),
    # Documents twice: the gate stands before the first, and only public ones are given at the
    # last. None of Wagtail's own addresses: they serve by another rule, or are forms with cookies.
    path(f"{STAFF}/dokument/<int:document_id>/", document, name="staff_document"),
    path(
        f"{STAFF}/dokument/<int:document_id>/tidigare/<int:pk>/", earlier_file, name="earlier_file"
    ),
    path(f"{STAFF}/dokument/<int:document_id>/<path:document_filename>", document),
    path(f"{STAFF}/bilder/<str:name>", staff_picture, name="staff_picture"),
    path("dokument/<int:document_id>/<path:document_filename>", document, name="wagtaildocs_serve"),
    # Outside the staff path and without a session: whoever has the mail may answer it.
    path("bekrafta/<str:token>/", confirm, name="confirm_assurance"),
    path("", include("portal.subscriptions.urls")),
    path("sitemap.xml", sitemap),
    path("robots.txt", robots),
    path("sok/", search, name="search"),
    path("oppna-data/", include("portal.open_data.urls")),
    *i18n_patterns(
        # Forms without a session, outside the page tree, in the language of the page they stand on.
        path("anmalan/<int:pk>/", forum_sign_up, name="forum_sign_up"),
        path("anmalan/skickad/", forum_asked, name="forum_asked"),
        path("min-anmalan/<str:token>/", my_sign_up, name="forum_my_sign_up"),
        re_path(serve_pattern, serve_page, name="wagtail_serve"),
        prefix_default_language=False,
    ),
]

if settings.SERVE_MEDIA:
    media = path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", public_picture)
    urlpatterns = [media, *urlpatterns]
