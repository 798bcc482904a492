"""What is done to a yearly report: written, frozen, registered, corrected. One verb each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from actionplan.followup.models import FollowUpPeriod
from actionplan.plan.leading import leads
from actionplan.reports.compose import compose
from actionplan.reports.content import SCHEMA_VERSION, sha256, to_text
from actionplan.reports.files.kinds import FileKind
from actionplan.reports.models import (
    AnnualReport,
    ReportRegistration,
    ReportText,
    WaitingFile,
)
from actionplan.signals import report_frozen

if TYPE_CHECKING:
    from actionplan.followup.access import Person
    from resources.municipality.models import Board

CHANGED = "Något har ändrats sedan du läste rapporten. Läs igenom den igen innan du fryser den."


@dataclass(frozen=True)
class Texts:
    """All that a person writes in a report; what concerns a part or a board by its key."""

    introduction: str = ""
    goals_text: str = ""
    proposals: str = ""
    correction: str = ""
    parts: Mapping[int, str] = field(default_factory=dict)
    boards: Mapping[int, str] = field(default_factory=dict)


class Conflict(Exception):
    """Somebody else saved the report since it was opened; `report` is what the database holds."""

    def __init__(self, report: AnnualReport) -> None:
        super().__init__(f"report {report.pk} is at revision {report.revision}")
        self.report = report


@transaction.atomic
def start(period: FollowUpPeriod, *, user: Person, now: datetime) -> AnnualReport:
    """Return the year's draft, made if there is none, as a correction where one is frozen.

    A correction begins with the texts of the report that it corrects. Raises `PermissionDenied`,
    and `ValidationError` for a year that has not been opened.
    """
    _require_leader(user)
    # The year's row is held, so that two who begin at once get the same draft.
    held = FollowUpPeriod.objects.select_for_update().get(pk=period.pk)
    if held.state == FollowUpPeriod.State.PLANNED:
        raise ValidationError("Öppna uppföljningen först. Sedan går det att skriva rapporten.")
    reports = AnnualReport.objects.filter(period=held)
    draft = reports.filter(state=AnnualReport.State.DRAFT).first()
    if draft is not None:
        return draft
    former = reports.final().first()
    made = AnnualReport(
        period=held,
        sequence=former.sequence + 1 if former else 1,
        corrects=former,
        saved_at=now,
        saved_by_id=user.pk,
    )
    if former is not None:
        made.introduction, made.goals_text = former.introduction, former.goals_text
        made.proposals = former.proposals
    made.save()
    if former is not None:
        ReportText.objects.bulk_create(
            ReportText(report=made, part=each.part, board_id=each.board_id, text=each.text)
            for each in former.texts.all()
        )
    log(made, "actionplan.start_report", user=user, timestamp=now)
    return made


@transaction.atomic
def save(
    report: AnnualReport, texts: Texts, *, revision: int, user: Person, now: datetime
) -> AnnualReport:
    """Save what is written so far; return the report as it is now.

    `revision` is the one the writer's page showed. Raises `Conflict` when another has saved in
    between, `PermissionDenied`, and `ValidationError` for a frozen report.
    """
    held = _held_draft(report, user)
    if held.revision != revision:
        raise Conflict(held)
    held.introduction, held.goals_text = texts.introduction, texts.goals_text
    held.proposals, held.correction = texts.proposals, texts.correction
    held.saved_at, held.saved_by_id = now, user.pk
    held.revision += 1
    held.save()
    held.texts.all().delete()
    ReportText.objects.bulk_create(
        [
            *(ReportText(report=held, part=part, text=t) for part, t in texts.parts.items() if t),
            *(
                ReportText(report=held, board_id=board, text=text)
                for board, text in texts.boards.items()
                if text
            ),
        ]
    )
    log(held, "actionplan.save_report", user=user, timestamp=now, content_changed=True)
    return held


@transaction.atomic
def discard(report: AnnualReport, *, revision: int, user: Person, now: datetime) -> None:
    """Take away a draft that was begun by mistake; the log keeps what was written in it.

    `revision` is the one that the page showed. Raises as `save` does.
    """
    held = _held_draft(report, user)
    if held.revision != revision:
        raise Conflict(held)
    written = {
        "introduction": held.introduction,
        "goals_text": held.goals_text,
        "proposals": held.proposals,
        "correction": held.correction,
        "texts": list(held.texts.values("part", "board__name_sv", "text")),
    }
    log(
        held,
        "actionplan.discard_report",
        user=user,
        timestamp=now,
        title=str(held),
        deleted=True,
        data=written,
    )
    held.delete()


@transaction.atomic
def freeze(report: AnnualReport, *, seen: str, user: Person, now: datetime) -> AnnualReport:
    """Freeze a draft for good, and ask for its four files; return the report.

    `seen` is the SHA-256 of the content that the person has read: what has changed since is read
    again first. Raises `PermissionDenied`, and `ValidationError` with what has to be done.
    """
    # The year's row is held as by a correction, so that answers and reports stand still.
    FollowUpPeriod.objects.select_for_update().get(pk=report.period_id)
    held = _held_draft(report, user)
    if held.period.state != FollowUpPeriod.State.CLOSED:
        raise ValidationError(
            "Stäng uppföljningen först, så att inga svar ändras medan rapporten fryses."
        )
    if held.corrects_id and not held.correction.strip():
        raise ValidationError("Skriv vad som är rättat, så att läsaren ser skillnaden.")
    content = compose(held, timezone.localdate(now))
    text = to_text(content)
    if sha256(text) != seen:
        raise ValidationError(CHANGED)
    held.content, held.sha256, held.schema_version = text, sha256(text), SCHEMA_VERSION
    held.state, held.frozen_at, held.frozen_by_id = AnnualReport.State.FINAL, now, user.pk
    held.save()
    WaitingFile.objects.bulk_create(
        WaitingFile(report=held, kind=kind, next_try_at=now) for kind in FileKind
    )
    log(held, "actionplan.freeze_report", user=user, timestamp=now, content_changed=True)
    transaction.on_commit(lambda: report_frozen.send(AnnualReport, report=held, now=now))
    return held


@transaction.atomic
def register(
    report: AnnualReport,
    *,
    registry_number: str,
    deciding_board: Board | None,
    decided_on: date | None,
    paragraph: str,
    user: Person,
    now: datetime,
) -> ReportRegistration:
    """Note where a frozen report is registered and what was decided; log what it said before.

    Raises `PermissionDenied`, and `ValidationError` for a draft or half a decision.
    """
    _require_leader(user)
    held = AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not held.is_final:
        raise ValidationError("Frys rapporten först.")
    noted = ReportRegistration.objects.filter(report=held).first()
    before = _said(noted) if noted else {}
    noted = noted or ReportRegistration(report=held)
    noted.registry_number, noted.deciding_board = registry_number, deciding_board
    noted.decided_on, noted.paragraph = decided_on, paragraph
    assert user.pk is not None, "who leads has an account"
    noted.noted_at, noted.noted_by_id = now, user.pk
    noted.full_clean(exclude=["report", "noted_by"])
    noted.save()
    log(
        held,
        "actionplan.register_report",
        user=user,
        timestamp=now,
        data={"before": before, "after": _said(noted)},
    )
    return noted


def _said(noted: ReportRegistration) -> dict[str, Any]:
    return {
        "registry_number": noted.registry_number,
        "deciding_board": str(noted.deciding_board or ""),
        "decided_on": noted.decided_on.isoformat() if noted.decided_on else "",
        "paragraph": noted.paragraph,
    }


def _held_draft(report: AnnualReport, user: Person) -> AnnualReport:
    _require_leader(user)
    held = (
        AnnualReport.objects.select_for_update(of=("self",))
        .select_related("period__version__plan", "corrects")
        .get(pk=report.pk)
    )
    if held.is_final:
        raise ValidationError("Rapporten är fryst och ändras inte. Gör en rättad rapport.")
    return held


def _require_leader(user: Person) -> None:
    if not leads(user):
        raise PermissionDenied
