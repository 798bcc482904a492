"""How what is done to an account reads in the log. No name is kept there: a person may leave."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from portal.intranet.roles import Role


def _roles(gave: str, took: str, data: dict[str, list[str]], between: str = ". ") -> str:
    said = []
    for word, key in ((gave, "given"), (took, "taken")):
        roles = [Role(role).label for role in data[key] if role in Role.values]
        if roles:
            said.append(f"{word}: {', '.join(roles)}")
    return between.join(said)


PLAIN = {
    "portal.account_made": ("Lägg upp konto", "Kontot upplagt"),
    "portal.link_sent": ("Skicka länk för lösenord", "Länk för att välja lösenord skickad"),
    "portal.signed_out_by_other": ("Logga ut någon överallt", "Utloggad överallt"),
    "portal.factors_forgotten": ("Nollställ andra faktorn", "Andra faktorn nollställd"),
    "portal.account_opened": ("Öppna konto igen", "Kontot öppnat igen"),
    "portal.account_retired": ("Avsluta konto", "Kontot avslutat: namn och roller borttagna"),
}


@hooks.register("register_log_actions")
def account_actions(actions: LogActionRegistry) -> None:
    """Name what the room writes to the log."""
    for action, (label, message) in PLAIN.items():
        actions.register_action(action, label, message)

    @actions.register_action("portal.roles_changed")
    class RolesChanged(LogFormatter):
        label = "Ändra roller"

        def format_message(self, log_entry: Any) -> str:
            """Say which roles were given and which were taken."""
            return _roles("Gav", "Tog", log_entry.data)

    @actions.register_action("portal.roles_by_provider")
    class RolesByProvider(LogFormatter):
        label = "Få roller av inloggningen"

        def format_message(self, log_entry: Any) -> str:
            """Say which roles the municipality's own sign-in gave and which it took."""
            return f"Kommunens inloggning {_roles('gav', 'tog', log_entry.data, '; ')}"

    @actions.register_action("portal.account_rested")
    class Rested(LogFormatter):
        label = "Stäng av konto"

        def format_message(self, log_entry: Any) -> str:
            """Say why the account was switched off."""
            return f"Kontot avstängt: {log_entry.data['why']}"
