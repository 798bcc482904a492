"""The joined style sheets: what is sent, in what order, and that an old browser can read it."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from portal.delivery.stylesheets import StylesheetFinder, compact

CSS = Path(settings.BASE_DIR) / "static" / "css"
ASKED_FIRST = r"@supports selector\(:has\(\*\)\)\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"


def as_sent(name: str) -> str:
    """Return one of our own joined style sheets, as the finders of the settings give it."""
    path = finders.find(f"css/{name}.css")
    assert path
    return Path(path).read_text("utf-8")


@pytest.fixture
def site(tmp_path: Path, settings: Any) -> Path:
    """A static folder of its own with one bundle of two files."""
    css = tmp_path / "static" / "css"
    css.mkdir(parents=True)
    (css / "site.bundle").write_text("# the order of the cascade\nfirst.css\n\nsecond.css\n")
    (css / "first.css").write_text("/* why */ .a { color: red; }\n")
    (css / "second.css").write_text('.b::after { content: "a,  /* b */ ; c"; }\n')
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.VAR_DIR = tmp_path / "var"
    return css


def test_the_files_are_joined_in_the_order_of_the_list(site: Path) -> None:
    joined = Path(StylesheetFinder().find("css/site.css")).read_text()

    assert joined == '.a{color:red}\n.b::after{content:"a,  /* b */ ; c"}\n'


def test_a_changed_part_is_served_at_once(site: Path) -> None:
    finder = StylesheetFinder()
    finder.find("css/site.css")

    (site / "first.css").write_text(".a { color: green; }")

    assert "green" in Path(finder.find("css/site.css")).read_text()


def test_the_joined_file_is_left_alone_when_nothing_changed(site: Path) -> None:
    finder = StylesheetFinder()
    joined = Path(finder.find("css/site.css"))
    written = joined.stat().st_mtime_ns

    finder.find("css/site.css")

    assert joined.stat().st_mtime_ns == written
    assert [path.name for path in joined.parent.iterdir()] == ["site.css"]


def test_collecting_finds_the_joined_file_and_obeys_ignore_patterns(site: Path) -> None:
    found = list(StylesheetFinder().list([]))

    assert [path for path, _ in found] == ["css/site.css"]
    path, storage = found[0]
    assert isinstance(storage, FileSystemStorage)
    assert storage.exists(path)
    assert list(StylesheetFinder().list(["*.css"])) == []


@pytest.mark.parametrize("path", ["css/first.css", "css/other.css", "site.css", "css/../site.css"])
def test_other_paths_are_left_to_the_other_finders(site: Path, path: str) -> None:
    assert StylesheetFinder().find(path) == []
    assert StylesheetFinder().find(path, find_all=True) == []


def test_a_name_in_the_list_that_leads_nowhere_is_an_error_that_names_it(site: Path) -> None:
    (site / "second.css").unlink()

    (error,) = StylesheetFinder().check()

    assert "second.css" in error.msg
    assert "site.bundle" in error.msg


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        (".a , .b { margin: 0 ; }", ".a,.b{margin:0}"),
        (".a :focus { top: calc(1rem + 2px); }", ".a :focus{top:calc(1rem + 2px)}"),
        ("a /* { } */ b { color: red }", "a  b{color:red}"),
        ("@media (a) and (b) { .c { top: 0; } }", "@media (a) and (b){.c{top:0}}"),
        (".a { content: 'two  spaces' }", ".a{content:'two  spaces'}"),
    ],
)
def test_only_what_means_nothing_is_taken_out(written: str, sent: str) -> None:
    assert compact(written) == sent


def test_our_own_lists_name_files_that_exist() -> None:
    finder = next(f for f in finders.get_finders() if isinstance(f, StylesheetFinder))

    assert finder.check() == []


@pytest.mark.parametrize("name", ["public", "staff"])
def test_a_browser_from_2020_drops_nothing_that_carries_the_page(name: str) -> None:
    """A block or rule of an unknown kind is dropped whole: none may be sent."""
    # What is asked for first is meant to be dropped.
    sent = re.sub(ASKED_FIRST, "", as_sent(name))

    for newer in ("@layer", "@container", "@scope", "@property", ":is(", ":has("):
        assert newer not in sent
    assert "(width" not in sent, "range syntax in a media query"
    for rule in re.findall(r"[^{}]*:where\([^{}]*\{[^{}]*\}", sent):
        assert re.search(r":where\(\.page\) h2\{font-size", rule), rule


def test_the_public_style_sheet_keeps_its_budget() -> None:
    assert len(gzip.compress(as_sent("public").encode(), 9)) <= 11_000


def test_addresses_of_files_stand_where_the_joined_file_can_read_them() -> None:
    for sheet in (CSS / "components").glob("*.css"):
        assert "url(" not in sheet.read_text("utf-8"), f"move the address in {sheet.name}"
