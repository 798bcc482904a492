"""Templates: nothing inline, no other host, components called by name with what they need."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, below, matches, read, templates

NAMESPACES = r"https?://(?!www\.w3\.org/|www\.sitemaps\.org/schemas|schema\.org)"
CALL = re.compile(r'{%\s*(?:include|extends)\s+"([^"]+)"')
FOLDER = Path("templates/components")
COMPONENTS = sorted(path.stem for path in below("templates") if path.parent == FOLDER)


def test_there_are_components_to_look_at() -> None:
    assert COMPONENTS


def test_no_script_stands_in_a_template() -> None:
    inline = r'<script(?![^>]*\bsrc=)(?![^>]*type="application/ld\+json")[^>]*>'
    assert not matches(inline, templates(), re.I)


def test_no_style_stands_in_a_template() -> None:
    assert not matches(r"<style\b|\sstyle\s*=", templates(), re.I)


def test_no_handler_stands_in_a_template() -> None:
    assert not matches(
        r"\son[a-z]+\s*=\s*[\"'{]|href\s*=\s*[\"']?\s*javascript:", templates(), re.I
    )


def test_every_include_gets_only_what_it_names() -> None:
    assert not matches(
        r"{%\s*include\s(?!(?:(?!%}).)*\sonly\s*%})(?:(?!%}).)*%}", templates(), re.S
    )


def test_no_template_and_no_style_sheet_names_another_host() -> None:
    styles = {path: read(path) for path in below("static", suffix=".css")}
    assert not matches(NAMESPACES, templates())
    assert not matches(r"url\(\s*[\"']?(?:https?:)?//|@import", styles)


def test_scripts_name_no_other_host() -> None:
    scripts = {path: read(path) for path in below("static", suffix=".js")}
    assert not matches(NAMESPACES, scripts)


def test_no_template_guesses_what_a_value_means() -> None:
    # `safe` on a value lets through what an editor or a register wrote.
    assert not matches(r"\|\s*safe\b|{%\s*autoescape off", templates())


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_one_template_one_style_file_and_one_class(name: str) -> None:
    styles = read(Path("static/css/components") / f"{name}.css")
    own_class = name.replace("_", "-")
    assert re.search(rf"\.{own_class}\b", styles), f"{name}.css does not style .{own_class}"
    assert re.search(rf'class="[^"]*\b{own_class}\b', read(FOLDER / f"{name}.html"))


def shown_by(template: str, shown: set[str]) -> set[str]:
    """Every template that a template calls, and those that they call."""
    shown.add(template)
    for called in CALL.findall(templates().get(Path("templates") / template, "")):
        if called not in shown:
            shown_by(called, shown)
    return shown


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_stands_in_the_style_guide(name: str) -> None:
    assert f"components/{name}.html" in shown_by("portal/intranet/style_guide.html", set())


def test_every_style_file_is_in_a_bundle_and_every_row_of_a_bundle_is_a_file() -> None:
    bundles = below("static", suffix=".bundle")
    rows = {
        row
        for bundle in bundles
        for row in (line.split("#")[0].strip() for line in read(bundle).splitlines())
        if row
    }
    css = ROOT / "static" / "css"
    missing = {row for row in rows if not (css / row).exists()}
    bundled = {(css / row).resolve() for row in rows}
    forgotten = {str(p) for p in below("static", suffix=".css") if (ROOT / p) not in bundled}
    assert not missing
    assert not forgotten
