"""Where the exit leads: what an editor may choose, what a page shows, what the check sees."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from portal.intranet.roles import Role, give_role
from portal.navigation.exit import ExitSettings, exit_address
from portal.navigation.neutral_site import fault_of, validate_neutral_site
from portal.notifications.dead_exit import tell_of_dead_exit
from portal.notifications.models import OutboxMessage
from tests.harness.neutral_site import NeutralSite, neutral_site

pytestmark = pytest.mark.django_db
CHOSEN = "https://www.example.org/vader"


@pytest.fixture
def neutral() -> Iterator[NeutralSite]:
    with neutral_site() as site:
        yield site


@pytest.fixture
def chosen(neutral: NeutralSite) -> ExitSettings:
    """The setting, leading to this machine as its form would not allow."""
    site = Site.objects.get(is_default_site=True)
    return ExitSettings.objects.create(site=site, neutral_site=neutral.address)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://www.example.org/", "https://"),
        ("ftp://www.example.org/", "https://"),
        ("www.example.org", "hel adress"),
        ("https://", "hel adress"),
        ("https://exempel", "hel adress"),
        ("https://www.example.org/a b", "hel adress"),
        ("javascript:alert(1)", "hel adress"),
        ("https://namn:ord@www.example.org/", "användarnamn"),
        ("https://www.google.se/", "sökmotor"),
        ("https://google.co.uk/", "sökmotor"),
        ("https://DuckDuckGo.com./", "sökmotor"),
        ("https://se.search.yahoo.com/", "sökmotor"),
        (f"{settings.MUNICIPALITY.home_page}om", "egna webbplatser"),
        ("https://127.0.0.1/", "egna webbplatser"),
    ],
)
def test_an_address_that_does_not_do_is_refused_with_a_sentence(
    address: str, sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        validate_neutral_site(address)


@pytest.mark.parametrize("address", [CHOSEN, settings.MUNICIPALITY.neutral_site])
def test_an_ordinary_site_may_be_chosen(address: str) -> None:
    validate_neutral_site(address)


def test_another_site_of_this_portal_is_one_of_ours() -> None:
    Site.objects.create(hostname="hjalp.example.net", root_page=Site.objects.get().root_page)
    with pytest.raises(ValidationError, match="egna webbplatser"):
        validate_neutral_site("https://www.hjalp.example.net/")


def test_a_communicator_chooses_and_pages_lead_there(client: Client) -> None:
    user = get_user_model().objects.create_user("somebody")
    give_role(user, Role.COMMUNICATOR)
    client.force_login(user)
    site = Site.objects.get(is_default_site=True)
    form = f"/intranet/redaktion/settings/portal/exitsettings/{site.pk}/"

    refused = client.post(form, {"neutral_site": "https://www.bing.com/"})
    assert "Adressen leder till en sökmotor" in refused.content.decode()
    assert settings.MUNICIPALITY.neutral_site in Client().get("/").content.decode()

    assert client.post(form, {"neutral_site": CHOSEN}).status_code == 302
    page = Client().get("/").content.decode()
    assert page.count(f'href="{CHOSEN}"') == 2
    assert settings.MUNICIPALITY.neutral_site not in page
    assert "Adressen är inte kontrollerad än." in client.get(form).content.decode()


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_CONTACT])
def test_others_do_not_choose(role: Role, client: Client) -> None:
    user = get_user_model().objects.create_user("somebody")
    give_role(user, role)
    client.force_login(user)
    site = Site.objects.get(is_default_site=True)
    address = f"/intranet/redaktion/settings/portal/exitsettings/{site.pk}/"
    client.post(address, {"neutral_site": CHOSEN})
    assert not ExitSettings.objects.filter(neutral_site=CHOSEN).exists()


def test_a_page_asks_once_and_writes_nothing() -> None:
    request = RequestFactory().get("/")
    Site.find_for_request(request)
    with CaptureQueriesContext(connection) as asked:
        assert exit_address(request) == exit_address(request) == settings.MUNICIPALITY.neutral_site
    assert len(asked) == 1
    assert not ExitSettings.objects.exists()


def test_an_error_page_needs_no_database(client: Client) -> None:
    site = Site.objects.get(is_default_site=True)
    ExitSettings.objects.create(site=site, neutral_site=CHOSEN)
    page = client.get("/finns-inte/").content.decode()
    assert page.count(f'href="{settings.MUNICIPALITY.neutral_site}"') == 2


def test_the_check_sees_that_it_answers(chosen: ExitSettings) -> None:
    call_command("check_neutral_site", allow_loopback=True)
    chosen.refresh_from_db()
    assert chosen.answered_at is not None
    assert chosen.failed_at is None
    assert any("svarade senast" in sentence for sentence in chosen.state)


def test_the_check_fails_with_a_sentence_and_remembers_when_it_last_answered(
    chosen: ExitSettings, neutral: NeutralSite
) -> None:
    call_command("check_neutral_site", allow_loopback=True)
    neutral.status = 503
    with pytest.raises(CommandError, match="svarade med felkod 503") as failed:
        call_command("check_neutral_site", allow_loopback=True)
    assert failed.value.returncode == 1
    chosen.refresh_from_db()
    assert chosen.answered_at is not None
    assert chosen.failed_at is not None
    assert "Webbplatsen svarade med felkod 503." in chosen.state


def test_the_communicators_are_told_once_a_week_of_an_exit_that_does_not_answer(
    chosen: ExitSettings, neutral: NeutralSite
) -> None:
    for name, role in (("ett", Role.COMMUNICATOR), ("tva", Role.COORDINATOR)):
        user = get_user_model().objects.create_user(name, email=f"{name}@example.org")
        give_role(user, role)
    call_command("check_neutral_site", allow_loopback=True)
    assert not OutboxMessage.objects.exists()

    neutral.status = 503
    for _ in range(2):
        with pytest.raises(CommandError):
            call_command("check_neutral_site", allow_loopback=True)
    letter = OutboxMessage.objects.get()
    assert letter.recipient == "ett@example.org"
    for said in (letter.text, letter.html):
        assert neutral.address in said
        assert "Webbplatsen svarade med felkod 503." in said
        assert f"/settings/portal/exitsettings/{chosen.site_id}/" in said

    tell_of_dead_exit(chosen, chosen.fault, letter.created_at + timedelta(days=7))
    assert OutboxMessage.objects.count() == 2


def test_the_check_of_an_address_on_this_machine_is_refused_on_the_command_line(
    chosen: ExitSettings,
) -> None:
    with pytest.raises(CommandError, match="hel adress"):
        call_command("check_neutral_site")


def test_another_address_starts_without_a_past(chosen: ExitSettings) -> None:
    call_command("check_neutral_site", allow_loopback=True)
    chosen.refresh_from_db()
    chosen.neutral_site = CHOSEN
    assert "Adressen är inte kontrollerad än. Det görs en gång i veckan." in chosen.state


def test_an_address_may_lead_on_but_not_to_where_the_exit_may_not(neutral: NeutralSite) -> None:
    neutral.status, neutral.leads_to = 302, "https://www.google.com/"
    assert "sökmotor" in fault_of(neutral.address, allow_loopback=True)
    neutral.leads_to = "http://www.example.org/"
    assert "https://" in fault_of(neutral.address, allow_loopback=True)
    with neutral_site() as end:
        neutral.leads_to = end.address
        assert fault_of(neutral.address, allow_loopback=True) == ""


def test_a_slow_or_silent_site_is_a_fault(neutral: NeutralSite) -> None:
    with neutral.slow():
        said = fault_of(neutral.address, allow_loopback=True, seconds=0.3)
    assert said == "Webbplatsen svarade inte inom 0.3 sekunder."
    assert fault_of("http://localhost:9/", allow_loopback=True) == "Webbplatsen gick inte att nå."


def test_the_timer_runs_a_command_that_exists() -> None:
    unit = Path("deploy/check-neutral-site.service").read_text("utf-8")
    timer = Path("deploy/check-neutral-site.timer").read_text("utf-8")
    assert "manage.py check_neutral_site" in unit
    assert "OnCalendar=Mon" in timer
