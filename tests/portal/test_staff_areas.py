"""The staff view of areas and units: what to do, whom to ask, and where one works."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from portal.intranet.models import User
from portal.intranet.pages import RoutinePage, StaffStartPage
from portal.intranet.routines.doors import Wanted, is_wanted
from portal.intranet.routines.models import ReadingRequest, RoutineVersion
from resources.documents.models import ReferencedDocument
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import TargetGroup, Unit
from resources.violence.models import ViolenceArea
from tests.factories import UnitFactory
from tests.harness.client import Client
from tests.portal.routine_stage import RoutineStage, named, set_up_routines

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> RoutineStage:
    return set_up_routines()


@pytest.fixture
def reader(client: Client, stage: RoutineStage) -> Client:
    client.force_login(stage.reader)
    return client


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


def test_every_area_says_what_to_do_whom_to_ask_and_the_duty_to_report(reader: Client) -> None:
    index = words(reader, reverse("staff_areas"))
    for area in ViolenceArea.objects.all():
        assert area.title in index
        shown = words(reader, reverse("staff_area", args=[area.slug]))
        assert "Om du möter någon som är utsatt" in shown
        assert "Är någon i fara nu: ring 112." in shown
        assert "Anmäla oro för ett barn" in shown.split("Skyldighet att anmäla")[1]


def test_the_steps_that_hold_are_shown_until_the_coming_ones_do(
    reader: Client, stage: RoutineStage
) -> None:
    today = timezone.localdate()
    coming = today + timedelta(days=30)
    page = stage.new("Mötet", situation="meeting", valid_from=today)
    stage.again(
        page, change_kind="version", change_of=1, change_note="Nya steg.", valid_from=coming,
        act_now=[("step", "Gör det nya.")],
    )  # fmt: skip
    notice = f"börjar gälla {date_format(coming, 'j F Y')}"

    for address in (
        reverse("staff_area", args=["heder"]),
        reverse("routine_sheet", args=[page.pk]),
    ):
        shown = words(reader, address)
        assert "Fråga lugnt och rakt." in shown
        assert "Gör det nya." not in shown
        assert notice in shown
    area = words(reader, reverse("staff_area", args=["heder"])).split(">Mötet</h2>")[1]
    # Whether it holds is said before what to do.
    assert area.index("</svg> Gäller </span>") < area.index("Fråga lugnt och rakt.")
    own = words(reader, page.url)
    assert "Gör det nya." in own
    assert f'<a href="{reverse("routine_version", args=[page.pk, 1])}">version 1</a>' in own

    first = words(reader, reverse("routine_version", args=[page.pk, 1]))
    assert "Det är den version som gäller nu." in first
    assert "äldre version" not in first

    second = RoutineVersion.objects.get(routine=page, number=2)
    second.content["valid_from"] = today.isoformat()
    second.save()
    shown = words(reader, reverse("staff_area", args=["heder"]))
    assert "Gör det nya." in shown
    assert notice not in shown


def test_a_draft_says_that_nobody_has_decided_its_steps(reader: Client) -> None:
    shown = words(reader, reverse("staff_area", args=["heder"]))
    assert shown.count("Stegen är vårt förslag, som ingen har fastställt.") == 2


def test_documents_that_routines_rest_on_cost_no_query_each(
    reader: Client, stage: RoutineStage
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            reader.get(reverse("staff_area", args=["heder"]))
        return len(found)

    papers = ReferencedDocument.objects.all()[:3]
    stage.new("Anmäl", situation="reporting", sources=[_resting_on(papers[0])])
    queries()
    one = queries()
    for paper in papers[1:]:
        stage.new(f"Anmäl {paper.pk}", situation="reporting", sources=[_resting_on(paper)])

    assert queries() == one
    shown = words(reader, reverse("staff_area", args=["heder"]))
    assert shown.count("Säger hur.") == 3


def _resting_on(paper: ReferencedDocument) -> tuple[str, dict[str, Any]]:
    source = {"title": "Papper", "note": "Säger hur.", "document": paper, "file": None, "url": ""}
    return "source", source


def test_nothing_is_said_of_a_choice_that_nobody_made(reader: Client) -> None:
    RoutinePage.objects.all().update(live=False)
    address = reverse("staff_area", args=["heder"])
    assert "för det valet" not in words(reader, address)
    unit = Unit.objects.first()
    assert unit
    assert words(reader, f"{address}?enhet={unit.pk}").count("för det valet") == 3


def test_the_area_shows_its_consultation_forum_and_lines_for_professionals(reader: Client) -> None:
    honour = words(reader, reverse("staff_area", args=["heder"]))
    street = words(reader, reverse("staff_area", args=["offentlig-miljo"]))

    assert "Konsultationsforum mot hedersrelaterat våld" in honour
    assert "Stödtelefon om hedersrelaterat våld" in honour
    assert "Stödtelefon om hedersrelaterat våld" not in street


def test_the_way_to_support_for_employees_is_the_open_page(reader: Client) -> None:
    support = StaffStartPage.objects.get().support_page
    assert support is not None
    for address in (reverse("staff_areas"), reverse("staff_area", args=["granser"])):
        assert f'href="{support.url}" rel="noreferrer"' in words(reader, address)
    # No sign-in, no cookie: whoever opens it is nobody.
    outside = Client().get(support.url)
    assert outside.status_code == 200
    assert not outside.cookies
    text = outside.content.decode()
    assert "Om du är utsatt" in text
    assert "Om du själv använder våld" in text


def test_a_routine_is_narrowed_to_unit_target_group_and_area(
    reader: Client, stage: RoutineStage
) -> None:
    ours = stage.new("För vår enhet", units=[stage.unit])
    stage.new("För en annan enhet", units=[UnitFactory()])
    address = reverse("staff_area", args=["heder"])

    shown = words(reader, f"{address}?enhet={stage.below.pk}")

    assert "För vår enhet" in shown
    assert "För en annan enhet" not in shown
    assert "Fråga om våld" in shown  # it names no unit: it is for all
    group, area = TargetGroup.objects.all()[0], ViolenceArea.objects.get(slug="heder")
    ours.target_groups, ours.violence_areas = [group], [area]
    table = [
        (Wanted(), True),
        (Wanted(units=frozenset({stage.unit.pk})), True),
        (Wanted(units=frozenset({-1})), False),
        (Wanted(target_group=group.pk), True),
        (Wanted(target_group=-1), False),
        (Wanted(area="heder"), True),
        (Wanted(area="granser"), False),
        (Wanted(words="RING lugnt"), True),
        (Wanted(words="ring katten"), False),
    ]
    assert [is_wanted(ours, want) for want, _ in table] == [answer for _, answer in table]


def test_the_list_finds_by_a_word_of_a_step_and_says_how_each_stands(
    reader: Client, stage: RoutineStage
) -> None:
    home = RoutinePage.objects.get(slug="fraga-om-vald").get_parent().url

    found = words(reader, f"{home}?ord=lyssna+klart")
    nothing = words(reader, f"{home}?ord=finnsinte&enhet=strunt")

    assert "Fråga om våld" in found
    assert "Utkast: ej fastställd" in found
    assert "Kontaktperson för handlingsplanen" not in found
    assert "Ingen rutin passar de valen." in nothing


def test_a_person_chooses_their_unit_and_finds_its_page(
    client: Client, stage: RoutineStage
) -> None:
    stage.new("Vår rutin", units=[stage.unit])
    ContactPerson.objects.create(unit=stage.below, name="Kim Kontakt", mailbox="kim@example.org")
    client.force_login(stage.outsider)
    address = reverse("my_unit")

    assert "Välj din enhet i listan." in client.post(address, {"unit": ""}).content.decode()
    shown = client.post(address, {"unit": stage.below.pk}, follow=True).content.decode()

    assert User.objects.get(pk=stage.outsider.pk).unit == stage.below
    assert "Kim Kontakt" in shown
    # Both who work there must read: of two, a number would say who has not.
    assert "Några på enheten ska läsa den." in shown
    assert "av 2 på enheten" not in shown
    assert "lasare@" not in shown
    assert ReadingRequest.objects.filter(user=stage.outsider).exists()
    for number in range(3):
        User.objects.filter(pk=named(f"fler{number}").pk).update(unit=stage.below)
    assert "0 av 5 på enheten har läst version 1." in client.get(address).content.decode()


def test_any_unit_is_found_and_another_units_reading_is_not_shown(
    reader: Client, stage: RoutineStage
) -> None:
    stage.new("Vår rutin", units=[stage.unit])
    found = words(reader, f"{reverse('staff_units')}?namn={str(stage.unit).upper()}")
    other = words(reader, reverse("staff_unit", args=[stage.unit.pk]))

    assert reverse("staff_unit", args=[stage.unit.pk]) in found
    assert "Vår rutin" in other
    assert "på enheten har läst" not in other
    assert "Ingen enhet har det i namnet." in words(reader, f"{reverse('staff_units')}?namn=qq")
