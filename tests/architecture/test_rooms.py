"""No forgotten room: each folder is known, says what it holds, and the hallways hold nothing."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import APPS, ROOT, below, files, read

ROOMS = {
    "portal": {
        "settings": "production as the strict base, and what loosens it",
        "pages": "one file a page type",
        "blocks": "StreamField blocks, and the sets of them that bodies use",
        "navigation": "menus, breadcrumbs, footer, exit, notice",
        "intranet": "who gets in: users, roles, sign-in, the gate",
        "notifications": "outbox, mail texts, jobs, links in mails",
        "subscriptions": "what has happened, who follows what, digests, feeds, calendars",
        "delivery": "headers, compression, style sheets, staff paths",
        "search": "one search over pages, services and activities, which keeps no word",
        "open_data": "the registers of help for other programs, and the page that explains them",
        "content": "the starting content as data files, and what loads it",
        "workbench": "the developer's own machine: database, accounts, start",
    },
    "actionplan": {
        "plan": "plan, version, adoption",
        "activities": "activities, responsibilities, schedules, status, import and export",
        "followup": "the year's questions and answers, approval, reminders, who is missing",
        "council": "the collaboration council and the reference group",
        "revision": "one version made into the next: decisions, difference, review, adoption",
        "reports": "the plan read as a whole",
    },
    "resources": {
        "municipality": "boards, units, target groups, mandate periods, contact persons",
        "violence": "the six areas that everything is tagged with",
        "services": "organizations, services, channels, hours",
        "links": "municipal pages, partners, portals, sources",
        "documents": "governing documents, guidelines; document and image models",
        "desks": "what every register desk in the admin builds on",
        "menu": "the registers in the admin's menu, in an editor's order",
        "stewardship": "who owns a row and when it is to be looked at again",
    },
}
DJANGOS_OWN = {"management", "migrations", "templatetags", "locale"}
HALLWAYS = {"models.py", "translation.py", "wagtail_hooks.py", "urls.py"}
TOP_FILES = HALLWAYS | {"__init__.py", "apps.py"}
MORE_TOP_FILES = {"portal": {"wsgi.py"}, "actionplan": {"signals.py"}, "resources": set[str]()}


def folders(app: str) -> set[str]:
    return {path.parts[1] for path in below(app) if len(path.parts) > 2}


@pytest.mark.parametrize("app", APPS)
def test_every_room_is_in_the_table_and_every_row_is_a_room(app: str) -> None:
    assert folders(app) - DJANGOS_OWN == set(ROOMS[app])


@pytest.mark.parametrize("app", APPS)
def test_every_room_opens_with_a_sentence_on_what_it_holds(app: str) -> None:
    packages = {path.parent for path in below(app, suffix=".py") if len(path.parts) > 2}
    silent = [
        str(package)
        for package in packages
        if package.parts[1] not in DJANGOS_OWN
        and not ast.get_docstring(ast.parse(read(package / "__init__.py")))
    ]
    assert not silent


@pytest.mark.parametrize("app", APPS)
def test_nothing_lies_loose_at_the_top_of_an_app(app: str) -> None:
    loose = {path.name for path in below(app) if len(path.parts) == 2}
    assert loose <= TOP_FILES | MORE_TOP_FILES[app]


HALLWAY_FILES = [
    path for path in files() if path.parts[0] in APPS and len(path.parts) == 2
    and path.name in HALLWAYS
]  # fmt: skip


@pytest.mark.parametrize("hallway", HALLWAY_FILES, ids=str)
def test_hallways_only_gather(hallway: Path) -> None:
    furniture = []
    for node in ast.walk(ast.parse(read(hallway))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            furniture.append(ast.unparse(node).splitlines()[0])
        elif isinstance(node, ast.Assign) and hallway.name != "urls.py":
            names = {ast.unparse(target) for target in node.targets}
            furniture += sorted(names - {"__all__"})
    assert not furniture


def test_no_room_or_file_is_named_for_nothing() -> None:
    nothing = {"core", "common", "shared", "utils", "util", "helpers", "helper", "misc"}
    assert not [str(p) for p in below(*APPS) if nothing & {part.split(".")[0] for part in p.parts}]


def test_the_top_of_the_project_is_the_customers_card_and_what_a_repository_needs() -> None:
    card = {"manage.py", "portal", "actionplan", "resources", "templates", "static", "tests"}
    card |= {"pyproject.toml", "README.md"}
    needed = {"Makefile", "requirements", ".ci", "docs", "deploy", ".gitignore", ".dockerignore"}
    needed |= {"LICENSE", ".editorconfig", ".gitattributes"}
    assert {path.parts[0] for path in files()} <= card | needed
    assert (ROOT / "manage.py").exists()
