"""What is done to a plan: a version is adopted, and with that replaces the one before."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from wagtail.log_actions import log

from actionplan.plan.models import Plan, PlanVersion
from actionplan.signals import plan_adopted, plan_adopting, plan_adoption_asked

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from resources.municipality.models import Board


@transaction.atomic
def adopt(
    version: PlanVersion,
    *,
    by: Board | None,
    on: date | None,
    source: str = "",
    registry_number: str = "",
    user: AbstractBaseUser | None,
    now: datetime,
) -> PlanVersion:
    """Adopt a draft and supersede the plan's adopted version; return the version.

    `by` and `on` are None when it is not known who decided or when: `source` then says how
    the decision is known. `user` is None for a command. Raises `ValidationError` when the
    version is no draft, has no activities, lacks what the database demands, or when somebody
    objects (`objections`).
    """
    # The plan's row is held, so that two adoptions wait for each other.
    Plan.objects.select_for_update().get(pk=version.plan_id)
    version.refresh_from_db()
    if version.state != PlanVersion.State.DRAFT:
        raise ValidationError(gettext("Bara ett utkast kan antas."))
    if not version.activities.exists():
        raise ValidationError(
            gettext("Versionen har inga aktiviteter än. Lägg in dem innan den antas.")
        )
    if sentences := objections(version):
        raise ValidationError(sentences)
    former = PlanVersion.objects.filter(
        plan_id=version.plan_id, state=PlanVersion.State.ADOPTED
    ).first()
    if former is not None:
        former.state = PlanVersion.State.SUPERSEDED
        former.save(update_fields=["state"])
        log(former, "actionplan.supersede", user=user, timestamp=now, content_changed=True)
    _close_ranks(version)
    version.state = PlanVersion.State.ADOPTED
    version.supersedes = former
    version.adopted_by, version.adopted_by_unknown = by, by is None
    version.adopted_on, version.adoption_date_unknown = on, on is None
    version.adoption_source = source
    version.registry_number = registry_number
    version.full_clean()
    version.save()
    log(version, "actionplan.adopt", user=user, timestamp=now, content_changed=True)
    plan_adopting.send(PlanVersion, version=version, on=on, user=user, now=now)
    transaction.on_commit(
        lambda: plan_adopted.send(PlanVersion, version=version, superseded=former)
    )
    return version


def objections(version: PlanVersion) -> list[str]:
    """Return the sentences by which the rooms above say that a draft cannot be adopted yet.

    Inside a transaction what they looked at is held until its end.
    """
    answers = plan_adoption_asked.send(PlanVersion, version=version)
    return [sentence for _receiver, sentences in answers for sentence in sentences or ()]


def _close_ranks(version: PlanVersion) -> None:
    """Number points and boards from 0 without gaps, as the form does: later it may not."""
    for activity in version.activities.all():
        for rows in (activity.points.all(), activity.responsibilities.all()):
            for order, row in enumerate(rows):
                if row.order != order:
                    row.order = order
                    row.save(update_fields=["order"])


@transaction.atomic
def ensure_version(
    *,
    plan: str = "",
    version: str = "",
    plan_title: str = "",
    label: str = "",
    years: tuple[int, int] | None = None,
) -> PlanVersion:
    """Return the version meant by its address names, made as a draft if it does not exist.

    Without `plan` the only plan is meant; without `version` the one named by `years`, else the
    plan's only draft, else its only version. Raises `ValidationError` with a sentence that says
    what must be given.
    """
    found = _plan_meant(plan, plan_title)
    if not version and years:
        version = f"{years[0]}-{years[1]}"
    if not version:
        return _version_meant(found)
    existing = found.versions.filter(slug=version).first()
    if existing is not None:
        return existing
    if years is None:
        raise ValidationError(
            gettext("Planen har ingen version %(slug)s. Ange första och sista år, så skapas den.")
            % {"slug": version}
        )
    made = PlanVersion(
        plan=found,
        slug=version,
        label=label or f"{years[0]}–{years[1]}",
        first_year=years[0],
        last_year=years[1],
    )
    made.full_clean()
    made.save()
    return made


def _version_meant(plan: Plan) -> PlanVersion:
    versions = list(plan.versions.all())
    drafts = [version for version in versions if version.state == PlanVersion.State.DRAFT]
    meant = drafts or versions
    if len(meant) != 1:
        known = ", ".join(version.slug for version in versions)
        raise ValidationError(
            gettext("Säg vilken version som menas med --plan-version (det finns: %(known)s).")
            % {"known": known}
            if known
            else gettext("Säg första och sista år för en ny version med --years 2027 2030.")
        )
    return meant[0]


def _plan_meant(slug: str, title: str) -> Plan:
    if not slug:
        plans = list(Plan.objects.all()[:2])
        if len(plans) > 1:
            raise ValidationError(gettext("Det finns flera planer. Ange vilken som menas."))
        if plans:
            return plans[0]
        slug = "handlingsplan"
    existing = Plan.objects.filter(slug=slug).first()
    if existing is not None:
        return existing
    made = Plan(slug=slug, title=title or "Handlingsplan")
    made.full_clean()
    made.save()
    return made
