"""How what is done to a follow-up year reads in the history."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter


@hooks.register("register_log_actions")
def followup_actions(actions: LogActionRegistry) -> None:
    """Name what the room writes to the log."""
    actions.register_action("actionplan.plan_followup", "Planera uppföljning", "Planerad")
    actions.register_action("actionplan.open_followup", "Öppna uppföljning", "Uppföljningen öppnad")
    actions.register_action(
        "actionplan.close_followup", "Stäng uppföljning", "Uppföljningen stängd"
    )

    @actions.register_action("actionplan.reopen_followup")
    class Reopened(LogFormatter):
        label = "Öppna uppföljningen igen"

        def format_message(self, log_entry: Any) -> str:
            """Say why it was opened again."""
            return f"Öppnad igen: {log_entry.data['reason']}"

    actions.register_action("actionplan.note_status", "Notera läget", "Läget noterat")
    actions.register_action("actionplan.undo_note", "Ångra lägesnotering", "Notering borttagen")

    @actions.register_action("actionplan.move_followup")
    class Moved(LogFormatter):
        label = "Flytta uppföljningens datum"

        def format_message(self, log_entry: Any) -> str:
            """Say which days hold now."""
            return "Sista svarsdag {due_on}, stänger {closes_on}".format(**log_entry.data)

    @actions.register_action("actionplan.note_decision")
    class Decided(LogFormatter):
        label = "Anteckna nämndens beslut"

        def format_message(self, log_entry: Any) -> str:
            """Say what was noted of which board, and what stood there before."""
            said = "{board}: {after}".format(**log_entry.data)
            before = log_entry.data["before"]
            return f"{said} (tidigare {before})" if before else said

    @actions.register_action("actionplan.remind")
    class Reminded(LogFormatter):
        label = "Påminn nämnder"

        def format_message(self, log_entry: Any) -> str:
            """Say whom somebody reminded by hand."""
            return f"Påmindes: {', '.join(log_entry.data['boards'])}"
