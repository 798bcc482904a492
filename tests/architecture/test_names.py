"""What no file may say: one municipality's name in the code, a registry, a machine's folders."""

import re
from pathlib import Path

from django.conf import settings

from tests.architecture.sources import APPS, TEXT, below, files, matches, read

# Written in two parts, so that this file does not break its own law.
REGISTRIES = "|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.org"))
MACHINE = r"(?:^|[^\w./-])/(?:work|root|tmp|home/[a-z]+)/"


def texts() -> dict[Path, str]:
    return {path: read(path) for path in files() if path.suffix in TEXT}


def test_only_the_content_pack_knows_which_municipality_it_is() -> None:
    municipality = settings.MUNICIPALITY
    words = {municipality.short_name, municipality.coordinator, municipality.pack.name}
    code = {
        path: read(path)
        for path in below(*APPS, "templates", "static")
        if path.parts[:2] != ("portal", "content") and path.suffix in TEXT
    }
    assert not matches("|".join(re.escape(word) for word in words), code, re.I)


def test_the_loader_of_the_content_does_not_know_it_either() -> None:
    words = {settings.MUNICIPALITY.short_name, settings.MUNICIPALITY.coordinator}
    code = {path: read(path) for path in below("portal", suffix=".py")}
    assert not matches("|".join(re.escape(word) for word in words), code, re.I)


def test_no_file_names_a_registry() -> None:
    assert not matches(REGISTRIES, texts())


def test_pinned_packages_are_names_versions_and_hashes_only() -> None:
    pinned = {
        path: read(path)
        for path in files()
        if path.parts[0] == "requirements" or path.name in ("package-lock.json", "uv.lock")
    }
    assert len(pinned) >= 3
    assert not matches(r"\w+://\S*|file:\S*|--(?:find-links|index-url)", pinned)


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert not matches(MACHINE, texts(), re.M)


def test_nothing_is_left_for_later() -> None:
    left = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"))
    assert not matches(rf"\b(?:{left})\b", texts())
