"""A follow-up year that is closed, with every kind of answer, and its report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from actionplan.followup.models import BoardDecision
from actionplan.followup.services import Answer, approve, save_draft, submit
from actionplan.followup.years import close_period
from actionplan.reports import services
from actionplan.reports.compose import compose
from actionplan.reports.content import sha256, to_text
from actionplan.reports.models import AnnualReport
from actionplan.reports.services import Texts
from tests.stage import NOW, TODAY, Stage, set_up

AFTER = datetime(2028, 2, 7, 9, tzinfo=UTC)


def closed_year(year: int = 2027) -> Stage:
    """Open a year, let two boards answer in their own ways and the third not at all, close it."""
    stage = set_up(year=year).open()
    first, second = stage.entries(0), stage.entries(1)
    stage.approved(first[0], Answer("in_progress", "Vi har utbildat.", "", "Fortsätta."))
    stage.answered(first[1])
    by_leader = save_draft(
        second[0],
        Answer("delayed", "", "Lokalen är inte klar."),
        revision=second[0].revision,
        on_behalf=True,
        user=stage.coordinator,
        now=NOW,
    )
    submit([by_leader], user=stage.coordinator, now=NOW)
    by_leader.refresh_from_db()
    approve(by_leader, user=stage.approvers[1], now=NOW)
    BoardDecision.objects.create(
        period=stage.period,
        board=stage.boards[0],
        decided_on=TODAY,
        paragraph="§ 47",
        noted_at=NOW,
        noted_by=stage.coordinator,
    )
    close_period(stage.period, user=stage.coordinator, now=NOW + timedelta(days=100))
    stage.period.refresh_from_db()
    return stage


def drafted(stage: Stage) -> AnnualReport:
    """The year's draft, with a text in every place."""
    report = services.start(stage.period, user=stage.coordinator, now=AFTER)
    texts = Texts(
        introduction="Året i korthet.",
        goals_text="Målen.",
        proposals="Förslagen.",
        correction="En siffra." if report.corrects_id else "",
        parts={1: "Om del ett."},
        boards={stage.boards[0].pk: "Om nämnden."},
    )
    return services.save(report, texts, revision=report.revision, user=stage.coordinator, now=AFTER)


def frozen(stage: Stage, now: datetime = AFTER) -> AnnualReport:
    """The year's report, written and frozen."""
    report = drafted(stage)
    seen = sha256(to_text(compose(report, now.date())))
    return services.freeze(report, seen=seen, user=stage.coordinator, now=now)
