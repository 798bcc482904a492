"""Checks of the settings: none may break what the public part promises its readers.

Source: the safety design, section 2. They run with every command, so a portal that would leave a
trace does not start. Templates and scripts are read by `tests/architecture/test_no_trace.py`.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string
from django.views.i18n import set_language

from portal.delivery.access_log import WithoutReaders
from portal.delivery.evidence import read_evidence
from portal.delivery.staff_only import StaffMessageMiddleware, StaffSessionMiddleware

SESSION_MESSAGES = "django.contrib.messages.storage.session.SessionStorage"
# What a setting must be, for Wagtail neither to ask another host nor to show its contents.
SILENT: dict[str, Any] = {
    "WAGTAIL_GRAVATAR_PROVIDER_URL": None,
    "WAGTAIL_ENABLE_UPDATE_CHECK": False,
    "WAGTAIL_ENABLE_WHATS_NEW_BANNER": False,
    "WAGTAILEMBEDS_FINDERS": [],
}
KEEPS_QUERIES = {"wagtail.contrib.search_promotions"}
# Somebody has read these: they set no cookie, or only one whose path the settings confine.
KNOWN_MIDDLEWARE = {
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
}
# What a log record or a request knows of the reader.
TELLS = ("request", "args", "client", "address", "ip", "referer", "user", "agent", "query")
# Django's own ways out, which would pass the filter by.
DJANGOS_LOGGERS = ("django", "django.server")


@register(Tags.security)
def no_setting_leaves_a_trace(**kwargs: Any) -> list[CheckMessage]:
    """Return an error, with its cure, for every setting that would break the promise."""
    found = [*_cookies(), *_middleware(), *_other_hosts(), *_kept_words(), *_logs(), *_evidence()]
    return list(found)


def _cookies() -> Iterator[Error]:
    for name in ("SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH"):
        if getattr(settings, name) != settings.STAFF_PATH:
            yield Error(
                f"{name} lets a cookie reach public pages.",
                hint=f"Set {name} = STAFF_PATH.",
                id="portal.E010",
            )
    if settings.MESSAGE_STORAGE != SESSION_MESSAGES:
        yield Error(
            "MESSAGE_STORAGE keeps messages in a cookie for the whole site.",
            hint=f'Set MESSAGE_STORAGE = "{SESSION_MESSAGES}".',
            id="portal.E011",
        )
    if any(view is set_language for view in _views(get_resolver())):
        yield Error(
            "An address leads to set_language, which keeps the reader's language in a cookie.",
            hint="Take it out of the URLconf: the language stands in the address.",
            id="portal.E012",
        )


def _views(resolver: URLResolver) -> Iterator[object]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern.callback


def _middleware() -> Iterator[Error]:
    for name in settings.MIDDLEWARE:
        kind = import_string(name)
        confined = (StaffSessionMiddleware, StaffMessageMiddleware)
        if not isinstance(kind, type) or not issubclass(kind, confined):
            sets_cookies = isinstance(kind, type) and issubclass(
                kind, (SessionMiddleware, MessageMiddleware)
            )
            unread = name not in KNOWN_MIDDLEWARE and not name.startswith("portal.")
            if sets_cookies or unread:
                yield Error(
                    f"{name} may set a cookie on a public page.",
                    hint="Confine it to the staff path as in portal.delivery.staff_only. If it "
                    "sets none, name it in KNOWN_MIDDLEWARE in portal.delivery.checks.",
                    id="portal.E013",
                )


def _other_hosts() -> Iterator[Error]:
    for name, value in SILENT.items():
        if getattr(settings, name, "not set") != value:
            yield Error(
                f"{name} lets pages contact another host.",
                hint=f"Set {name} = {value!r}.",
                id="portal.E014",
            )


def _kept_words() -> Iterator[Error]:
    for app in KEEPS_QUERIES & set(settings.INSTALLED_APPS):
        yield Error(
            f"{app} keeps what readers search for.",
            hint=f'Take "{app}" out of INSTALLED_APPS.',
            id="portal.E015",
        )


def _logs() -> Iterator[Error]:
    logging = settings.LOGGING
    filters = {
        name
        for name, filter_ in logging.get("filters", {}).items()
        if filter_.get("()") == f"{WithoutReaders.__module__}.{WithoutReaders.__qualname__}"
    }
    for name, handler in logging.get("handlers", {}).items():
        if not filters & set(handler.get("filters", [])):
            yield Error(
                f"The log handler {name!r} writes readers' addresses, queries and words.",
                hint="Give it the filter portal.delivery.access_log.WithoutReaders.",
                id="portal.E016",
            )
    for name, formatter in logging.get("formatters", {}).items():
        if any(f"{mark}{word}" in formatter.get("format", "") for word in TELLS
               for mark in ("{", "%(", "$", "${")):  # fmt: skip
            yield Error(
                f"The log format {name!r} writes what tells of the reader.",
                hint="Keep to time, level, name and message.",
                id="portal.E017",
            )
    loggers = logging.get("loggers", {})
    for name in DJANGOS_LOGGERS:
        if "handlers" not in loggers.get(name, {}):
            yield Error(
                f"The logger {name!r} still writes in Django's own way, past the filter.",
                hint=f"Give it a list of handlers in LOGGING, [] for those of the root: {name!r}.",
                id="portal.E018",
            )
    for name, logger in {**loggers, "root": logging.get("root", {})}.items():
        if logger.get("level") in ("DEBUG", "NOTSET"):
            yield Error(
                f"The logger {name!r} writes every statement to the database, with its words.",
                hint='Set its level to "INFO" or higher.',
                id="portal.E019",
            )


def _evidence() -> Iterator[Error]:
    try:
        read_evidence()
    except ValueError as error:
        yield Error(
            str(error), hint="Measure it anew: make evidence, or remove it.", id="portal.E020"
        )
