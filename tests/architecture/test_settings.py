"""Production settings: strict as they stand, with nothing but what an installation must name."""

import os
import secrets
import subprocess
import sys

from tests.architecture.sources import ROOT


def test_the_deployment_check_has_nothing_to_say() -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "portal.example",
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "DEFAULT_FROM_EMAIL": "Webbplatsen <webbplatsen@portal.example>",
    }
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_production_does_not_start_without_a_secret() -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings.production"},
        capture_output=True,
        text=True,
    )
    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr
