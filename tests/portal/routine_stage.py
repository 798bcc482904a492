"""A routine on stage: an owner unit, a group that must read it, and those who publish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from portal.intranet.models import User
from portal.intranet.pages import RoutinePage, StaffContentPage
from portal.intranet.roles import Role, give_role
from portal.intranet.routines.models import ReadingGroup
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Unit
from tests.factories import UnitFactory
from tests.harness.client import Client

# A Monday, in working hours; Christmas is far away.
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
FIRST_DAY = date(2026, 1, 1)
STEPS = ["Ring 112 om någon är i fara.", "Fråga lugnt och rakt."]


@dataclass
class RoutineStage:
    """A unit with one below, four people, and a group that holds two of them."""

    unit: Unit
    below: Unit
    communicator: User
    owner: User
    reader: User
    other: User
    outsider: User
    group: ReadingGroup

    def new(self, title: str = "Provrutinen", **fields: Any) -> RoutinePage:
        """Make a routine as an editor does and publish it the first time."""
        page = RoutinePage(title=title, owner_unit=self.unit, valid_from=FIRST_DAY)
        for name, value in fields.items():
            setattr(page, name, value)
        page.act_now = [("step", step) for step in STEPS]  # type: ignore[assignment]
        page.live = False
        page.reading_groups = [self.group]
        StaffContentPage.objects.get(shows_routines=True).add_child(instance=page)
        page.save_revision(user=self.communicator).publish(user=self.communicator)
        return RoutinePage.objects.get(pk=page.pk)

    def again(self, page: RoutinePage, **fields: Any) -> RoutinePage:
        """Publish a routine again with some fields changed, without the form."""
        latest = page.get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(latest, name, value)
        latest.save_revision(user=self.communicator).publish(user=self.communicator)
        return RoutinePage.objects.get(pk=page.pk)


def named(username: str, role: Role = Role.READER) -> User:
    """Make somebody with an account and a mailbox, who is signed in without a password."""
    user = User.objects.create(
        username=username, email=f"{username}@example.org", first_name=username.capitalize()
    )
    give_role(user, role)
    return user


def set_up_routines() -> RoutineStage:
    """Make the stage; the reader works in the unit below, the other has a named place."""
    unit = UnitFactory()
    below = UnitFactory(parent=unit)
    stage = RoutineStage(
        unit=unit,
        below=below,
        communicator=named("kommunikator", Role.COMMUNICATOR),
        owner=named("agare"),
        reader=named("lasare"),
        other=named("annan"),
        outsider=named("utanfor"),
        group=ReadingGroup.objects.create(name="Provgruppen"),
    )
    stage.reader.unit = below
    stage.reader.save()
    stage.group.units.add(unit)
    stage.group.people.add(stage.other)
    ContactPerson.objects.create(unit=unit, user=stage.owner)
    return stage


def form_data(page: RoutinePage, action: str, **fields: Any) -> dict[str, Any]:
    """What the editor's form sends for a routine, with some fields as the editor leaves them."""
    groups = fields.pop("reading_groups", page.reading_groups.all())
    data: dict[str, Any] = {
        "title": page.title,
        "lead": page.lead,
        "act_now": streamfield([("step", str(step.value)) for step in page.act_now]),
        "body": streamfield([("text", rich_text("<p>Därför.</p>"))]),
        "sources": streamfield([]),
        "valid_from": page.valid_from or "",
        "review_on": page.review_on or "",
        "owner_unit": page.owner_unit_id or "",
        "comments": {
            "TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": "",
        },
        **fields,
    }  # fmt: skip
    if action:
        data[action] = action
    sent: dict[str, Any] = nested_form_data(data)
    # Several values of one name: `nested_form_data` would number them.
    sent["reading_groups"] = [group.pk for group in groups]
    return sent


def edit(client: Client, page: RoutinePage, action: str = "", **fields: Any) -> Any:
    """Send the editor's form; the answer is a redirect, or the form with what is wrong."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, form_data(page, action, **fields))
