"""No public template, block, script or table can leave a trace; settings have checks of their own.

Source: the safety design, section 2. What a browser really does is in `journeys/test_traces.py`.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.architecture.sources import APPS, ROOT, below, matches, read, templates

# A template that is not here is public: what is forgotten is looked at.
STAFF_TEMPLATES = (
    "templates/actionplan/council/",
    "templates/actionplan/followup/",
    "templates/actionplan/reports/",
    "templates/actionplan/revision/",
    "templates/components/staffbar.html",
    "templates/emails/",
    "templates/portal/intranet/",
    "templates/portal/notifications/send_again.html",
    "templates/portal/subscriptions/staff/",
    "templates/resources/",
    "templates/staff_base.html",
)
# What pages of both sides show.
SHOWN_TO_ALL = ("templates/actionplan/reports/parts/", "templates/actionplan/revision/parts/")
STAFF_SCRIPTS = {"draft.js", "editing-cookies.js", "file-size.js", "report-progress.js"}
PUBLIC_TEMPLATES = {
    path: text
    for path, text in templates().items()
    if not path.as_posix().startswith(STAFF_TEMPLATES) or path.as_posix().startswith(SHOWN_TO_ALL)
}
SCRIPTS = {
    path: read(path) for path in below("static", suffix=".js") if path.name not in STAFF_SCRIPTS
}
CODE = {path: read(path) for path in below(*APPS, suffix=".py") if "migrations" not in path.parts}
# A browser's ways to keep something, and to tell another host something.
KEEPS = r"\.cookie\b|cookieStore|localStorage|indexedDB|openDatabase|\bcaches\b|serviceWorker"
KEEPS += r"|SharedWorker|window\.name|pushState|replaceState|storage\.persist"
TELLS = r"sendBeacon|XMLHttpRequest|WebSocket|EventSource|RTCPeerConnection|new Image\b|import\("
TELLS += r"|importScripts|createElement\(\s*[\"'](?:script|img|iframe|link)"


def test_there_is_something_to_look_at() -> None:
    assert len(PUBLIC_TEMPLATES) > 50
    assert {path.name for path in SCRIPTS} >= {"exit.js", "search.js"}


@pytest.mark.parametrize(
    "brings",
    [
        pytest.param(r"{%\s*csrf_token|csrfmiddlewaretoken", id="a cookie by a form's token"),
        pytest.param(r"wagtailuserbar|set_language|{%\s*embed", id="a cookie or a host by a tag"),
        pytest.param(r"\{\{\s*(?:request\.session|messages)", id="a session"),
        pytest.param(r"<(?:iframe|object|embed|video|audio|portal)\b", id="an embed"),
        pytest.param(r"rel=\"[^\"]*(?:preconnect|prefetch|prerender|manifest)", id="another host"),
        pytest.param(r"<(?:script|link|img|source)\b[^>]*(?:src|href)=\"(?:\w+:)?//", id="a host"),
        pytest.param(r"\sping=|gravatar|analytics|matomo|gtag|og:|twitter:", id="counting"),
        pytest.param(r"http-equiv", id="a header's stand-in"),
    ],
)
def test_no_public_template_brings_in(brings: str) -> None:
    assert not matches(brings, PUBLIC_TEMPLATES, re.I)


def test_a_free_text_is_posted_or_not_sent_at_all() -> None:
    # A form that is not posted writes its fields into the address.
    texts = r"<(?:textarea|input(?![^>]*type=\"(?:radio|checkbox|hidden|submit|reset)\"))"
    forms = {
        path: form
        for path, text in PUBLIC_TEMPLATES.items()
        for form in re.findall(r"<form\b.*?</form>", text, re.S)
        if 'method="post"' not in form
    }
    assert not matches(texts, forms)


def test_no_public_script_keeps_anything() -> None:
    assert not matches(KEEPS, SCRIPTS)


def test_only_the_exit_marks_the_tab() -> None:
    assert {path.name for path, text in SCRIPTS.items() if "sessionStorage" in text} == {"exit.js"}


def test_only_the_exit_speaks_to_other_pages_of_ours_and_says_nothing() -> None:
    between = r"BroadcastChannel|MessageChannel|\bpostMessage\b"
    speaking = {path: text for path, text in SCRIPTS.items() if re.search(between, text)}
    assert {path.name for path in speaking} == {"exit.js"}
    for text in speaking.values():
        said = re.findall(r"\bpostMessage\b(.*)", text)
        assert said == ['("");']


def test_no_public_script_speaks_to_another_host() -> None:
    assert not matches(TELLS, SCRIPTS)
    speaking = {path: text for path, text in SCRIPTS.items() if re.search(r"\bfetch\(", text)}
    assert {path.name for path in speaking} <= {"search.js"}
    for text in speaking.values():
        calls = re.findall(r"\bfetch\(.*?\}\)", text, re.S)
        assert len(calls) == len(re.findall(r"\bfetch\(", text))
        for call in calls:
            assert 'mode: "same-origin"' in call
            assert 'credentials: "omit"' in call


def test_no_block_shows_what_another_host_sends() -> None:
    assert not matches(r"EmbedBlock|RawHTMLBlock|[\"']embed[\"']", CODE)


def test_no_code_of_ours_sets_a_cookie_or_asks_who_the_reader_is() -> None:
    who = r"set_(?:signed_)?cookie\(|REMOTE_ADDR|FORWARDED_FOR|HTTP_USER_AGENT|HTTP_REFERER"
    assert not matches(who, CODE)


def test_no_table_keeps_what_readers_look_for() -> None:
    kept = re.compile(r"quer(?:y|ies)|search_?(?:word|term|log)|ip_?address|user_?agent|referr?er")
    found = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if kept.fullmatch(field.name)
        # Who has edited what, in the admin, is another thing.
        or (model._meta.app_label in APPS and kept.search(f"{model.__name__}.{field.name}".lower()))
    ]
    assert not found
    assert not apps.is_installed("wagtail.contrib.search_promotions")


def test_the_web_server_writes_no_address_and_no_query() -> None:
    text = re.sub(r"(?m)^\s*#.*$", "", read(Path("deploy/nginx.conf")))
    formats = dict(re.findall(r"log_format\s+(\S+)\s+(.*?);", text, re.S))
    assert formats
    tells = r"\$(?:remote|realip|proxy_protocol|args|arg_|query_string|request\b|request_uri|http_"
    tells += r"|cookie|is_args|request_body|geoip|binary_remote)"
    assert not [name for name, form in formats.items() if re.search(tells, form)]
    logs = re.findall(r"access_log\s+([^;]+);", text)
    assert logs
    assert all(log == "off" or log.split()[1] in formats for log in logs)
    assert all(log.split()[1] == "crit" for log in re.findall(r"error_log\s+([^;]+);", text))


def test_granian_writes_no_access_log() -> None:
    starts = {
        path: read(path)
        for path in below("deploy", "portal")
        if path.suffix in {".service", ".py", ""} and "--interface" in read(path)
    }
    assert len(starts) >= 2
    assert all("--no-access-log" in text for text in starts.values())


def test_the_guard_on_settings_is_asked_by_every_command() -> None:
    from django.core.checks import run_checks

    assert not [found for found in run_checks() if str(found.id).startswith("portal.")]
    assert settings.LOGGING["handlers"]
    assert (ROOT / "portal" / "delivery" / "checks.py").exists()
