"""Who may read a file, and which file it is: changes of it, as the log names them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, log

MADE_PUBLIC = "resources.make_file_public"
MADE_INSIDE = "resources.make_file_staff"
REPLACED = "resources.replace_file"


@hooks.register("register_log_actions")
def file_actions(actions: LogActionRegistry) -> None:
    """Name what `kept` writes to the log."""
    actions.register_action(MADE_PUBLIC, "Gör öppen", "Gjord öppen för alla")
    actions.register_action(MADE_INSIDE, "Gör intern", "Gjord till bara för medarbetare")
    actions.register_action(REPLACED, "Byt fil", "Filen utbytt")


@contextmanager
def noted(kept: Any) -> Iterator[Any]:
    """Note what the save within does to a document or picture; gives it as it was, None for a new.

    A new one that is for all is noted too. The log itself knows who is at work.
    """
    with transaction.atomic():
        held = type(kept)._base_manager.select_for_update().filter(pk=kept.pk).first()
        is_other_file = bool(held and kept.file and not kept.file._committed)
        yield held
        before = held.audience if held else kept.Audience.STAFF
        if kept.audience != before:
            action = MADE_PUBLIC if kept.audience == kept.Audience.PUBLIC else MADE_INSIDE
            log(kept, action, data={"old": before if held else "", "new": kept.audience})
        if is_other_file:
            log(kept, REPLACED, data={"old": held.file.name, "new": kept.file.name})
