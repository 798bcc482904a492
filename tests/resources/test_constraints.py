"""What the registers refuse: the database by a named constraint, the form with a sentence."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from resources.services.choices import ChannelKind
from tests.factories import (
    BoardFactory,
    ChannelFactory,
    ContactPersonFactory,
    LibraryDocumentFactory,
    LinkFactory,
    MandatePeriodFactory,
    OrganizationFactory,
    ReferencedDocumentFactory,
    ScheduleExceptionFactory,
    ScheduleFactory,
    ServiceFactory,
    TargetGroupFactory,
    UnitFactory,
    ViolenceAreaFactory,
)

pytestmark = pytest.mark.django_db

Make = Callable[[], models.Model]


def first_after_last() -> models.Model:
    return BoardFactory.build(valid_from=date(2020, 1, 2), valid_to=date(2020, 1, 1))


def second_current_board() -> models.Model:
    return BoardFactory.build(name_sv=BoardFactory().name_sv)


def own_successor() -> models.Model:
    board = BoardFactory()
    board.successor = board
    return board


def same_unit_under_one_parent() -> models.Model:
    unit = UnitFactory(parent=UnitFactory())
    return UnitFactory.build(name_sv=unit.name_sv, parent=unit.parent)


def same_unit_at_the_top() -> models.Model:
    return UnitFactory.build(name_sv=UnitFactory().name_sv)


def own_parent() -> models.Model:
    unit = UnitFactory()
    unit.parent = unit
    return unit


def overlapping_period() -> models.Model:
    period = MandatePeriodFactory(first_year=1900, last_year=1904)
    return MandatePeriodFactory.build(first_year=period.last_year - 1, last_year=1907)


def contact_of_nobody() -> models.Model:
    return ContactPersonFactory.build(unit=None)


def contact_of_two() -> models.Model:
    return ContactPersonFactory.build(unit=UnitFactory(), board=BoardFactory())


def contact_without_mailbox() -> models.Model:
    return ContactPersonFactory.build(unit=UnitFactory(), mailbox="")


def contact_with_account_and_name() -> models.Model:
    user = get_user_model().objects.create_user("prov")
    return ContactPersonFactory.build(unit=UnitFactory(), user=user)


def contact_that_ends_before_it_begins() -> models.Model:
    return ContactPersonFactory.build(
        unit=UnitFactory(), valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1)
    )


def second_contact_of_a_unit() -> models.Model:
    first = ContactPersonFactory(valid_from=date(2026, 1, 1))
    return ContactPersonFactory.build(unit=first.unit, valid_from=date(2027, 1, 1))


def second_contact_of_a_board() -> models.Model:
    first = ContactPersonFactory(unit=None, board=BoardFactory())
    return ContactPersonFactory.build(unit=None, board=first.board)


def address_of_a_protected_place() -> models.Model:
    return ServiceFactory.build(
        organization=OrganizationFactory(), is_protected_place=True, street_address="Storgatan 1"
    )


def position_of_a_protected_place() -> models.Model:
    return ServiceFactory.build(
        organization=OrganizationFactory(),
        is_protected_place=True,
        latitude="63.8",
        longitude="20.2",
    )


def backward_ages() -> models.Model:
    return ServiceFactory.build(organization=OrganizationFactory(), age_from=18, age_to=17)


def unknown_audience() -> models.Model:
    return ServiceFactory.build(organization=OrganizationFactory(), for_whom=["alla"])


def no_days_between_reviews() -> models.Model:
    return ServiceFactory.build(organization=OrganizationFactory(), review_interval_days=0)


def assured_on_no_day() -> models.Model:
    user = get_user_model().objects.create_user("prov")
    return ServiceFactory.build(organization=OrganizationFactory(), assured_by=user)


def same_channel() -> models.Model:
    channel = ChannelFactory()
    return ChannelFactory.build(service=channel.service, value=channel.value)


def letters_in_a_number() -> models.Model:
    return ChannelFactory.build(service=ServiceFactory(), value="090-RING")


def review_without_owner() -> models.Model:
    return ReferencedDocumentFactory.build(review_on=date(2027, 1, 1))


def file_reviewed_by_nobody() -> models.Model:
    return LibraryDocumentFactory.build(review_on=date(2027, 1, 1))


def closes_before_it_opens() -> models.Model:
    return ScheduleFactory.build(channel=ChannelFactory(), opens_at="16:00", closes_at="09:00")


def round_the_clock_with_a_time() -> models.Model:
    return ScheduleFactory.build(channel=ChannelFactory(), is_round_the_clock=True)


def exception_that_ends_before_it_begins() -> models.Model:
    return ScheduleExceptionFactory.build(channel=ChannelFactory(), last_day=date(2026, 12, 23))


def closed_with_a_time() -> models.Model:
    return ScheduleExceptionFactory.build(
        channel=ChannelFactory(), opens_at="10:00", closes_at="12:00"
    )


def overlapping_exception() -> models.Model:
    first = ScheduleExceptionFactory()
    return ScheduleExceptionFactory.build(channel=first.channel, last_day=date(2026, 12, 26))


REFUSED: list[tuple[Make, str, str]] = [
    (first_after_last, "board_valid_to_after_from", "Sista dagen kan inte ligga före den första."),
    (second_current_board, "board_one_current_per_name", "redan en gällande nämnd"),
    (lambda: BoardFactory.build(slug=BoardFactory().slug), "board_slug_unique", "Adressen används"),
    (own_successor, "board_successor_is_another", "inte efterträda sig själv"),
    (same_unit_under_one_parent, "unit_name_unique_under_parent", "med det namnet på samma plats"),
    (same_unit_at_the_top, "unit_name_unique_under_parent", "med det namnet på samma plats"),
    (own_parent, "unit_parent_is_another", "inte ingå i sig själv"),
    (
        lambda: TargetGroupFactory.build(name_sv=TargetGroupFactory().name_sv),
        "targetgroup_name_unique",
        "redan en målgrupp",
    ),
    (
        lambda: MandatePeriodFactory.build(first_year=1900, last_year=1900),
        "mandateperiod_last_after_first",
        "Sista året måste komma efter det första.",
    ),
    (overlapping_period, "mandateperiod_share_only_a_boundary", "dela valåret men inga andra år"),
    (contact_of_nobody, "contactperson_one_target", "antingen en enhet eller en nämnd"),
    (contact_of_two, "contactperson_one_target", "antingen en enhet eller en nämnd"),
    (contact_without_mailbox, "contactperson_account_or_name", "både namn och e-post"),
    (contact_with_account_and_name, "contactperson_account_or_name", "antingen ett konto eller"),
    (
        contact_that_ends_before_it_begins,
        "contactperson_valid_to_after_from",
        "inte ligga före den första",
    ),
    (second_contact_of_a_unit, "contactperson_one_primary_per_unit", "redan en kontaktperson"),
    (second_contact_of_a_board, "contactperson_one_primary_per_board", "redan en kontaktperson"),
    (
        lambda: ViolenceAreaFactory.build(slug=ViolenceAreaFactory().slug),
        "violencearea_slug_unique",
        "Adressen används redan",
    ),
    (
        lambda: ViolenceAreaFactory.build(order=ViolenceAreaFactory().order),
        "violencearea_order_unique",
        "redan den platsen i ordningen",
    ),
    (
        lambda: OrganizationFactory.build(name_sv=OrganizationFactory().name_sv),
        "organization_name_unique",
        "redan en aktör",
    ),
    (
        lambda: OrganizationFactory.build(slug=OrganizationFactory().slug),
        "organization_slug_unique",
        "Adressen används redan",
    ),
    (address_of_a_protected_place, "service_protected_place_has_no_address", "skyddad plats får"),
    (position_of_a_protected_place, "service_protected_place_has_no_address", "skyddad plats får"),
    (
        lambda: ServiceFactory.build(
            organization=OrganizationFactory(), slug=ServiceFactory().slug
        ),
        "service_slug_unique",
        "Adressen används redan",
    ),
    (backward_ages, "service_age_to_from_age_from", "inte vara lägre än den undre"),
    (unknown_audience, "service_for_whom_known", "alla"),
    (no_days_between_reviews, "service_review_interval_positive", "minst en dag"),
    (assured_on_no_day, "service_assured_by_has_day", "vilken dag uppgifterna kontrollerades"),
    (same_channel, "channel_unique", "redan den kontaktvägen"),
    (letters_in_a_number, "channel_phone_normal_form", "bara ha siffror"),
    (review_without_owner, "referenceddocument_review_has_owner", "Välj en ägare"),
    (file_reviewed_by_nobody, "librarydocument_review_has_owner", "Välj en ägare"),
    (
        lambda: ReferencedDocumentFactory.build(title_sv=ReferencedDocumentFactory().title_sv),
        "referenceddocument_title_unique",
        "redan ett dokument",
    ),
    (
        lambda: ReferencedDocumentFactory.build(address="javascript:void"),
        "referenceddocument_address_form",
        "Börja med https://",
    ),
    (closes_before_it_opens, "schedule_ends_after_start", "efter öppningstiden, eller nästa dag"),
    (round_the_clock_with_a_time, "schedule_ends_after_start", "Dygnet runt har inga klockslag"),
    (
        lambda: ScheduleFactory.build(channel=ChannelFactory(), weekday=8),
        "schedule_weekday_exists",
        "giltigt",
    ),
    (
        exception_that_ends_before_it_begins,
        "scheduleexception_last_day_from_first",
        "inte ligga före den första",
    ),
    (closed_with_a_time, "scheduleexception_ends_after_start", "inga klockslag"),
    (overlapping_exception, "scheduleexception_no_overlap", "redan en avvikelse"),
]
IDS = [f"{index:02d}-{name}" for index, (_, name, _) in enumerate(REFUSED)]


@pytest.mark.parametrize(("make", "name", "sentence"), REFUSED, ids=IDS)
def test_the_database_refuses(make: Make, name: str, sentence: str) -> None:
    row = make()
    with pytest.raises(IntegrityError, match=f"resources_{name}"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(("make", "name", "sentence"), REFUSED, ids=IDS)
def test_the_form_says_why_in_swedish(make: Make, name: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make().full_clean()
    assert sentence in " ".join(refused.value.messages)


ALLOWED: list[Make] = [
    lambda: BoardFactory.build(name_sv=BoardFactory(valid_to=date(2020, 1, 1)).name_sv),
    lambda: BoardFactory.build(successor=BoardFactory(), valid_to=date(2020, 1, 1)),
    lambda: UnitFactory.build(name_sv=UnitFactory().name_sv, parent=UnitFactory()),
    lambda: MandatePeriodFactory.build(
        first_year=MandatePeriodFactory(first_year=1900, last_year=1904).last_year, last_year=1908
    ),
    lambda: ContactPersonFactory.build(unit=ContactPersonFactory().unit, role="deputy"),
    lambda: ContactPersonFactory.build(
        unit=ContactPersonFactory(valid_to=date(2026, 1, 1)).unit, valid_from=date(2026, 1, 2)
    ),
    lambda: ServiceFactory.build(organization=OrganizationFactory(), street_address="Storgatan 1"),
    lambda: ServiceFactory.build(organization=OrganizationFactory(), is_protected_place=True),
    lambda: ChannelFactory.build(service=ServiceFactory(), value=""),
    lambda: ReferencedDocumentFactory.build(
        owner_unit=UnitFactory(), review_on=date(2027, 1, 1), address="/handlingsplanen/"
    ),
    lambda: LinkFactory.build(address=""),
    lambda: ScheduleFactory.build(
        channel=ChannelFactory(), opens_at="21:00", closes_at="06:00", closes_next_day=True
    ),
    lambda: ScheduleFactory.build(
        channel=ChannelFactory(), opens_at=None, closes_at=None, is_round_the_clock=True
    ),
    lambda: ScheduleExceptionFactory.build(
        channel=ScheduleExceptionFactory().channel,
        first_day=date(2026, 12, 25),
        last_day=date(2026, 12, 25),
    ),
]


@pytest.mark.parametrize("make", ALLOWED)
def test_what_lies_just_inside_a_rule_is_allowed(make: Make) -> None:
    row = make()
    row.full_clean()
    row.save()


def test_a_protected_place_has_no_visits() -> None:
    service = ServiceFactory(is_protected_place=True)
    visit = ChannelFactory.build(service=service, kind=ChannelKind.VISIT, value="Storgatan 1")
    with pytest.raises(ValidationError, match="En skyddad plats kan inte ha besök"):
        visit.full_clean()
    with pytest.raises(IntegrityError, match="no_visit"), transaction.atomic():
        visit.save()


def test_a_place_with_visits_cannot_become_protected() -> None:
    service = ChannelFactory(kind=ChannelKind.VISIT, value="Storgatan 1").service
    service.is_protected_place = True
    with pytest.raises(IntegrityError, match="no_visit"), transaction.atomic():
        service.save()


def test_an_organization_with_a_protected_address_has_protected_places_only() -> None:
    organization = OrganizationFactory(has_protected_address=True)
    service = ServiceFactory.build(organization=organization)
    with pytest.raises(ValidationError, match="Aktörens adress får aldrig visas"):
        service.full_clean()
    with pytest.raises(IntegrityError, match="protected_with_organization"), transaction.atomic():
        service.save()


def test_an_organization_is_protected_after_its_services() -> None:
    service = ServiceFactory()
    service.organization.has_protected_address = True
    with pytest.raises(ValidationError, match=service.name_sv):
        service.organization.full_clean()
    with pytest.raises(IntegrityError, match="protected_with_organization"), transaction.atomic():
        service.organization.save()
