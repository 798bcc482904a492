"""Making the files of frozen reports: each once, by a timer, while people do something else.

A file that waits is held while it is made and taken away in the transaction that keeps the file,
so several workers may run at a time and none makes what another is making.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from actionplan.reports.content import from_text, sha256
from actionplan.reports.files.pdf import CannotRender
from actionplan.reports.files.rendering import render
from actionplan.reports.models import ReportFile, WaitingFile

LOGGER = logging.getLogger("actionplan.reports")
FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)


def make_waiting_files(now: datetime) -> str:
    """Make every file that waits, one after another, and say how many."""
    made = failed = 0
    while (outcome := _make_next(now)) is not None:
        made, failed = made + outcome, failed + (not outcome)
    return f"{made} rapportfiler gjorda, {failed} gick inte att göra"


def _make_next(now: datetime) -> bool | None:
    """Make one file; return whether it went well, or None when nothing waits."""
    with transaction.atomic(durable=True):
        waiting = (
            WaitingFile.objects.due(now)
            .select_related("report")
            .select_for_update(of=("self",), skip_locked=True)
            .first()
        )
        if waiting is None:
            return None
        try:
            data = render(waiting.kind, from_text(waiting.report.content))
        except Exception as error:
            _failed(waiting, error, now)
            return False
        ReportFile.objects.create(
            report=waiting.report,
            kind=waiting.kind,
            data=data,
            sha256=sha256(data),
            size=len(data),
            made_at=now,
        )
        waiting.delete()
        return True


def _failed(waiting: WaitingFile, error: Exception, now: datetime) -> None:
    if isinstance(error, CannotRender):
        waiting.error = str(error)
        LOGGER.error("A report's file waits: %s", error)
    else:
        waiting.error = f"Filen gick inte att göra: {type(error).__name__}: {error}"
        LOGGER.exception("A report's file could not be made.")
    waiting.attempts += 1
    waiting.next_try_at = now + min(FIRST_PAUSE * 2 ** min(waiting.attempts - 1, 10), LONGEST_PAUSE)
    waiting.save()
