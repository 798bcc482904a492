"""The key in a mail to an owner is kept in the outbox alone, and only while it is of use."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.utils import timezone

from portal.notifications import links
from portal.notifications.links import LINK_DAYS
from portal.notifications.models import AssuranceRequest, OutboxMessage
from portal.notifications.sending import send_due
from portal.notifications.services import erase_dead_links, send_again
from tests.portal.test_confirmation import ask

State = OutboxMessage.State


@pytest.mark.django_db
def test_the_database_holds_no_key_to_the_link() -> None:
    token = ask().split("/")[2]
    secret = links.secret_of(token)
    assert secret is not None
    assert tables_with(secret) == ["OutboxMessage"], "until it is sent"

    OutboxMessage.objects.update(next_try_at=timezone.now())
    send_due(timezone.now(), get_connection())
    assert token in str(mail.outbox[0].body)
    assert tables_with(secret) == []
    assert AssuranceRequest.objects.get().secret_hash == links.hashed(secret)


def tables_with(text: str) -> list[str]:
    """The names of all tables that hold a text anywhere."""
    return [
        model.__name__
        for model in apps.get_models(include_auto_created=True)
        if any(text in str(row) for row in model._base_manager.values())
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.FAILED, State.WAITING])
def test_a_key_that_was_never_sent_is_kept_no_longer_than_it_works(state: str) -> None:
    secret = links.secret_of(ask().split("/")[2])
    assert secret is not None
    OutboxMessage.objects.update(state=state, error="Brevlådan finns inte.")
    made = OutboxMessage.objects.get()

    erase_dead_links(made.created_at + timedelta(days=LINK_DAYS, minutes=-1))
    assert tables_with(secret) == ["OutboxMessage"]
    erase_dead_links(made.created_at + timedelta(days=LINK_DAYS))
    assert tables_with(secret) == []
    made.refresh_from_db()
    assert made.state == State.FAILED
    assert made.error

    with pytest.raises(ValidationError, match="Länkarna i brevet har gått ut"):
        send_again(made, user=get_user_model().objects.create_user("somebody"), now=timezone.now())


@pytest.mark.django_db
def test_a_mail_without_a_key_is_not_erased() -> None:
    ask()
    OutboxMessage.objects.update(holds_key=False, state=State.FAILED, error="Borta")
    erase_dead_links(timezone.now() + timedelta(days=999))
    assert OutboxMessage.objects.exclude(text="").exists()
