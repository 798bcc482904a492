"""What the tests of the accounts' pages share: where they are, and what a page says."""

from django.utils import timezone

from portal.intranet.models import User
from portal.intranet.roles import Role
from tests.harness.client import Client
from tests.stage import person

LIST = "/intranet/konton/"
NOW = timezone.now()


def administrators_desk() -> Client:
    """A browser in which an administrator is signed in."""
    client = Client()
    client.force_login(person("admin", Role.ADMINISTRATOR))
    return client


def main(client: Client, path: str) -> str:
    """What a page says in its main part, which must be there."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    text = answer.content.decode()
    return " ".join(text[text.index("<main") : text.index("</main>")].split())


def page_of(user: User) -> str:
    return f"{LIST}{user.pk}/"
