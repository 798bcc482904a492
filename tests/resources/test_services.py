"""What residents may see of the help, what is known of it, and what it costs to read."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from resources.services.assurance import Assurance
from resources.services.choices import Audience, ChannelKind, ForWhom
from resources.services.models import Channel, Organization, Service
from tests.factories import (
    ChannelFactory,
    OrganizationFactory,
    ServiceFactory,
    ViolenceAreaFactory,
)

pytestmark = pytest.mark.django_db


def test_a_line_for_professionals_is_never_visible() -> None:
    area = ViolenceAreaFactory()
    line = ServiceFactory(audience=Audience.PROFESSIONAL, for_whom=[ForWhom.EXPOSED])
    line.areas.add(area)
    channel = ChannelFactory(service=line)

    assert line not in Service.objects.visible()
    assert line not in Service.objects.visible().for_area(area)
    assert line not in Service.objects.for_area(area).visible()
    assert line not in Service.objects.visible().for_whom(ForWhom.EXPOSED)
    assert line not in line.organization.services.visible()
    assert channel not in Channel.objects.visible()
    organization = Organization.objects.with_visible_services().get(pk=line.organization_id)
    assert organization.visible_services == []
    assert line in Service.objects.for_professionals()


def test_services_are_found_by_area_and_by_person() -> None:
    area, another = ViolenceAreaFactory(), ViolenceAreaFactory()
    service = ServiceFactory(for_whom=[ForWhom.CHILD, ForWhom.RELATIVE])
    service.areas.add(area, another)
    other = ServiceFactory(for_whom=[ForWhom.EXPOSED])
    other.areas.add(another)

    assert {service, other} & set(Service.objects.for_area(area)) == {service}
    assert service in Service.objects.for_whom(ForWhom.CHILD)
    assert other not in Service.objects.for_whom(ForWhom.CHILD)
    assert Service.objects.for_area(area).filter(pk=service.pk).count() == 1


def test_what_an_editor_has_not_filled_in_hides_no_help() -> None:
    area, untagged, tagged = ViolenceAreaFactory(), ServiceFactory(), ServiceFactory()
    tagged.areas.add(ViolenceAreaFactory())
    tagged.for_whom = [ForWhom.CHILD]
    tagged.save()

    assert untagged in Service.objects.for_area(area)
    assert untagged in Service.objects.for_whom(ForWhom.EXPOSED)
    for each in (untagged, tagged):
        assert each.is_about(area) is (each in Service.objects.for_area(area))
        for who in ForWhom:
            assert each.is_for(who) is (each in Service.objects.for_whom(who))


@pytest.mark.parametrize(("days", "is_there"), [(-1, False), (0, False), (1, True)])
def test_a_service_that_has_ended_is_seen_and_asked_about_no_more(
    days: int, is_there: bool
) -> None:
    ended_on = timezone.localdate() + timedelta(days=days)
    service = ServiceFactory(ended_on=ended_on)
    channel, question = ChannelFactory(service=service), ChannelFactory(service=service, value="")
    staff = ServiceFactory(ended_on=ended_on, audience=Audience.PROFESSIONAL)

    assert (service in Service.objects.visible()) is is_there
    assert (service in Service.objects.unassured()) is is_there
    assert (staff in Service.objects.for_professionals()) is is_there
    assert (channel in Channel.objects.visible()) is is_there
    assert (channel in Channel.objects.unverified()) is is_there
    assert (question in Channel.objects.unanswered()) is is_there
    assert (service.organization in Organization.objects.that_help()) is is_there
    assert service.has_ended(timezone.localdate()) is not is_there
    assert service in Service.objects.for_residents()
    assert staff not in Service.objects.for_residents()


def test_reading_ten_services_costs_as_many_questions_as_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    area = ViolenceAreaFactory()

    for more in (1, 9):
        for _ in range(more):
            ChannelFactory().service.areas.add(area)
        with django_assert_num_queries(5):
            read = [
                (service.known_channels, service.organization.name, list(service.areas.all()))
                for service in Service.objects.for_area(area).with_channels()
            ]
        own = [channels for channels, _name, areas in read if areas == [area]]
        assert len(own) in (1, 10)
        assert all(own)


def test_never_assured_and_past_review_are_two_things() -> None:
    today = date(2026, 6, 1)
    never = ServiceFactory()
    fresh = ServiceFactory(assured_on=today - timedelta(days=180))
    old = ServiceFactory(assured_on=today - timedelta(days=181))

    assert [s.assurance_on(today) for s in (never, fresh, old)] == [
        Assurance.NEVER,
        Assurance.ASSURED,
        Assurance.PAST_REVIEW,
    ]


def test_a_channel_without_a_value_is_a_question_and_leads_nowhere() -> None:
    channel = ChannelFactory(value="")

    assert channel in Channel.objects.unanswered()
    assert channel not in Channel.objects.unverified()
    assert channel.service.known_channels == []
    assert channel.address == ""


def test_a_channel_is_unverified_until_it_is_checked_unless_it_never_changes() -> None:
    unchecked = ChannelFactory()
    checked = ChannelFactory(verified_on=date(2026, 1, 1))
    certain = ChannelFactory(is_always_certain=True)

    assert [c.is_verified for c in (unchecked, checked, certain)] == [False, True, True]
    assert {unchecked, checked, certain} & set(Channel.objects.unverified()) == {unchecked}


@pytest.mark.parametrize(
    ("kind", "typed", "address", "text"),
    [
        (ChannelKind.PHONE, "020-50 50 50", "tel:020505050", "020-50 50 50"),
        (ChannelKind.PHONE, "020505050", "tel:020505050", "020-50 50 50"),
        (ChannelKind.SMS, "114 14", "sms:11414", "114 14"),
        (ChannelKind.MAIL, "prov@example.org", "mailto:prov@example.org", "prov@example.org"),
        (ChannelKind.WEB, "https://example.org/", "https://example.org/", "https://example.org/"),
        (ChannelKind.VISIT, "Storgatan 1", "", "Storgatan 1"),
    ],
)
def test_a_channel_is_a_text_to_read_and_an_address_to_press(
    kind: str, typed: str, address: str, text: str
) -> None:
    channel = ChannelFactory.build(service=ServiceFactory(), kind=kind, value=typed)
    channel.full_clean()

    assert channel.address == address
    assert channel.text == text


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (ChannelKind.MAIL, "prov"),
        (ChannelKind.WEB, "example.org"),
        (ChannelKind.CHAT, "javascript:void"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(kind: str, typed: str) -> None:
    channel = ChannelFactory.build(service=ServiceFactory(), kind=kind, value=typed)
    with pytest.raises(ValidationError, match="giltig"):
        channel.full_clean()


def test_organizations_are_found_by_kind_and_by_the_plan() -> None:
    partner = OrganizationFactory(kind=Organization.Kind.PARTNER, named_in_plan=True)
    line = OrganizationFactory(kind=Organization.Kind.NATIONAL_LINE)

    found = Organization.objects.of_kind(Organization.Kind.PARTNER)
    assert partner in found
    assert line not in found
    assert partner in Organization.objects.named_in_plan()
    assert line not in Organization.objects.named_in_plan()
