"""Who gets in: the staff side leads to the sign-in, and the public part has no session at all."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from wagtail.models import Locale, Page

from portal.intranet.pages import StaffStartPage
from portal.intranet.roles import Role, give_role
from tests.harness.client import Client

SIGN_IN = "/intranet/logga-in/"
STAFF_ADDRESSES = [
    "/intranet/",
    "/intranet/rutiner/",
    "/intranet/finns-inte/",
    "/intranet/stilguide/",
    "/intranet/fragor/",
    "/intranet/redaktion/",
    "/intranet/redaktion/login/",
    "/intranet/redaktion/pages/",
    "/intranet/dokument/1/rutin.pdf",
    "/en/intranet/",
    "/en/intranet/rutiner/",
    "/fi/intranet/finns-inte/",
    "/sv/intranet/",
    "/EN/intranet/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete"])
def test_an_anonymous_visitor_is_led_to_the_sign_in(client: Client, method: str) -> None:
    for address in STAFF_ADDRESSES:
        answer = getattr(client, method)(address)

        assert answer.status_code == 302, address
        assert answer["Location"].startswith(SIGN_IN), address


@pytest.mark.django_db
def test_an_address_that_exists_and_one_that_does_not_answer_alike(client: Client) -> None:
    real = client.get("/intranet/rutiner/")
    guessed = client.get("/intranet/finns-inte/")

    assert real.status_code == guessed.status_code
    assert real["Location"].replace("rutiner", "") == guessed["Location"].replace("finns-inte", "")
    assert dict(real.cookies) == dict(guessed.cookies) == {}


@pytest.mark.django_db
def test_a_reader_who_opens_the_editing_interface_is_told_no_there_and_then(
    client: Client,
) -> None:
    user = get_user_model().objects.create_user("reader")
    give_role(user, Role.READER)
    client.force_login(user)

    answer = client.get("/intranet/redaktion/pages/")
    later = client.get("/intranet/min-enhet/")

    # By the page itself, not by a way to the sign-in and a message that turns up on a later page.
    assert answer.status_code == 403
    assert "Du har inte behörighet till det här" in answer.content.decode()
    assert list(get_messages(later.wsgi_request)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "may_edit"),
    [
        (Role.COORDINATOR, True),
        (Role.COMMUNICATOR, True),
        (Role.BOARD_CONTACT, False),
        (Role.READER, False),
    ],
)
def test_who_may_open_the_editing_interface(client: Client, role: Role, may_edit: bool) -> None:
    user = get_user_model().objects.create_user("somebody")
    give_role(user, role)
    client.force_login(user)

    assert (client.get("/intranet/redaktion/").status_code == 200) is may_edit
    assert client.get("/intranet/").status_code == 200


@pytest.mark.django_db
def test_a_public_page_has_no_session_to_keep_anything_in(client: Client) -> None:
    user = get_user_model().objects.create_user("somebody")
    client.force_login(user)

    answer = client.get("/")

    assert not hasattr(answer.wsgi_request, "session")
    assert answer.wsgi_request.user.is_anonymous
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/_util/login/",
        "/_util/authenticate_with_password/1/1/",
        "/dokument/authenticate_with_password/1/",
        "/login/",
        "/admin/",
    ],
)
def test_there_is_no_second_door(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 404
    assert not answer.cookies


@pytest.mark.django_db
def test_no_editor_can_put_another_lock_on_a_page(client: Client) -> None:
    user = get_user_model().objects.create_user("editor")
    give_role(user, Role.COMMUNICATOR)
    client.force_login(user)

    for page in Page.objects.filter(depth__gt=1).specific()[:20]:
        assert page.private_page_options == []
        answer = client.get(f"/intranet/redaktion/pages/{page.pk}/privacy/")
        assert 'type="radio"' not in answer.content.decode()


@pytest.mark.django_db
def test_a_staff_page_is_not_translated() -> None:
    english = Locale.objects.get(language_code="en")

    with pytest.raises(ValidationError, match="översätts inte"):
        StaffStartPage.objects.get().copy_for_translation(english)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/sitemap.xml", "/en/"])
def test_nothing_of_the_staff_side_is_seen_outside(client: Client, address: str) -> None:
    text = client.get(address).content.decode()

    assert "/intranet/rutiner" not in text
    assert "/en/intranet" not in text
