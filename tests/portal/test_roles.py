"""What each role may do in the editing interface: read from the table of rights, asked at doors."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from portal.intranet.pages import RoutinePage
from portal.intranet.roles import RIGHTS, Role, ensure_roles, give_role
from portal.pages.content import ContentPage
from portal.pages.news import NewsIndexPage
from tests.harness.blank_pages import blank_pages
from tests.harness.client import Client
from tests.portal.role_table import DOCUMENT, with_tables
from tests.portal.test_sign_in_gate import staff_addresses
from tests.stage import person

pytestmark = pytest.mark.django_db
EDITING = "/intranet/redaktion/"
EDITORS = {role for role in Role if RIGHTS[role].opens_editing}
OF_PAGES = {role for role in Role if RIGHTS[role].pages}
PUBLISH = {role for role in Role if RIGHTS[role].publishes}
OF_ALL = {Role.COORDINATOR, Role.COMMUNICATOR}
NOBODY: set[Role] = set()

# Every part of Wagtail's interface, by the first word of its addresses: who opens its door.
# Without a door it is a part of another's pages, or a button that is tested where it stands
# (`sidor`, `utskick`). Snippets have the table of rights itself.
PARTS: dict[str, tuple[str, set[Role]] | None] = {
    ".*": None,
    "": ("", EDITORS),
    "account": None,
    "api": ("api/main/pages/", EDITORS),
    "block-preview": None,
    "bulk": None,
    "choose-anchor-link": None,
    "choose-email-link": None,
    "choose-external-link": None,
    "choose-page": ("choose-page/", EDITORS),
    "choose-phone-link": None,
    "collections": ("collections/", NOBODY),
    "dismissibles": None,
    "documents": ("documents/", OF_PAGES),
    "editing-sessions": None,
    "failwhale": None,
    "groups": ("groups/", NOBODY),
    "images": ("images/", OF_PAGES),
    "jsi18n": None,
    "locales": ("locales/", NOBODY),
    "localize": ("localize/submit/page/{about}/", OF_ALL),
    "login": None,
    "logout": None,
    "pages": ("pages/", OF_PAGES),
    "password_reset": None,
    "reports": ("reports/locked/", PUBLISH),
    "settings": ("settings/portal/exitsettings/", OF_ALL),
    "sidor": None,
    "sites": ("sites/", NOBODY),
    "snippets": None,
    "sprite": None,
    "tag-autocomplete": None,
    "test404": None,
    "users": ("users/", NOBODY),
    "utskick": None,
    "workflows": ("workflows/list/", NOBODY),
}


def signed_in(role: Role) -> Client:
    """A browser of somebody with one role."""
    client = Client()
    client.force_login(person(role.value, role))
    return client


def test_every_part_of_the_editing_interface_has_a_row() -> None:
    found = {
        address.removeprefix(EDITING).split("/")[0]
        for _, address in staff_addresses()
        if address.startswith(EDITING)
    }
    assert sorted(found - set(PARTS)) == [], "parts without a row"
    assert sorted(set(PARTS) - found) == [], "rows without a part"


def test_who_opens_which_part_and_which_register() -> None:
    """One browser a role: the doors of the parts, then every register's list and new row."""
    ensure_roles()
    about = ContentPage.objects.get(slug="om").pk
    wrong = []
    for role in Role:
        client, rights = signed_in(role), RIGHTS[role]
        doors = {
            EDITING + door[0].format(about=about): role in door[1]
            for door in PARTS.values()
            if door
        }
        if role in EDITORS:
            for model in get_snippet_models():
                row = (model._meta.app_label, model._meta.model_name)
                place = f"{EDITING}snippets/{'/'.join(row)}/"
                doors[place] = row in (*rights.edits, *rights.reads)
                doors[f"{place}add/"] = row in rights.edits
        with blank_pages():
            for address, may in doors.items():
                answer = client.get(address, follow=True)
                # A door may lead on inside; who is shown out again has not come in.
                part = address.split("/")[3]
                is_in = answer.status_code == 200 and answer.wsgi_request.path.split("/")[3] == part
                if is_in is not may:
                    wrong.append(f"{role.value} {address}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_without_a_right_to_edit_nothing_of_it_opens() -> None:
    """Every address of the editing interface, by both methods, for one with no such right."""
    ensure_roles()
    client = signed_in(Role.ADMINISTRATOR)
    assert Role.ADMINISTRATOR not in EDITORS
    with blank_pages():
        for name, address in staff_addresses():
            if address.startswith(EDITING):
                for method in ("get", "post"):
                    answer = getattr(client, method)(address)
                    assert answer.status_code == 403, (name, method, address)


def test_who_edits_which_page() -> None:
    """Pages of three trees: the form is opened, and an empty POST to delete takes nothing away."""
    ensure_roles()
    pages: dict[str, Page | None] = {
        "all": ContentPage.objects.get(slug="om"),
        "staff": RoutinePage.objects.first(),
        "news": NewsIndexPage.objects.first(),
    }
    for role in Role:
        client, rights = signed_in(role), RIGHTS[role]
        for tree, page in pages.items():
            assert page is not None
            may = rights.pages is not None and rights.pages.value in ("all", tree)
            edit = client.get(f"{EDITING}pages/{page.pk}/edit/")
            assert (edit.status_code == 200) is may, (role, tree)
            if may:
                shown = 'name="action-publish"' in edit.content.decode()
                assert shown is rights.publishes, (role, tree)
        about = pages["all"]
        assert about is not None
        if role not in OF_ALL:
            client.post(f"{EDITING}pages/{about.pk}/delete/")
            assert ContentPage.objects.filter(pk=about.pk).exists(), role


def test_a_right_that_is_not_in_the_table_is_taken_back() -> None:
    reader = Group.objects.get(name=Role.READER.label)
    reader.permissions.set(Group.objects.get(name=Role.COORDINATOR.label).permissions.all())

    ensure_roles()

    assert not reader.permissions.exists()


def test_every_right_of_the_table_exists() -> None:
    """A name that is no permission would give nothing, and nobody would see it."""
    ensure_roles()
    for role, rights in RIGHTS.items():
        user = person(f"har-{role.value}")
        give_role(user, role)
        wanted = {*rights.may}
        for verb, rows in (("change", rights.edits), ("delete", rights.deletes)):
            wanted |= {f"{app}.{verb}_{model}" for app, model in rows}
        wanted |= {f"{app}.view_{model}" for app, model in (*rights.edits, *rights.reads)}
        assert wanted <= user.get_all_permissions(), role
        for app, model in (*rights.edits, *rights.reads, *rights.deletes):
            apps.get_model(app, model)


def test_the_document_says_what_the_table_says() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert text == with_tables(text), "run: python -m tests.portal.role_table"
