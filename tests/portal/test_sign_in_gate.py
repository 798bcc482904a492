"""The gate, tried at every address under the staff path: anonymous, and with a password only.

The addresses are read from the URLconf, Wagtail's editing interface and all that others have added
included, so that a new one is here by itself.
"""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

from portal.delivery.staff_gate import BY_PROVIDER, ENTRANCE, FINISHING, LEAVING, SETTING_UP
from portal.intranet.models import User
from portal.intranet.pages import StaffStartPage
from tests.accounts import give_app
from tests.harness.client import Client

METHODS = ("get", "post", "head", "put", "delete", "patch", "options")
SAMPLES = {"int": "1", "str": "a", "slug": "a", "path": "a/b", "uuid": str(UUID(int=1))}
GROUP = re.compile(r"\(\?P<\w+>((?:[^()]|\([^()]*\))*)\)|\((?!\?)((?:[^()]|\([^()]*\))*)\)")

pytestmark = pytest.mark.django_db


def staff_addresses() -> list[tuple[str, str]]:
    """Every pattern below the staff path, as (name, an address that it answers)."""
    found = [
        (name, f"/{route}")
        for name, route in _below(get_resolver(), "")
        if f"/{route}".startswith(settings.STAFF_PATH)
    ]
    return sorted(set(found))


def _below(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = before + _filled(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield str(pattern.name or ""), route


def _filled(route: str) -> str:
    """Return a route with a sample for each argument."""
    for name in get_converters():
        route = re.sub(rf"<{name}:\w+>", SAMPLES.get(name, "1"), route)
    route = re.sub(r"<\w+>", "a", route)
    route = GROUP.sub("1", route)
    return re.sub(r"[\^$\\]|\(\?:|\)\??", "", route).replace("?", "")


def test_there_are_addresses_to_try() -> None:
    found = staff_addresses()
    names = {name for name, _ in found}

    assert len(found) > 150
    assert {"wagtailadmin_home", "my_account", "style_guide", "followup_start"} & names
    assert (
        names | {"account_login"} | LEAVING
        >= ENTRANCE | BY_PROVIDER | LEAVING | SETTING_UP | FINISHING
    )


@pytest.mark.parametrize("has_factor", [False, True])
def test_a_password_alone_opens_nothing_but_the_second_factor(has_factor: bool) -> None:
    user = User.objects.create_superuser("chefen")
    if has_factor:
        give_app(user)
    client = Client()
    client.force_password(user)
    allowed = ENTRANCE | LEAVING | (FINISHING if has_factor else SETTING_UP)
    step = "bekrafta/" if has_factor else "app/"

    for number, (name, address) in enumerate(staff_addresses()):
        if name in allowed:
            continue
        # Every address by the two methods that forms and links use, some of them by the others.
        for method in METHODS if number % 15 == 0 else METHODS[:2]:
            answer = getattr(client, method)(address)
            assert answer.status_code == 302, (method, address, name)
            assert answer["Location"].startswith(f"/intranet/konto/andra-faktor/{step}"), address


def test_nobody_opens_nothing_and_learns_nothing() -> None:
    client = Client()

    for name, address in [*staff_addresses(), ("", "/intranet/finns-inte/alls/")]:
        if name in ENTRANCE | BY_PROVIDER:
            continue
        for method in ("get", "post", "put"):
            answer = getattr(client, method)(address)
            assert answer.status_code == 302, (method, address)
            assert answer["Location"].startswith("/intranet/logga-in/"), address
            assert not answer.cookies


def test_the_gate_asks_the_database_only_who_somebody_is(
    django_assert_num_queries: object,
) -> None:
    user = User.objects.create_user("reader")
    client = Client()
    client.force_login(user)

    # The session and the person: as many as before there was a second factor.
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/intranet/logga-in/")


def test_the_municipalitys_own_sign_in_counts_as_whole() -> None:
    client = Client()
    client.force_provider(User.objects.create_user("anna"))

    assert client.get("/intranet/konto/").status_code == 200


def test_a_staff_page_asks_for_a_whole_sign_in_by_itself_too() -> None:
    """Also where something else than the gate should come to serve it."""
    page = StaffStartPage.objects.live()[0]
    for sign_in, code in ((Client.force_password, 302), (Client.force_login, 200)):
        client = Client()
        sign_in(client, User.objects.create_user(f"person{code}"))
        request = client.get("/intranet/konto/stangt/").wsgi_request
        request.path_info = settings.STAFF_PATH
        assert page.specific.serve(request).status_code == code
