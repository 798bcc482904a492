"""Who may open and send what: every address of the staff side, every role, both methods.

Each address is claimed by exactly one table: the one here, or that of its room, where people with
rows in registers (a board's contact, a council's member) are told apart. A new address without a
row fails; so does a new role.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import Settings

from actionplan.council.models import CouncilMeeting
from portal.intranet.models import User
from portal.intranet.pages import RoutinePage
from portal.intranet.roles import Role
from portal.settings.sign_in import PROVIDER_ID, read_provider, told_to_allauth
from resources.municipality.models import Unit
from resources.services.models import Service
from resources.violence.models import ViolenceArea
from tests.actionplan import (
    test_council_access,
    test_followup_access,
    test_report_desk,
    test_revision_access,
)
from tests.factories import LibraryDocumentFactory
from tests.harness.client import Client
from tests.portal import test_routines_reading
from tests.portal.door import GOOD
from tests.stage import person

pytestmark = pytest.mark.django_db
EDITING = "intranet/redaktion/"
NONE = "nobody"

# Each address with what a GET and an empty POST is answered: the code for most, then another code
# with the roles that get it. 302 is the way on, never the door. What a POST does is undone.
# `earlier_file`, `staff_picture`, `pass_on` and `end_contact_task` ask for what there is none of:
# whose they are is told apart where they are made.
TABLE = """
account                              | 403, 200 auditor administrator | 405
account_file                         | 403, 200 auditor administrator | 405
account_factors                      | 403, 302 administrator         | 403, 302 administrator
account_link                         | 403, 302 administrator         | 403, 302 administrator
account_new                          | 403, 200 administrator         | 403, 200 administrator
account_reopen                       | 403, 302 administrator         | 403, 302 administrator
account_rest                         | 403, 302 administrator         | 403, 302 administrator
account_retire                       | 403, 200 administrator         | 403, 200 administrator
account_roles                        | 403, 302 administrator         | 403, 400 administrator
account_sign_out                     | 403, 302 administrator         | 403, 302 administrator
accounts                             | 403, 200 auditor administrator | 405
audit_trail                          | 403, 200 auditor administrator | 405
audit_trail_file                     | 403, 200 auditor administrator | 405
contacts                             | 200                            | 405
earlier_file                         | 404                            | 405
end_contact_task                     | 404                            | 404
forum_sheet                          | 403, 200 coordinator           | 405
forum_signed_up                      | 403, 200 coordinator           | 405
forum_signed_up_file                 | 403, 200 coordinator           | 405
forum_take_off                       | 403, 302 coordinator           | 403, 302 coordinator
my_calendar                          | 405                            | 302
my_contact_tasks                     | 200                            | 404
my_subscriptions                     | 200                            | 200
my_unit                              | 200                            | 200
pass_on                              | 404                            | 405
pass_on_now                          | 302                            | 405
questions                            | 200                            | 405
service_preview                      | 200                            | 200
staff_area                           | 200                            | 405
staff_areas                          | 200                            | 405
staff_document                       | 200                            | 405
staff_picture                        | 404                            | 405
staff_unit                           | 200                            | 405
staff_units                          | 200                            | 405
style_guide                          | 200                            | 200

account_change_password              | 200                            | 200
account_inactive                     | 200                            | 405
account_login                        | 302                            | 302
account_logout                       | 405                            | 302
account_reauthenticate               | 200                            | 200
account_reset_password               | 200                            | 200
account_reset_password_done          | 200                            | 405
account_reset_password_from_key      | 200                            | 200
account_reset_password_from_key_done | 200                            | 405
confirm                              | 302                            | 405
confirm_at_provider                  | 302                            | 405
mfa_activate_totp                    | 302                            | 302
mfa_add_webauthn                     | 200                            | 200
mfa_authenticate                     | 302                            | 302
mfa_deactivate_totp                  | 200                            | 200
mfa_generate_recovery_codes          | 200                            | 302
mfa_index                            | 200                            | 405
mfa_list_webauthn                    | 302                            | 302
mfa_reauthenticate                   | 200                            | 200
mfa_reauthenticate_webauthn          | 302                            | 302
mfa_remove_webauthn                  | 404                            | 404
mfa_view_recovery_codes              | 200                            | 405
my_account                           | 200                            | 200
openid_connect_callback              | 302                            | 302
openid_connect_login                 | 302                            | 302
second_factor_codes_file             | 200                            | 405
second_factor_picture                | 404                            | 405
sign_in                              | 302                            | 302
sign_out                             | 405                            | 302
sign_out_everywhere                  | 405                            | 302
socialaccount_login_cancelled        | 200                            | 405
socialaccount_login_error            | 200                            | 405
socialaccount_signup                 | 200                            | 405
"""
# The part after the empty line is everybody's own sign-in, where a role is not asked for.


def elsewhere() -> dict[str, set[str]]:
    """Which addresses each room's own table claims, by the table."""
    return {
        "followup": test_followup_access.claims(),
        "revision": test_revision_access.claims(),
        "reports": test_report_desk.claims(),
        "council": {
            f"council_{place.split(':')[0]}".removesuffix("_start")
            for place, _, _ in test_council_access.rows()
            if place != "file"
        },
        "routines": {name for name, _, _ in test_routines_reading.rows()},
    }


def own_addresses() -> set[str]:
    """The names of every address below the staff path that is not Wagtail's."""
    found = _below(get_resolver(), "")
    return {name for name, route in found if name and not route.startswith(EDITING)}


def _below(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, route)
        elif isinstance(pattern, URLPattern) and route.startswith(settings.STAFF_PATH.strip("/")):
            yield str(pattern.name or ""), route


def rows() -> dict[str, dict[str, dict[str, int]]]:
    """The table: by address and method, what each role is answered."""
    found = {}
    for line in TABLE.split("\n"):
        if line.strip():
            name, get, post = (cell.strip() for cell in line.split("|"))
            found[name] = {"GET": _codes(get), "POST": _codes(post)}
    return found


def _codes(cell: str) -> dict[str, int]:
    most, *others = cell.split(", ")
    codes = dict.fromkeys([*Role.values, NONE], int(most))
    for other in others:
        code, *roles = other.split()
        codes |= dict.fromkeys(roles, int(code))
    assert set(codes) == {*Role.values, NONE}, cell
    return codes


def test_every_address_is_claimed_by_exactly_one_table() -> None:
    tables = {"here": set(rows()), **elsewhere()}
    found = own_addresses()
    claimed = [name for names in tables.values() for name in names]
    assert sorted(found - set(claimed)) == [], "addresses without a row"
    assert sorted(set(claimed) - found) == [], "rows without an address"
    assert len(claimed) == len(set(claimed)), "addresses in two tables"


def addresses(somebody: User) -> dict[str, str]:
    """Where each row of the table is; what is shown of an account is `somebody`'s."""
    forum = CouncilMeeting.objects.create(
        kind=CouncilMeeting.Kind.FORUM, starts_at=timezone.now() + timedelta(days=30)
    )
    document = LibraryDocumentFactory()
    of_account = ("", "_factors", "_link", "_reopen", "_rest", "_retire", "_roles", "_sign_out")
    of_forum = ("forum_sheet", "forum_signed_up", "forum_signed_up_file")
    arguments: dict[str, list[object]] = {
        **{f"account{name}": [somebody.pk] for name in of_account},
        **{name: [forum.pk] for name in of_forum},
        "forum_take_off": [forum.pk, UUID(int=1)],
        "service_preview": [Service.objects.visible()[0].pk],
        "staff_document": [document.pk],
        "earlier_file": [document.pk, 0],
        "staff_picture": ["finns-inte.jpg"],
        "staff_area": [ViolenceArea.objects.all()[0].slug],
        "staff_unit": [Unit.objects.all()[0].pk],
        "pass_on": ["ingen-vecka"],
        "end_contact_task": [0],
        "mfa_remove_webauthn": [0],
        "openid_connect_login": [PROVIDER_ID],
        "openid_connect_callback": [PROVIDER_ID],
        "account_reset_password_from_key": ["1", "nej"],
    }
    return {name: reverse(name, args=arguments.get(name, [])) for name in rows()}


@pytest.fixture
def _with_a_provider(settings: Settings) -> None:
    """Let the provider's addresses be met as they are where there is one."""
    settings.SOCIALACCOUNT_PROVIDERS = told_to_allauth(read_provider(GOOD))


@pytest.mark.usefixtures("_with_a_provider")
def test_every_role_is_answered_as_the_table_says() -> None:
    where = addresses(person("somebody", Role.READER))
    people = {role.value: person(role.value, role) for role in Role} | {NONE: person(NONE)}
    wrong = answered_wrongly(people, where)
    assert not wrong, "\n".join(wrong)


def answered_wrongly(people: dict[str, User], where: dict[str, str]) -> list[str]:
    """Ask for every address as everybody, one browser a person; return what the table denies."""
    wrong = []
    for who, user in people.items():
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        for name, methods in rows().items():
            for method, codes in methods.items():
                with transaction.atomic():
                    answer = getattr(client, method.lower())(where[name])
                    transaction.set_rollback(True)
                # Who signs out is in again: the session's row came back, and so does its cookie.
                client.cookies[settings.SESSION_COOKIE_NAME] = session
                at_the_door = "/logga-in/?next=" in answer.get("Location", "")
                if answer.status_code != codes[who] or at_the_door:
                    wrong.append(f"{name} {method} {who}: {answer.status_code}, not {codes[who]}")
    return wrong


# What nobody may learn: addresses under every language's prefix, real and made up, and what hangs
# on a page or a file. `{page}` is a routine for staff, `{revision}` an old text of it.
ANONYMOUS = (
    "/intranet/{slug}/",
    "/intranet/dokument/{document}/",
    "/intranet/dokument/{document}/fil.txt",
    "/intranet/bilder/{picture}",
    "/intranet/rutin/{page}/",
    "/intranet/konton/{user}/",
    "/intranet/redaktion/pages/{page}/edit/",
    "/intranet/redaktion/pages/{page}/view_draft/",
    "/intranet/redaktion/pages/{page}/edit/preview/",
    "/intranet/redaktion/pages/{page}/revisions/{revision}/view/",
    "/intranet/redaktion/pages/{page}/history/",
    "/intranet/redaktion/images/{picture}/",
    "/intranet/redaktion/documents/edit/{document}/",
    "/intranet/redaktion/api/main/pages/{page}/",
    "/intranet/redaktion/snippets/resources/contactperson/",
)
PREFIXES = ("", "/en", "/fi", "/sv", "/se", "/xx", "/EN", "/en-gb")


def test_nobody_learns_whether_an_address_is_there() -> None:
    page = RoutinePage.objects.live().first()
    assert page is not None
    revision = page.save_revision()
    there = {
        "slug": page.url.removeprefix("/intranet/").strip("/"),
        "page": page.pk,
        "revision": revision.pk,
        "document": LibraryDocumentFactory().pk,
        "picture": 1,
        "user": person("somebody").pk,
    }
    nowhere = dict.fromkeys(there, 987654321)
    client = Client()
    for address in ANONYMOUS:
        for prefix in PREFIXES:
            told = []
            for values in (there, nowhere):
                path = address.format(**values)
                for method in ("get", "post", "head"):
                    answer = getattr(client, method)(prefix + path)
                    place = answer.get("Location", "").replace(path, "…")
                    told.append((method, answer.status_code, place, answer.content))
                    assert not answer.cookies
            assert told[:3] == told[3:], prefix + address
            assert {code for _, code, _, _ in told} == {302}, prefix + address


def test_what_is_for_staff_is_in_nothing_that_is_public() -> None:
    """Search, sitemap, feeds and open data, in both languages: no title, no address, no file."""
    routine = RoutinePage.objects.live().first()
    assert routine is not None
    document = LibraryDocumentFactory(title="Hemlighetsfullt dokument")
    client = Client()
    found = [client.get("/sitemap.xml"), client.get("/robots.txt"), client.get("/oppna-data/")]
    found += [client.get(f"{prefix}/") for prefix in ("", "/en")]
    for words in (routine.title, document.title):
        found += [client.post(reverse("search"), {"q": words}), client.get("/sok/", {"q": words})]
    found += [client.get(path) for path in feeds()]
    for answer in found:
        text = answer.content.decode().replace("/intranet/logga-in/", "")
        for secret in (routine.url, document.url, "/intranet/dokument/", "/intranet/bilder/"):
            assert secret not in text, answer.wsgi_request.path
    assert client.get(f"/dokument/{document.pk}/{document.filename}").status_code == 404


def feeds() -> list[str]:
    """The public feeds' addresses that can be made without knowing anything."""
    patterns = _all(get_resolver())
    names = {name for name in patterns if "feed" in name}
    assert names, "no feed: has its address another name?"
    found = []
    for name in sorted(names):
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return found


def _all(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= _all(pattern)
        elif isinstance(pattern, URLPattern):
            found.add(str(pattern.name or ""))
    return found
