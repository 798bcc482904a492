"""What people see of the plan's rules follows the reader's language; a plan file does not."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from actionplan.activities.imports.exporting import as_csv
from actionplan.activities.imports.importing import import_table
from actionplan.activities.models import Activity, ActivityClosure, Responsibility
from actionplan.activities.schedule import schedule_words
from actionplan.activities.status import STATES
from actionplan.plan.models import PlanVersion
from actionplan.reports.filtering import ActivityFilter, filter_choices
from actionplan.reports.overview import plan_state
from actionplan.reports.rows import activity_rows
from resources.desks.spreadsheets import read_table
from tests.actionplan.conftest import TODAY
from tests.factories import ActivityFactory, PlanVersionFactory

ENGLISH = {
    "": "Content-Type: text/plain; charset=UTF-8\n",
    "Ej besvarad": "Not answered",
    "Pågår": "In progress",
    "Arbetet pågår.": "Work is under way.",
    "Genomförd": "Completed",
    "Huvudansvar": "Main responsibility",
    "Alla nämnder": "All committees",
    "Alla våldsområden": "All areas",
    "Del 1, verksamhetsövergripande": "Part 1",
    "%(year)s och framåt": "%(year)s onwards",
    "Planen gäller %(first)s–%(last)s.": "The plan is in force %(first)s–%(last)s.",
    "Slutåret kan inte ligga före startåret.": "It cannot end before it begins.",
}


def compiled(words: dict[str, str]) -> bytes:
    """A catalogue as gettext reads it."""
    pairs = sorted((key.encode(), word.encode()) for key, word in words.items())
    start = 28 + 16 * len(pairs)
    text, tables = b"", []
    for side in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<2I", len(pair[side]), start + len(text)))
            text += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + b"".join(tables) + text


@pytest.fixture
def in_english(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A reader of English, with a catalogue that knows some of the words."""
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(compiled(ENGLISH))
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    with override("en"):
        yield


@pytest.mark.django_db
def test_the_rules_speak_the_readers_language(
    in_english: None, starting_version: PlanVersion
) -> None:
    rows = activity_rows(starting_version, ActivityFilter(), TODAY)

    assert STATES["unanswered"].word == "Not answered"
    assert (STATES["in_progress"].word, STATES["in_progress"].meaning) == (
        "In progress",
        "Work is under way.",
    )
    assert rows[0].boards[-1] == "All committees"
    assert rows[0].areas == ("All areas",)
    assert rows[4].named[0].role == "Main responsibility"
    assert rows[6].state.word == "Completed"
    assert filter_choices(starting_version, TODAY).parts[0].label == "Part 1"
    assert schedule_words(2031, None, is_ongoing=True, is_completed=False) == "2031 onwards"
    assert plan_state(PlanVersionFactory.build(state="adopted"), TODAY) == (
        "The plan is in force 2030–2034."
    )
    wrong = Activity(number=1, part=1, schedule_text="?", start_year=2031, end_year=2030)
    with pytest.raises(Exception, match="It cannot end before it begins"):
        wrong.validate_constraints()


@pytest.mark.django_db
def test_a_file_is_written_and_read_in_the_plans_language(
    in_english: None, starting_version: PlanVersion, tmp_path: Path
) -> None:
    activity = ActivityFactory()
    ActivityClosure.objects.create(activity=activity, outcome="completed", year=2033, source="Prov")
    for board in starting_version.activities.get(number=6).responsibilities.all()[:2]:
        role = "lead" if not activity.responsibilities.exists() else "shared"
        Responsibility.objects.create(activity=activity, board=board.board, role=role)
    exported = as_csv(Activity.objects.get(pk=activity.pk).version)

    assert "Huvudansvar" in exported.decode()
    assert "Genomförd" in exported.decode()
    path = tmp_path / "plan.csv"
    path.write_bytes(exported)
    assert len(import_table(activity.version, read_table(path)).left) == 1
