"""The pages of a board's year as a test reads and fills them in."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

from django.utils import timezone

from actionplan.followup.models import (
    FollowUpEntry,
    FollowUpPeriod,
)
from actionplan.followup.services import Answer
from actionplan.followup.years import close_period
from portal.intranet.models import User
from tests.harness.client import Client
from tests.stage import Stage

START = "/intranet/uppfoljning/"
DRAFT = {"X-Draft": "1"}
NOW = timezone.now()


def client(user: User) -> Client:
    """A browser where `user` has signed in."""
    browser = Client()
    browser.force_login(user)
    return browser


def board(stage: Stage, *rest: str) -> str:
    """An address below the first board's year."""
    parts = [str(stage.period.year), stage.boards[0].slug, *rest]
    return START + "".join(f"{part}/" for part in parts)


def place(stage: Stage, entry: FollowUpEntry) -> str:
    """Where an entry of the first board is answered."""
    return board(stage, str(entry.activity.number))


def text_of(browser: Client, url: str) -> str:
    """The words of a page."""
    return words(browser.get(url).content)


def words(content: bytes) -> str:
    page = re.sub(r"<[^>]+>", " ", content.decode().split("<main", 1)[1])
    return " ".join(unescape(page).split())


def form_of(browser: Client, url: str, prefix: str = "") -> dict[str, Any]:
    """The form as the page shows it, to be changed and sent."""
    found = browser.get(url).context
    forms = [part.form for part in found["parts"] if part.form] if prefix else [found["form"]]
    return {
        form.add_prefix(name): form[name].value()
        for form in forms
        for name in form.fields
        if name != "file"
    }


def hidden(entry: FollowUpEntry) -> str:
    return f"{entry.activity.number}:{entry.revision}"


def ended(stage: Stage) -> None:
    """Let yesterday have been the closing day, in a year that is open still."""
    yesterday = timezone.localdate() - timedelta(days=1)
    stage.period.due_on = stage.period.closes_on = yesterday
    stage.period.save()


def last_year(stage: Stage, years: int = 1) -> None:
    """Answer the whole year as the first board, close it, and open the one `years` later."""
    for entry in stage.entries():
        stage.approved(entry, Answer(status="delayed", done="I fjol", obstacles="Tid"), NOW)
    close_period(stage.period, user=stage.coordinator, now=NOW)
    stage.period = FollowUpPeriod.objects.create(
        version=stage.period.version,
        year=stage.period.year + years,
        opens_on=stage.period.opens_on,
        due_on=stage.period.due_on,
        closes_on=stage.period.closes_on,
    )
    stage.open(NOW)
