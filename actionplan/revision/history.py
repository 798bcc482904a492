"""What the revision's own doings are called in the editing interface's history."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter


@hooks.register("register_log_actions")
def revision_actions(actions: LogActionRegistry) -> None:
    """Name what the room writes to the log."""
    actions.register_action("actionplan.revision_start", "Påbörja", "Revisionen påbörjad")
    actions.register_action("actionplan.revision_renumber", "Numrera", "Numrerad om")
    actions.register_action("actionplan.revision_review", "Granska", "Nämnderna får granska")
    actions.register_action("actionplan.revision_pause", "Pausa", "Granskningen avbruten")

    @actions.register_action("actionplan.revision_abandon")
    class Abandoned(LogFormatter):
        label = "Avbryt revisionen"

        def format_message(self, log_entry: Any) -> str:
            """Say which draft was given up, and how far it had come."""
            count = len(log_entry.data["decisions"])
            return f"Revisionen till {log_entry.data['draft']} avbruten, med {count} beslut"

    @actions.register_action("actionplan.revision_decide")
    class Decided(LogFormatter):
        label = "Besluta"

        def format_message(self, log_entry: Any) -> str:
            """Say what was decided for which old activity."""
            return "Aktivitet {number}: {decision}".format(**log_entry.data)

    @actions.register_action("actionplan.revision_undo")
    class Undone(LogFormatter):
        label = "Ångra"

        def format_message(self, log_entry: Any) -> str:
            """Say for which old activity the decision was taken back."""
            return "Aktivitet {number}: beslutet ångrat".format(**log_entry.data)

    @actions.register_action("actionplan.revision_answer")
    class Answered(LogFormatter):
        label = "Svara"

        def format_message(self, log_entry: Any) -> str:
            """Say what which board thinks."""
            return "{board}: {stance}".format(**log_entry.data)
