"""What happens elsewhere in the house becomes happenings here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from actionplan.activities.models import Activity
from actionplan.council.access import COUNCILS_OWN
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.records import CouncilQuestion, Decision
from actionplan.followup.models import FollowUpEntry
from actionplan.plan.models import PlanVersion
from actionplan.reports.models import AnnualReport
from actionplan.signals import (
    answer_approved,
    council_papers_published,
    decision_recorded,
    plan_adopted,
    question_answered,
    report_frozen,
)
from portal.intranet.pages import RoutinePage
from portal.intranet.routines.members import parents_of_units, way_up
from portal.intranet.routines.models import RoutineVersion
from portal.intranet.routines.signals import routine_published
from portal.pages.activity_plan import ActivityPlanPage
from portal.pages.area import AreaPage
from portal.pages.base import PublicPage
from portal.pages.plan import PlanPage
from portal.pages.reports import ReportsPage
from portal.subscriptions import subjects
from portal.subscriptions.digests import correct, unsend
from portal.subscriptions.models import Happening
from portal.subscriptions.services import tell
from resources.violence.models import ViolenceArea

Audience = Happening.Audience


@receiver(page_published)
def tell_of_page(instance: Page, revision: Revision | None = None, **_: Any) -> None:
    """Tell of a public page that a person publishes for the first time; keep what was told true.

    The starting content is nobody's news, and nor is a page that another language mirrors.
    """
    if not isinstance(instance, PublicPage):
        return
    told = {"title": title_of(instance), "summary": instance.lead}
    for happening in Happening.objects.filter(page=instance.pk, audience=Audience.PUBLIC):
        # What an editor has written of a change is the editor's; the title is always the page's.
        own = happening.summary if happening.key.startswith("news:") else instance.lead
        correct(happening, title=told["title"], summary=own)
    is_first = instance.first_published_at == instance.last_published_at
    is_by_hand = revision is not None and revision.user_id and _is_original(instance)
    if is_first and is_by_hand and is_open(instance):
        tell(
            f"page:{instance.pk}",
            **told,
            audience=Audience.PUBLIC,
            about=subjects_of(instance),
            page=instance,
            now=timezone.now(),
        )


@receiver(page_unpublished)
def forget_page(instance: Page, **_: Any) -> None:
    """Take back what was told of a page that is not there any longer, from feeds and digests."""
    Happening.objects.filter(page=instance.pk).delete()


@receiver(post_save, sender=PageViewRestriction)
def forget_closed(instance: PageViewRestriction, raw: bool = False, **_: Any) -> None:
    """Take back what all were told of a part of the site that is no longer for all."""
    if not raw:
        _forget_below(instance.page)


@receiver(post_page_move)
def forget_moved(instance: Page, **_: Any) -> None:
    """Take back what all were told of pages that are moved to where not all may read."""
    if not is_open(instance):
        _forget_below(instance)


@receiver(pre_delete, sender=Happening)
def unsend_forgotten(instance: Happening, **_: Any) -> None:
    """Take back the mails that wait with what is taken back, whatever took it."""
    unsend(instance)


def _forget_below(page: Page) -> None:
    below = Q(page__in=page.get_descendants(inclusive=True))
    if address := page.get_url():
        # What stands behind a door page has no page of its own.
        below |= Q(path__startswith=address)
    Happening.objects.public().filter(below).delete()


def is_open(page: Page) -> bool:
    """Whether anyone may read the page: it lies under no protection."""
    return not page.get_view_restrictions().exists()


def subjects_of(page: Page) -> list[str]:
    """Return what a public page is about: the site, and on an area's page the area."""
    own = [subjects.area(page.area_id)] if isinstance(page, AreaPage) else []
    return [*own, subjects.SITE]


def title_of(page: Page) -> str:
    """Return what a page is called in a list that others may see: its calm title."""
    return str(page.seo_title or page.title)


@receiver(answer_approved)
def tell_of_answer(entry: FollowUpEntry, now: datetime, **_: Any) -> None:
    """Tell of a board's answer once it is approved; invented years are no news."""
    activity, answer = entry.activity, entry.answer
    if entry.period.is_example or answer is None:
        return
    version = activity.version
    tell(
        f"answer:{entry.pk}:{now:%Y%m%d%H%M%S}",
        title=f"{activity.number}. {activity.title}",
        summary=f"{entry.board.name} har svarat för {entry.period.year}: "
        f"{answer.word[:1].lower()}{answer.word[1:]}.",
        audience=Audience.PUBLIC,
        about=[subjects.activity(activity.lineage), *_areas(activity), subjects.SITE],
        path=_behind(ActivityPlanPage, version.slug, activity.number),
        now=now,
    )


@receiver(plan_adopted)
def tell_of_plan(version: PlanVersion, superseded: PlanVersion | None = None, **_: Any) -> None:
    """Tell that another version of the plan is in force; a first plan has always been there."""
    if superseded is None:
        return
    tell(
        f"plan:{version.pk}",
        title=f"Ny version: {version}",
        summary="Den nya versionen gäller nu, och på sidan står vad som skiljer dem åt.",
        audience=Audience.PUBLIC,
        about=[subjects.SITE],
        path=_behind(PlanPage, "versioner", version.slug),
        now=timezone.now(),
    )


@receiver(report_frozen)
def tell_of_report(report: AnnualReport, now: datetime, **_: Any) -> None:
    """Tell of a yearly report, and of what corrects one; invented years are no news."""
    if report.period.is_example:
        return
    year = report.period.year
    tell(
        f"report:{report.pk}",
        title=f"Rättad årsrapport {year}" if report.corrects_id else f"Årsrapport {year}",
        summary=f"Så gick det med handlingsplanen {year}.",
        audience=Audience.PUBLIC,
        about=[subjects.SITE],
        path=_behind(ReportsPage, year, report.sequence),
        now=now,
    )


@receiver(council_papers_published)
def tell_of_papers(meeting: CouncilMeeting, now: datetime, **_: Any) -> None:
    """Tell those who read the council's papers that there are some to a meeting."""
    today = timezone.localdate(now)
    _tell_council(f"papers:{meeting.pk}:{today}", "Handlingar att läsa", meeting, now)


@receiver(council_papers_published)
def tell_of_what_was_decided(meeting: CouncilMeeting, now: datetime, **_: Any) -> None:
    """Tell those who follow an activity of a decision about it, once anyone may read it."""
    if not meeting.has_public_minutes:
        return
    day = date_format(timezone.localtime(meeting.starts_at), "j F Y")
    for activity in Activity.objects.public().filter(council_decisions__meeting=meeting).distinct():
        tell(
            f"decided:{meeting.pk}:{activity.pk}",
            title=f"{activity.number}. {activity.title}",
            summary=f"Nytt beslut, från mötet den {day}.",
            audience=Audience.PUBLIC,
            about=[subjects.activity(activity.lineage), *_areas(activity), subjects.SITE],
            path=_behind(ActivityPlanPage, activity.version.slug, activity.number),
            now=now,
        )


@receiver(decision_recorded)
def tell_of_decision(decision: Decision, now: datetime, **_: Any) -> None:
    """Tell those who read the council's papers that there is a decision."""
    _tell_council(f"decision:{decision.pk}", "Nytt beslut", decision.meeting, now)


@receiver(question_answered)
def tell_of_councils_answer(question: CouncilQuestion, now: datetime, **_: Any) -> None:
    """Tell those who read the council's papers of an answer that the whole council may read."""
    if not question.is_published_to_council:
        return
    tell(
        f"question:{question.pk}",
        title="Svar på en fråga från rådet",
        summary="Kompetenscentrum har svarat.",
        audience=Audience.COUNCIL,
        about=[subjects.COUNCIL],
        path=reverse("council_question", args=[question.pk]),
        now=now,
    )


def _tell_council(key: str, title: str, meeting: CouncilMeeting, now: datetime) -> None:
    # The steering group's papers are its own: it is called by mail, and nobody follows it.
    if meeting.kind not in COUNCILS_OWN:
        return
    tell(
        key,
        title=title,
        summary=f"{meeting}, {date_format(timezone.localdate(meeting.starts_at), 'j F Y')}.",
        audience=Audience.COUNCIL,
        about=[subjects.COUNCIL],
        path=reverse("council_meeting", args=[meeting.pk]),
        now=now,
    )


@receiver(routine_published)
def tell_of_routine(
    page: RoutinePage, version: RoutineVersion, asks_again: bool, now: datetime, **_: Any
) -> None:
    """Tell the units that a routine is for of its new version.

    A small correction is no news, nor is the starting content, which nobody publishes.
    """
    if not asks_again or version.published_by_id is None:
        return
    chosen, parents = set(page.units.values_list("pk", flat=True)), parents_of_units()
    # A routine of a unit is read by the units that are a part of it too.
    units = [subjects.routines(pk) for pk in parents if chosen & way_up(pk, parents)]
    tell(
        f"routine:{page.pk}:{version.pk}",
        title=page.title,
        summary=version.note or page.lead,
        audience=Audience.STAFF,
        about=units or [subjects.ALL_ROUTINES],
        page=page,
        now=now,
    )


def _is_original(page: Page) -> bool:
    return page.alias_of_id is None and page.locale.language_code == settings.LANGUAGE_CODE


def _areas(activity: Activity) -> list[str]:
    areas = ViolenceArea.objects.all() if activity.all_areas else activity.violence_areas.all()
    return [subjects.area(area.pk) for area in areas]


def _behind(door: type[Page], *steps: object) -> str:
    """Return the address of what stands behind a door page; empty where no editor has opened it."""
    page = door.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE).first()
    start = (page.get_url() or "") if page else ""
    return start and start + "".join(f"{step}/" for step in steps)
