"""The frozen reports as anyone reads them."""

import io

import pytest
from django.core.management import call_command
from django.test import Client

from actionplan.followup.models import FollowUpPeriod
from actionplan.followup.services import Answer
from actionplan.followup.years import close_period
from actionplan.reports.compose import compose
from actionplan.reports.content import sha256, to_text
from actionplan.reports.making import make_waiting_files
from actionplan.reports.models import AnnualReport, ReportFile
from actionplan.reports.services import freeze, start
from tests.portal.test_followup_public import read
from tests.stage import CLOSES, DUE, NOW, OPENS, Stage, set_up

pytestmark = pytest.mark.django_db
REPORTS = "/handlingsplanen/arsrapporter/"


@pytest.fixture
def stage() -> Stage:
    return set_up().open()


def frozen(stage: Stage) -> AnnualReport:
    """The year's report, closed and frozen as it stands."""
    close_period(stage.period, user=stage.coordinator, now=NOW)
    report = start(stage.period, user=stage.coordinator, now=NOW)
    seen = sha256(to_text(compose(report, NOW.date())))
    return freeze(report, seen=seen, user=stage.coordinator, now=NOW)


def test_without_a_report_the_page_says_what_will_come(client: Client) -> None:
    assert "Ingen årsrapport är färdig än." in read(client, REPORTS)


def test_a_frozen_report_is_listed_read_and_saved(client: Client, stage: Stage) -> None:
    stage.approved(stage.entries()[0], Answer("in_progress", "Vi har börjat."))
    frozen(stage)
    assert "Rapport 2027" in read(client, REPORTS)
    words = read(client, f"{REPORTS}2027/1/")
    assert "Vi har börjat." in words
    assert "Filerna skapas just nu." in words
    make_waiting_files(NOW)
    assert client.get(f"{REPORTS}2027/1/").status_code == 200
    for kind in ("pdf", "docx", "xlsx", "csv"):
        assert client.get(f"{REPORTS}2027/1/fil/{kind}/").status_code == 200


def test_a_draft_and_what_does_not_exist_are_not_found(client: Client, stage: Stage) -> None:
    start(stage.period, user=stage.coordinator, now=NOW)
    for path in ("2027/1/", "2027/1/fil/pdf/", "2026/1/", "jamfor/2026/2027/", "2027/1/fil/exe/"):
        assert client.get(REPORTS + path).status_code == 404


def test_a_boards_part_is_read_and_saved_as_word(client: Client, stage: Stage) -> None:
    entry = stage.approved(stage.entries()[0], Answer("in_progress", "Vi har börjat."))
    frozen(stage)
    address = f"{REPORTS}2027/1/namnd/{entry.board.slug}/"
    assert entry.board.name in read(client, address)
    assert "SHA-256" not in read(client, address)
    saved = client.get(f"{address}word/")
    assert saved.headers["Content-Type"].endswith("wordprocessingml.document")
    # Made once: whoever asks later gets the same file, and its hash stands on the page.
    again = client.get(f"{address}word/")
    assert again.content == saved.content
    file = ReportFile.objects.get()
    assert bytes(file.data) == saved.content
    assert f"SHA-256 {file.sha256}" in read(client, address)
    assert "fil/docx" not in client.get(f"{REPORTS}2027/1/").content.decode()
    make_waiting_files(NOW)
    out = io.StringIO()
    call_command("verify_reports", stdout=out)
    assert f"{file.sha256}  rapport-2027-1-{entry.board.slug}.docx" in out.getvalue()


def test_made_up_answers_are_never_compared_with_real_ones(client: Client, stage: Stage) -> None:
    frozen(stage)
    years = [(2028, True), (2029, False), (2030, True)]
    for year, is_example in years:
        period = FollowUpPeriod.objects.create(
            version=stage.period.version, year=year, opens_on=OPENS, due_on=DUE, closes_on=CLOSES,
            is_example=is_example,
        )  # fmt: skip
        later = Stage(stage.coordinator, stage.boards, period, stage.contacts, stage.approvers)
        frozen(later.open())
    words = read(client, REPORTS)
    assert "Vad hände mellan 2027 och 2029?" in words
    assert "Vad hände mellan 2028 och 2030?" in words
    assert words.count("Vad hände mellan") == 2
    assert client.get(f"{REPORTS}jamfor/2027/2029/").status_code == 200
    assert client.get(f"{REPORTS}jamfor/2027/2028/").status_code == 404
