"""How what is done in the council reads in the history."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

PLAIN = {
    "plan_meeting": ("Planera möte", "Mötet planerat"),
    "change_meeting": ("Ändra möte", "Mötet ändrat"),
    "restore_meeting": ("Återställ inställt möte", "Mötet hålls ändå"),
    "write_agenda": ("Skriv dagordning", "Dagordningen ändrad"),
    "note_attendance": ("Anteckna närvaro", "Närvaron antecknad"),
    "write_minutes": ("Skriv protokoll", "Protokollet sparat"),
    "withdraw_minutes": ("Dra tillbaka protokoll", "Protokollet tillbakadraget"),
    "record_decision": ("Anteckna beslut", "Beslutet antecknat"),
    "change_decision": ("Ändra beslut", "Beslutet ändrat"),
    "finish_decision": ("Markera beslut som klart", "Beslutet klart"),
    "reopen_decision": ("Öppna beslut igen", "Beslutet öppnat igen"),
    "ask_question": ("Ställ fråga", "Frågan ställd"),
    "answer_question": ("Svara på fråga", "Frågan besvarad"),
    "show_question": ("Visa svar för rådet", "Ändrat vem som läser svaret"),
}


@hooks.register("register_log_actions")
def council_actions(actions: LogActionRegistry) -> None:
    """Name what the room writes to the log."""
    for name, (label, message) in PLAIN.items():
        actions.register_action(f"actionplan.{name}", label, message)

    @actions.register_action("actionplan.cancel_meeting")
    class Cancelled(LogFormatter):
        label = "Ställ in möte"

        def format_message(self, log_entry: Any) -> str:
            """Say why."""
            return f"Inställt: {log_entry.data['reason']}"

    @actions.register_action("actionplan.call_meeting")
    class Called(LogFormatter):
        label = "Kalla till möte"

        def format_message(self, log_entry: Any) -> str:
            """Say how many."""
            return f"Kallade: {log_entry.data['count']}"

    @actions.register_action("actionplan.publish_minutes")
    class Published(LogFormatter):
        label = "Publicera protokoll"

        def format_message(self, log_entry: Any) -> str:
            """Say for whom."""
            return f"Protokollet publicerat för: {log_entry.data['audience']}"
