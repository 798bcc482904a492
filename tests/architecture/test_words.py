"""The words of the interface: every Swedish sentence has an English one, compiled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib  # comes with wagtail-localize
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from portal.settings.municipality import PACKS, read_pack
from tests.architecture.sources import APPS, ROOT, below, read

OTHERS = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
CATALOGUES = Path("portal/locale")
# How Django calls its translators, here and in what it makes of a template.
ONE, SEVERAL = {"_", "gettext", "gettext_lazy"}, {"ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(r"""\b(?:_|n?gettext)\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def in_python(source: str) -> Iterator[str]:
    """The sentences that a Python file has translated."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ONE | SEVERAL:
            said = node.args[0]
            if isinstance(said, ast.Constant):
                yield str(said.value)


def in_template(source: str) -> Iterator[str]:
    """The sentences that a template has translated."""
    for said in IN_TEMPLATE.findall(templatize(source)):
        yield ast.literal_eval(said)


def sentences() -> dict[str, Path]:
    """Every sentence to translate, with a file that says it."""
    said = {s: path for path in below(*APPS, suffix=".py") for s in in_python(read(path))}
    pages = below("templates", suffix=".html")
    return said | {s: path for path in pages for s in in_template(read(path))}


def words(entry: polib.POEntry) -> tuple[str, ...]:
    """What an entry says: a sentence, or its singular and plural."""
    return tuple(entry.msgstr_plural.values()) or (entry.msgstr,)


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_is_said_in_every_language(code: str) -> None:
    catalogue = polib.pofile(str(ROOT / CATALOGUES / code / "LC_MESSAGES" / "django.po"))
    known = {entry.msgid for entry in catalogue if entry.translated() and all(words(entry))}
    found = sentences()
    assert len(found) > 300
    assert not {said: str(path) for said, path in found.items() if said not in known}, (
        "run make messages and write what is empty"
    )


# `sv` is what Wagtail's own interface says in other words, or in Swedish at all.
@pytest.mark.parametrize("code", [*OTHERS, "sv"])
def test_the_compiled_catalogue_says_what_the_written_one_says(code: str) -> None:
    folder = ROOT / CATALOGUES / code / "LC_MESSAGES"
    written, compiled = polib.pofile(str(folder / "django.po")), polib.mofile(folder / "django.mo")
    assert {entry.msgid: words(entry) for entry in compiled} == {
        entry.msgid: words(entry) for entry in written.translated_entries()
    }, "run make messages"


@pytest.mark.parametrize("code", OTHERS)
def test_a_sentence_keeps_its_gaps_in_every_language(code: str) -> None:
    gap = re.compile(r"%\(\w+\)s")
    catalogue = polib.pofile(str(ROOT / CATALOGUES / code / "LC_MESSAGES" / "django.po"))
    assert not [
        entry.msgid
        for entry in catalogue
        for said in words(entry)
        if sorted(gap.findall(said)) != sorted(gap.findall(entry.msgid))
    ]


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("pack", sorted(path.parent.name for path in PACKS.glob("*/*.toml")))
def test_a_pack_says_what_every_page_shows_in_every_language(pack: str, code: str) -> None:
    municipality = read_pack(pack)
    own = municipality.in_language(code)
    assert own.tagline != municipality.tagline
    for said, line in zip(own.danger_lines, municipality.danger_lines, strict=True):
        assert (said.when, said.hours) != (line.when, line.hours)
        assert said.number == line.number
