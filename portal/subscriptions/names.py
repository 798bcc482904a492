"""What the subjects are called, and which there are now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from portal.subscriptions import subjects
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Unit
from resources.violence.models import ViolenceArea


@dataclass(frozen=True)
class Name:
    """A subject and what it is called in a list of its own sort."""

    subject: str
    title: str


def public_names() -> list[Name]:
    """Return what anyone may follow: the site, the areas, the activities of the plan in force."""
    return [Name(subjects.SITE, _("Hela webbplatsen")), *area_names(), *activity_names()]


def area_names() -> list[Name]:
    """Return the areas, in the plan's order."""
    return [Name(subjects.area(area.pk), area.title) for area in ViolenceArea.objects.all()]


def calm_names() -> dict[str, str]:
    """Return the areas as a mail to somebody outside calls them: others may see the mail."""
    return {subjects.area(area.pk): area.short_title for area in ViolenceArea.objects.all()}


def activity_names() -> list[Name]:
    """Return the activities of the plan in force, in its order."""
    version = PlanVersion.objects.current()
    activities = Activity.objects.of(version) if version else []
    return [
        Name(subjects.activity(one.lineage), f"{one.number}. {one.title}") for one in activities
    ]


def unit_names() -> list[Name]:
    """Return the units, by name."""
    return [Name(subjects.routines(unit.pk), unit.name) for unit in Unit.objects.all()]


def routine_names(tasks: Iterable[ContactPerson]) -> list[Name]:
    """Return the routines of the units that some contact persons carry messages to."""
    own = {subjects.routines(task.unit_id) for task in tasks if task.unit_id}
    return [
        Name(unit.subject, f"Rutiner för {unit.title}")
        for unit in unit_names()
        if unit.subject in own
    ]


def names() -> dict[str, str]:
    """Return every subject that there is, with what it is called where it stands by itself.

    An activity that the plan in force has not got any more is found too, by its latest version.
    """
    found = {name.subject: name.title for name in [*_former_activities(), *public_names()]}
    for unit in unit_names():
        found[unit.subject] = f"Rutiner för {unit.title}"
    found[subjects.COUNCIL] = "Samverkansrådets handlingar"
    return found


def _former_activities() -> list[Name]:
    public = Activity.objects.public().order_by("version__first_year")
    return [Name(subjects.activity(one.lineage), one.title) for one in public]
