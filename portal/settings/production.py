"""Production settings: the strict base that development and test loosen.

So what is forgotten fails safe.

Everything that differs between installations comes from the environment; see `docs/operations.md`.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url

from portal.settings.municipality import MUNICIPALITY as MUNICIPALITY
from portal.settings.sign_in import *  # noqa: F403
from portal.settings.sign_in import SESSION_HOURS

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", f"https://{ALLOWED_HOSTS[0]}")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]

INSTALLED_APPS = [
    "portal",
    "actionplan",
    "resources",
    "modeltranslation",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.users",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "modelcluster",
    "django_filters",
    "portal.intranet.sign_in.allauth_app.StaffAccountConfig",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    # The Swedish words for Wagtail's times: how long ago something was saved or published.
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.delivery.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.delivery.upload_limit.UploadLimitMiddleware",
    "portal.delivery.compression.PublicCompressionMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.delivery.staff_only.StaffSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.delivery.staff_only.StaffAuthenticationMiddleware",
    "portal.delivery.staff_only.StaffMessageMiddleware",
    "portal.delivery.staff_only.StaffAccountMiddleware",
    "portal.delivery.staff_gate.StaffGateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.navigation.context_processors.municipality",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ["DATABASE_URL"], conn_max_age=600, conn_health_checks=True
    )
}

# Everything that needs a cookie lives under one path: the public part never sees one.
AUTH_USER_MODEL = "portal.User"
STAFF_PATH = "/intranet/"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = STAFF_PATH
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = STAFF_PATH
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 60 * 60 * SESSION_HOURS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.intranet.sign_in.refusals.form_refused"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
X_FRAME_OPTIONS = "DENY"
# The strict value; staff pages need another, which portal.delivery.headers sets.
SECURE_REFERRER_POLICY = "no-referrer"

# Mail goes out through the outbox only: see portal.notifications. The sender is neutral, since a
# mail may be seen by somebody else than its reader.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ["DEFAULT_FROM_EMAIL"]
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = {
    "starttls": (True, False),
    "tls": (False, True),
    "none": (False, False),
}[os.environ.get("EMAIL_SECURITY", "starttls")]
EMAIL_TIMEOUT = 30

# Swedish is the source language of the catalogue: what people read is Swedish in the code itself.
LANGUAGE_CODE = "sv"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
TIME_ZONE = MUNICIPALITY.time_zone
USE_TZ = True
# What the time is: empty is now. Tests set another moment; see portal.delivery.clock.
CLOCK = ""
MODELTRANSLATION_DEFAULT_LANGUAGE = "sv"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("sv",)

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "portal.delivery.stylesheets.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# The web server gives out media in production, and whoever runs without one says so.
SERVE_MEDIA = False
# No web server reads here. What is forgotten stays inside: it is the default, and the public folder
# above holds nothing but pictures in the sizes that public pages show.
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "resources.documents.storage.PrivateStorage"},
    "public": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "renditions": {"BACKEND": "resources.documents.storage.RenditionStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

WAGTAIL_SITE_NAME = MUNICIPALITY.site_name
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAILADMIN_LOGIN_URL = "sign_in"
WAGTAILDOCS_DOCUMENT_MODEL = "resources.LibraryDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "resources.documents.forms.DocumentForm"
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILIMAGES_IMAGE_MODEL = "resources.LibraryImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "resources.documents.forms.PictureForm"
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
# A drawing (SVG) is a program to a browser.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Passwords and addresses are changed where the second factor is: not beside it, in the admin.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "swedish"}
}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# What `make evidence` writes and the page on protection shows.
EVIDENCE_FILE = BASE_DIR / "portal" / "delivery" / "evidence.json"

# The public part's lines carry neither address nor query: see portal.delivery.access_log. Django's
# own handlers are taken away, so that every line goes by the one way that has the filter.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "without_readers": {"()": "portal.delivery.access_log.WithoutReaders"},
        "refusals_in_one_line": {"()": "portal.delivery.access_log.RefusalsInOneLine"},
    },
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            # In this order: the first cannot take away a traceback that the second has rewritten.
            "filters": ["refusals_in_one_line", "without_readers"],
        }
    },
    "loggers": {
        "django": {"handlers": []},
        "django.server": {"handlers": [], "propagate": True},
        # Two lines for every row that is put in the search index say nothing that anyone reads.
        "django_tasks": {"level": "WARNING"},
        # Every page and every glyph of a report's PDF.
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "weasyprint.progress": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
