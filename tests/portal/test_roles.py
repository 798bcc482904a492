"""What each role may do in the editing interface: one table, asked at real addresses."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from portal.intranet.roles import Role, ensure_roles, give_role
from portal.pages.content import ContentPage

EDITING = "/intranet/redaktion"
BOTH = {Role.COORDINATOR, Role.COMMUNICATOR}
COORDINATOR = {Role.COORDINATOR}

# Who may open what; everyone else is told no, and nothing is shown.
DOORS = {
    f"{EDITING}/": BOTH,
    f"{EDITING}/images/": BOTH,
    f"{EDITING}/documents/": BOTH,
    f"{EDITING}/snippets/resources/service/": BOTH,
    f"{EDITING}/snippets/resources/service/add/": BOTH,
    f"{EDITING}/snippets/resources/link/": BOTH,
    f"{EDITING}/snippets/resources/board/": COORDINATOR,
    f"{EDITING}/snippets/resources/board/add/": COORDINATOR,
    f"{EDITING}/snippets/actionplan/activity/": COORDINATOR,
    f"{EDITING}/snippets/actionplan/planversion/": COORDINATOR,
    f"{EDITING}/snippets/actionplan/councilseat/": COORDINATOR,
    f"{EDITING}/snippets/actionplan/activityclosure/add/": COORDINATOR,
    f"{EDITING}/snippets/actionplan/responsibility/": COORDINATOR,
    f"{EDITING}/snippets/actionplan/responsibility/add/": set(),
    f"{EDITING}/snippets/actionplan/editorialcorrection/": COORDINATOR,
    f"{EDITING}/snippets/actionplan/editorialcorrection/add/": set(),
    f"{EDITING}/users/": set(),
    f"{EDITING}/groups/": set(),
    f"{EDITING}/localize/submit/page/{{om}}/": BOTH,
    "/intranet/": set(Role),
    "/intranet/fragor/": set(Role),
    "/intranet/stilguide/": set(Role),
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", DOORS)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", ["get", "head"])
def test_who_may_open_what(client: Client, address: str, role: Role, method: str) -> None:
    user = get_user_model().objects.create_user("somebody")
    give_role(user, role)
    client.force_login(user)

    page = ContentPage.objects.get(slug="om")
    answer = getattr(client, method)(address.format(om=page.pk))

    assert (answer.status_code == 200) is (role in DOORS[address])


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_who_may_edit_a_page(client: Client, role: Role) -> None:
    user = get_user_model().objects.create_user("somebody")
    give_role(user, role)
    client.force_login(user)
    page = ContentPage.objects.get(slug="om")

    edit = client.get(f"{EDITING}/pages/{page.pk}/edit/")
    client.post(f"{EDITING}/pages/{page.pk}/delete/")

    assert (edit.status_code == 200) is (role in BOTH)
    assert ContentPage.objects.filter(pk=page.pk).exists() is (role not in BOTH)


@pytest.mark.django_db
def test_a_right_that_is_not_in_the_table_is_taken_back() -> None:
    reader = Group.objects.get(name=Role.READER.label)
    reader.permissions.set(Group.objects.get(name=Role.COORDINATOR.label).permissions.all())

    ensure_roles()

    assert not reader.permissions.exists()
