"""A report is frozen: what it says and its files stay byte for byte, whatever happens around it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from actionplan.activities.models import Activity
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.plan.models import PlanVersion
from actionplan.reports import services
from actionplan.reports.compose import compose
from actionplan.reports.content import from_text, sha256, to_text
from actionplan.reports.files.kinds import FileKind
from actionplan.reports.making import make_waiting_files
from actionplan.reports.models import AnnualReport, ReportFile, ReportText
from actionplan.reports.services import Conflict, Texts
from resources.municipality.models import Board
from tests.actionplan.report_stage import AFTER, closed_year, drafted, frozen
from tests.factories import BoardFactory, PlanVersionFactory
from tests.stage import CLOSES, DUE, NOW, OPENS, Stage, set_up

# What composing a report may ask, at any size.
MOST_QUERIES = 12


@pytest.fixture
def stage(db: None) -> Stage:
    return closed_year()


def kept(report: AnnualReport) -> tuple[str, str, dict[str, bytes]]:
    """All that is frozen, as the database holds it now."""
    now = AnnualReport.objects.get(pk=report.pk)
    return now.content, now.sha256, {f.kind: bytes(f.data) for f in now.files.all()}


def test_a_report_says_what_the_boards_answered(stage: Stage) -> None:
    content = compose(drafted(stage), AFTER.date())
    of_board = {board.name: board for board in content.boards}
    first, second, third = (of_board[board.name] for board in stage.boards)
    assert (first.figures.answered, first.figures.awaiting) == (1, 1)
    assert first.text == "Om nämnden."
    assert first.paragraph == "§ 47"
    assert (second.figures.answered, second.figures.unconfirmed) == (1, 1)
    assert third.figures.answered == 0
    # Never handed in, and the day has passed.
    assert third.figures.late == third.figures.asked > 0
    assert content.figures.asked == FollowUpEntry.objects.of(stage.period).count()
    assert content.figures.answered == FollowUpEntry.objects.approved().count() == 2
    assert content.figures.late == FollowUpEntry.objects.late(AFTER.date()).count()
    assert content.parts[0].text == "Om del ett."
    silent = {answer.word for a in content.activities for answer in a.answers if not answer.status}
    assert silent == {"Ej besvarad"}
    assert len(content.activities) == stage.period.version.activities.count()


def test_what_is_not_approved_is_not_told(stage: Stage) -> None:
    text = to_text(compose(drafted(stage), AFTER.date()))
    waiting = FollowUpEntry.objects.get(state="submitted")
    FollowUpEntry.objects.approved().get(done="Vi har utbildat.")
    assert waiting.done
    assert waiting.done not in text


def test_a_report_is_swedish_whoever_asks(stage: Stage) -> None:
    report = drafted(stage)
    swedish = to_text(compose(report, AFTER.date()))
    with override("en"):
        assert to_text(compose(AnnualReport.objects.get(pk=report.pk), AFTER.date())) == swedish


def test_what_is_frozen_stays_when_everything_around_it_changes(stage: Stage) -> None:
    report = frozen(stage)
    assert make_waiting_files(AFTER) == "4 rapportfiler gjorda, 0 gick inte att göra"
    before = kept(report)
    assert set(before[2]) == set(FileKind)
    old_name = stage.boards[0].name
    # A board gets another name, another is closed into a new one, who froze it leaves.
    Board.objects.filter(pk=stage.boards[0].pk).update(name="Nya", name_sv="Nya nämnden")
    successor = BoardFactory(name_sv="Efterträdaren")
    Board.objects.filter(pk=stage.boards[1].pk).update(valid_to=AFTER.date(), successor=successor)
    stage.coordinator.username, stage.coordinator.is_active = "pseudonym-1", False
    stage.coordinator.first_name = stage.coordinator.last_name = ""
    stage.coordinator.save()
    make_waiting_files(AFTER + timedelta(days=1))
    assert kept(report) == before
    assert sha256(before[0]) == before[1]
    assert old_name in {board.name for board in from_text(before[0]).boards}
    call_command("verify_reports", stdout=io.StringIO())


ATTEMPTS = {
    "the content": "UPDATE actionplan_annualreport SET content = 'annat' WHERE id = %s",
    "nothing at all": "UPDATE actionplan_annualreport SET sequence = sequence WHERE id = %s",
    "back to a draft": "UPDATE actionplan_annualreport SET state = 'draft' WHERE id = %s",
    "the report": "DELETE FROM actionplan_annualreport WHERE id = %s",
    "a text": "UPDATE actionplan_reporttext SET text = 'annat' WHERE report_id = %s",
    "a text away": "DELETE FROM actionplan_reporttext WHERE report_id = %s",
    "a new text": "INSERT INTO actionplan_reporttext (report_id, part, text) VALUES (%s, 2, 'ny')",
    "a file": "UPDATE actionplan_reportfile SET data = 'annat' WHERE report_id = %s",
    "a file away": "DELETE FROM actionplan_reportfile WHERE report_id = %s",
    "all reports": "TRUNCATE actionplan_annualreport CASCADE -- %s",
    "all files": "TRUNCATE actionplan_reportfile -- %s",
}


def test_the_database_refuses_every_change(stage: Stage) -> None:
    report = frozen(stage)
    make_waiting_files(AFTER)
    before = kept(report)
    # What waits to be checked at the end of the transaction would stop a TRUNCATE by itself.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    said = {}
    for name, attempt in ATTEMPTS.items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(attempt, [report.pk] if "--" not in attempt else None)
                said[name] = "done"
        except DatabaseError as error:
            said[name] = str(error).splitlines()[0]
    assert said == dict.fromkeys(ATTEMPTS, "a frozen report is kept as it was")
    assert kept(report) == before


def test_a_file_is_only_put_beside_a_frozen_report_and_with_its_own_hash(stage: Stage) -> None:
    draft = drafted(stage)
    file = {"kind": "csv", "data": b"prov", "size": 4, "made_at": AFTER}
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFile.objects.create(report=draft, sha256=sha256(b"prov"), **file)
    report = frozen(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFile.objects.create(report=report, sha256=sha256(b"annat"), **file)
    ReportFile.objects.create(report=report, sha256=sha256(b"prov"), **file)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFile.objects.create(report=report, sha256=sha256(b"prov"), **file)


def test_half_a_report_is_refused(stage: Stage) -> None:
    with pytest.raises(IntegrityError, match="final_has_content"), transaction.atomic():
        AnnualReport.objects.create(period=stage.period, state="final")
    report = drafted(stage)
    with pytest.raises(IntegrityError, match="one_a_place"), transaction.atomic():
        ReportText.objects.create(report=report, part=1, text="En gång till.")
    with pytest.raises(IntegrityError, match="part_or_board"), transaction.atomic():
        ReportText.objects.create(report=report, text="Ingenstans.")
    with pytest.raises(IntegrityError, match="later_one_corrects"), transaction.atomic():
        AnnualReport.objects.create(period=stage.period, sequence=2)


def test_an_open_year_is_not_frozen(db: None) -> None:
    stage = set_up().open()
    report = services.start(stage.period, user=stage.coordinator, now=NOW)
    seen = sha256(to_text(compose(report, NOW.date())))
    with pytest.raises(ValidationError, match="Stäng uppföljningen först"):
        services.freeze(report, seen=seen, user=stage.coordinator, now=NOW)


def test_a_year_that_is_only_planned_has_no_report(db: None) -> None:
    stage = set_up()
    with pytest.raises(ValidationError, match="Öppna uppföljningen först"):
        services.start(stage.period, user=stage.coordinator, now=NOW)


def test_what_has_changed_since_it_was_read_is_read_again(stage: Stage) -> None:
    report = drafted(stage)
    seen = sha256(to_text(compose(report, AFTER.date())))
    Board.objects.filter(pk=stage.boards[0].pk).update(name_sv="Ett annat namn")
    with pytest.raises(ValidationError, match="Läs igenom den igen"):
        services.freeze(report, seen=seen, user=stage.coordinator, now=AFTER)
    assert not AnnualReport.objects.final().exists()


def test_a_frozen_report_takes_no_words(stage: Stage) -> None:
    report = frozen(stage)
    with pytest.raises(ValidationError, match="Gör en rättad rapport"):
        services.save(report, Texts("Annat."), revision=1, user=stage.coordinator, now=AFTER)


def test_only_who_leads_the_follow_up_may(stage: Stage) -> None:
    report = drafted(stage)
    other: dict[str, Any] = {"user": stage.contacts[0], "now": AFTER}
    noted: dict[str, Any] = {"deciding_board": None, "decided_on": None, "paragraph": ""}
    for verb in (
        lambda: services.start(stage.period, **other),
        lambda: services.save(report, Texts(), revision=report.revision, **other),
        lambda: services.freeze(report, seen="", **other),
        lambda: services.register(report, registry_number="1", **noted, **other),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_the_second_who_writes_is_told_and_the_first_ones_words_stand(stage: Stage) -> None:
    report = drafted(stage)
    user = stage.coordinator
    services.save(report, Texts("Först."), revision=report.revision, user=user, now=AFTER)
    with pytest.raises(Conflict) as told:
        services.save(report, Texts("Sedan."), revision=report.revision, user=user, now=AFTER)
    assert told.value.report.introduction == "Först."
    assert AnnualReport.objects.get(pk=report.pk).introduction == "Först."


def test_a_correction_is_a_new_report_that_points_at_the_old(stage: Stage) -> None:
    first = frozen(stage)
    make_waiting_files(AFTER)
    before = kept(first)
    second = services.start(stage.period, user=stage.coordinator, now=AFTER)
    assert (second.sequence, second.corrects) == (2, first)
    # Its texts begin as they were, and there is one draft however many begin.
    assert second.introduction == "Året i korthet."
    assert second.texts.count() == first.texts.count() == 2
    assert services.start(stage.period, user=stage.coordinator, now=AFTER) == second
    seen = sha256(to_text(compose(second, AFTER.date())))
    with pytest.raises(ValidationError, match="vad som är rättat"):
        services.freeze(second, seen=seen, user=stage.coordinator, now=AFTER)
    second = frozen(stage, AFTER)
    content = from_text(second.content)
    assert content.corrects is not None
    assert (content.corrects.sha256, content.corrects.what) == (first.sha256, "En siffra.")
    assert list(AnnualReport.objects.in_force()) == [second]
    assert kept(first) == before


def test_a_year_is_compared_with_the_frozen_one_before(stage: Stage) -> None:
    assert from_text(frozen(stage).content).comparison is None
    period = FollowUpPeriod.objects.create(
        version=stage.period.version, year=2028, opens_on=OPENS, due_on=DUE, closes_on=CLOSES
    )
    later = Stage(stage.coordinator, stage.boards, period, stage.contacts, stage.approvers).open()
    entry = next(
        e for e in later.entries(0) if e.activity.number == stage.entries(0)[0].activity.number
    )
    later.approved(entry)
    report = services.start(period, user=stage.coordinator, now=AFTER)
    comparison = compose(report, AFTER.date()).comparison
    assert comparison is not None
    assert comparison.year == 2027
    assert [change.board for change in comparison.of_kind("still")] == [stage.boards[0].name]
    assert [change.board for change in comparison.of_kind("silent")] == [stage.boards[1].name]


def test_the_registration_lies_beside_and_remembers(stage: Stage) -> None:
    report = frozen(stage)
    before = kept(report)
    noted: dict[str, Any] = {
        "deciding_board": None,
        "decided_on": None,
        "paragraph": "",
        "now": AFTER,
    }
    services.register(report, registry_number="KS-2028/1", user=stage.coordinator, **noted)
    services.register(report, registry_number="KS-2028/2", user=stage.coordinator, **noted)
    assert kept(report) == before
    logged = ModelLogEntry.objects.filter(action="actionplan.register_report").order_by("pk")
    assert [entry.data["before"].get("registry_number") for entry in logged] == [None, "KS-2028/1"]
    with pytest.raises(ValidationError, match="vem som beslutade"):
        services.register(
            report,
            registry_number="",
            user=stage.coordinator,
            **noted | {"decided_on": AFTER.date()},
        )


# --- Size -----------------------------------------------------------------------------------------


def grown(version: PlanVersion, activities: int, boards: int, stage: Stage) -> FollowUpPeriod:
    """A year where every board has been asked about every activity and half have answered."""
    made = Activity.objects.bulk_create(
        Activity(version=version, number=n + 1, part=1 + n % 2, title_sv=f"Provaktivitet {n}")
        for n in range(activities)
    )
    asked = BoardFactory.create_batch(boards)
    period = FollowUpPeriod.objects.create(
        version=version,
        year=2033,
        opens_on=OPENS,
        due_on=DUE,
        closes_on=CLOSES,
        state="open",
        opened_at=NOW,
        opened_by=stage.coordinator,
    )
    approval = {"submitted_at": NOW, "submitted_by": stage.coordinator, "approved_at": NOW}
    FollowUpEntry.objects.bulk_create(
        FollowUpEntry(
            period=period,
            activity=activity,
            board=board,
            **(
                {"status": "in_progress", "state": "approved", "approved_by": stage.contacts[0]}
                | approval
                if (activity.number + n) % 2
                else {}
            ),
        )
        for activity in made
        for n, board in enumerate(asked)
    )
    return period


def test_composing_two_hundred_activities_of_twenty_boards_asks_no_more(stage: Stage) -> None:
    small = drafted(stage)
    with CaptureQueriesContext(connection) as few:
        compose(AnnualReport.objects.select_related("period__version__plan").get(pk=small.pk),
                AFTER.date())  # fmt: skip
    period = grown(PlanVersionFactory(), 200, 20, stage)
    large = services.start(period, user=stage.coordinator, now=NOW)
    with CaptureQueriesContext(connection) as many:
        content = compose(
            AnnualReport.objects.select_related("period__version__plan").get(pk=large.pk),
            AFTER.date(),
        )
    assert (content.figures.asked, content.figures.answered) == (4000, 2000)
    assert len(many) <= len(few) <= MOST_QUERIES
    assert from_text(to_text(content)) == content
