"""Settings for tests: strict as production where a test can see it, quick where it cannot."""

import os
from pathlib import Path

from portal.workbench.database import test_url

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver")
os.environ.setdefault("SITE_ADDRESS", "http://testserver")
os.environ.setdefault("DEFAULT_FROM_EMAIL", "Webbplatsen <webbplatsen@portal.example>")
os.environ["DATABASE_URL"] = test_url()

from portal.settings.production import *  # noqa: F403
from portal.settings.production import STORAGES, VAR_DIR

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The tests start a provider of their own, which no one else can listen to.
OIDC_MAY_USE_HTTP = True
# Tests run in several processes, and each looks through all that is kept.
MEDIA_ROOT = VAR_DIR / f"test-media-{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
PRIVATE_ROOT = VAR_DIR / f"test-private-{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
# Two editors hear of each other within a second, and a test need not wait for ten.
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 1000

# A server may be started at a moment of the test's choice, where its clock stands still.
CLOCK = os.environ.get("PORTAL_CLOCK", "")

# The browser tests' server names and compresses static files as production does, in a folder of
# the test run; every other test takes them as written.
if folder := os.environ.get("COLLECTED_STATIC"):
    STATIC_ROOT = Path(folder)
else:
    STORAGES = STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
