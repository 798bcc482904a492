"""The tables of `docs/roles.md`, made from the code: `python -m tests.portal.role_table`.

Run it after a change of `portal/intranet/roles.py`; the test says when the document is behind.
"""

import os
import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "roles.md"
TABLE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
TREES = {"all": "all pages", "staff": "the intranet's", "news": "news"}


def with_tables(text: str) -> str:
    """Return the document with its tables as the code has them."""
    made = {"roles": roles, "rights": rights, "registers": registers}
    return TABLE.sub(lambda part: f"{part[1]}{made[part[2]]()}\n{part[3]}", text)


def roles() -> str:
    """Every role, its name in settings, what it lets a person do."""
    from portal.intranet.role_words import MAY
    from portal.intranet.roles import Role

    rows = [[role.label, f"`{role.value}`", MAY[role]] for role in Role]
    return _table(["Role", "In settings", "What the person is told"], rows)


def rights() -> str:
    """Role × pages, files of the library, and named rights."""
    from portal.intranet.roles import ADDS_FILES, PUBLISHES_FILES, RIGHTS, Role

    files = {
        (): "",
        ADDS_FILES: "adds and chooses; changes their own while for staff",
        PUBLISHES_FILES: "adds, chooses, changes all, makes public",
    }

    named = sorted({name for right in RIGHTS.values() for name in right.may})
    rows = []
    for role in Role:
        right = RIGHTS[role]
        tree = TREES[right.pages.value] if right.pages else ""
        verb = "writes and publishes" if right.publishes else "writes"
        pages = f"{verb} {tree}" if tree else ""
        marks = ("×" if name in right.may else "" for name in named)
        rows.append([role.label, pages, files[right.files], *marks])
    return _table(
        ["Role", "Pages", "Files and pictures", *(f"`{name.split('.')[1]}`" for name in named)],
        rows,
    )


def registers() -> str:
    """Register × the roles that have anything to do with it: R reads, W writes, D deletes."""
    from django.apps import apps

    from portal.intranet.roles import RIGHTS, Role

    some = [role for role in Role if RIGHTS[role].edits or RIGHTS[role].reads]
    models = sorted(
        {row for role in some for row in (*RIGHTS[role].edits, *RIGHTS[role].reads)},
        key=lambda row: str(apps.get_model(*row)._meta.verbose_name_plural),
    )
    rows = []
    for row in models:
        cells = []
        for role in some:
            right = RIGHTS[role]
            said = "RW" if row in right.edits else "R" if row in right.reads else ""
            cells.append(said + ("D" if row in right.deletes else ""))
        name = str(apps.get_model(*row)._meta.verbose_name_plural)
        rows.append([name[:1].upper() + name[1:], *cells])
    return _table(["Register", *(role.label for role in some)], rows)


def _table(headings: list[str], rows: list[list[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django

    django.setup()
    DOCUMENT.write_text(with_tables(DOCUMENT.read_text("utf-8")), "utf-8")
