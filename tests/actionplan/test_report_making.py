"""The files of a frozen report: made once each, tried again after an error, and compared later."""

from __future__ import annotations

import io
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from actionplan.reports.files.kinds import FileKind
from actionplan.reports.making import make_waiting_files
from actionplan.reports.models import ReportFile, WaitingFile
from actionplan.reports.progress import progress
from tests.actionplan.report_stage import AFTER, closed_year, frozen
from tests.stage import Stage


@pytest.fixture
def stage(db: None) -> Stage:
    return closed_year()


def test_an_error_is_said_and_tried_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    report = frozen(stage)
    # As on a machine without the system library.
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library')", "utf-8")
    with monkeypatch.context() as without:
        without.syspath_prepend(str(tmp_path))
        for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
            without.delitem(sys.modules, name)
        assert make_waiting_files(AFTER) == "3 rapportfiler gjorda, 1 gick inte att göra"
        sys.modules.pop("weasyprint", None)
    assert progress(report).words == "3 av 4 filer"
    row = next(row for row in progress(report).rows if row.kind == FileKind.PDF)
    assert "Pango saknas" in row.error
    assert make_waiting_files(AFTER + timedelta(minutes=1)).startswith("0 ")
    assert make_waiting_files(AFTER + timedelta(minutes=3)).startswith("1 ")
    assert progress(report).words == "4 av 4 filer"
    assert not WaitingFile.objects.exists()


def test_two_workers_never_make_the_same_file(own_database: str) -> None:
    """Two at a time, on connections of their own: four files, each once, and none in vain."""
    frozen(closed_year())
    said: list[str] = []
    ready = threading.Barrier(2)

    def work() -> None:
        ready.wait()
        try:
            said.append(make_waiting_files(AFTER))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert ReportFile.objects.count() == 4
    # Neither was stopped by an error: what the other made was passed by.
    assert len(said) == 2
    assert sum(int(words.split()[0]) for words in said) == 4
    assert all(words.endswith("0 gick inte att göra") for words in said)


def test_the_list_of_the_archive_finds_what_passed_the_triggers_by(
    stage: Stage, tmp_path: Path
) -> None:
    report = frozen(stage)
    make_waiting_files(AFTER)
    out = io.StringIO()
    call_command("verify_reports", stdout=out)
    archive = tmp_path / "rapporter.txt"
    archive.write_text(out.getvalue(), "utf-8")
    assert len(out.getvalue().splitlines()) == 5
    call_command("verify_reports", against=archive, stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE actionplan_reportfile DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE actionplan_reportfile SET data = 'annat' WHERE report_id = %s AND kind = 'csv'",
            [report.pk],
        )
        cursor.execute("DELETE FROM actionplan_reportfile WHERE kind = 'pdf'")
    with pytest.raises(CommandError) as found:
        call_command("verify_reports", against=archive, stdout=io.StringIO())
    said = str(found.value)
    assert "rapport-2027-1.csv: filen är inte den som gjordes." in said
    assert "rapport-2027-1.csv: har en annan kontrollsumma än i listan." in said
    assert "rapport-2027-1.pdf: står i listan men finns inte längre." in said
