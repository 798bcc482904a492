"""Every setting that would break a promise to the readers is refused, with its cure."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as current
from django.core.checks import run_checks
from django.urls import path
from django.views.i18n import set_language
from pytest_django import Settings

MESSAGES = "django.contrib.messages.middleware.MessageMiddleware"
SESSIONS = "django.contrib.sessions.middleware.SessionMiddleware"
SITE_WIDE = "django.contrib.messages.storage.fallback.FallbackStorage"
EMBEDS = [{"class": "wagtail.embeds.finders.oembed"}]

urlpatterns = [path("sprak/", set_language)]


def refusals() -> dict[str, str]:
    """What the checks refuse now: hint by id."""
    return {
        str(found.id): str(found.hint)
        for found in run_checks()
        if str(found.id).startswith("portal.")
    }


def test_the_settings_as_they_are_break_nothing() -> None:
    assert refusals() == {}


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("SESSION_COOKIE_PATH", "/", "portal.E010"),
        ("CSRF_COOKIE_PATH", "/", "portal.E010"),
        ("MESSAGE_STORAGE", SITE_WIDE, "portal.E011"),
        ("ROOT_URLCONF", __name__, "portal.E012"),
        ("MIDDLEWARE", [*current.MIDDLEWARE, SESSIONS], "portal.E013"),
        ("MIDDLEWARE", [*current.MIDDLEWARE, MESSAGES], "portal.E013"),
        (
            "MIDDLEWARE",
            [*current.MIDDLEWARE, "django.middleware.cache.CacheMiddleware"],
            "portal.E013",
        ),
        ("WAGTAIL_GRAVATAR_PROVIDER_URL", "//www.gravatar.com/avatar", "portal.E014"),
        ("WAGTAIL_ENABLE_UPDATE_CHECK", True, "portal.E014"),
        ("WAGTAIL_ENABLE_WHATS_NEW_BANNER", True, "portal.E014"),
        ("WAGTAILEMBEDS_FINDERS", EMBEDS, "portal.E014"),
    ],
)
def test_a_setting_that_leaves_a_trace_is_refused(
    name: str, value: object, refusal: str, settings: Settings
) -> None:
    setattr(settings, name, value)
    assert name in refusals()[refusal] or refusal in ("portal.E012", "portal.E013")


def test_a_forgotten_setting_is_refused_too(settings: Settings) -> None:
    del settings.WAGTAIL_GRAVATAR_PROVIDER_URL
    assert "WAGTAIL_GRAVATAR_PROVIDER_URL = None" in refusals()["portal.E014"]


def test_an_app_that_counts_searches_is_refused(settings: Settings) -> None:
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "wagtail.contrib.search_promotions"]
    assert "INSTALLED_APPS" in refusals()["portal.E015"]


@pytest.mark.parametrize(
    ("where", "value", "refusal"),
    [
        (("filters",), {}, "portal.E016"),
        (("handlers", "more"), {"class": "logging.FileHandler"}, "portal.E016"),
        (("formatters", "plain"), {"format": "{message} {request}", "style": "{"}, "portal.E017"),
        (("formatters", "plain"), {"format": "%(message)s %(client_ip)s"}, "portal.E017"),
        (("loggers", "django.server"), {"level": "INFO"}, "portal.E018"),
        (("loggers",), {}, "portal.E018"),
        (("root", "level"), "DEBUG", "portal.E019"),
        (("loggers", "django.db.backends"), {"level": "DEBUG"}, "portal.E019"),
    ],
)
def test_a_log_that_tells_of_the_reader_is_refused(
    where: tuple[str, ...], value: Any, refusal: str, settings: Settings
) -> None:
    logging = deepcopy(settings.LOGGING)
    place = logging
    for step in where[:-1]:
        place = place[step]
    place[where[-1]] = value
    settings.LOGGING = logging
    assert refusal in refusals()


def test_evidence_that_was_written_by_hand_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.EVIDENCE_FILE = tmp_path / "evidence.json"
    settings.EVIDENCE_FILE.write_text('{"cookies": 0}', "utf-8")
    assert "make evidence" in refusals()["portal.E020"]
