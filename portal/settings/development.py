"""Settings for a developer's machine: embedded database, plain http, static files as they are."""

import os

from portal.workbench.database import development_url

os.environ.setdefault("SECRET_KEY", "only-for-development")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
os.environ.setdefault("SITE_ADDRESS", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
os.environ.setdefault("DEFAULT_FROM_EMAIL", "Webbplatsen <webbplatsen@portal.example>")
os.environ["DATABASE_URL"] = development_url()

from portal.settings.production import *  # noqa: F403
from portal.settings.production import LOGGING, STORAGES

# Off, so that what is seen is what residents see, error pages too; DEBUG=1 shows Django's own.
DEBUG = os.environ.get("DEBUG") == "1"
SERVE_MEDIA = WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = LOGGING | {
    "loggers": {
        **LOGGING["loggers"],
        "django.utils.autoreload": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
    }
}
