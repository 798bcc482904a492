"""What is done to services by other ways than their desk, as the editing interface names it."""

from django.utils import timezone
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, registry

from resources.services.models import Service

ASSURED = "resources.assure"
PROTECTED = "resources.protect"
IMPORTED = "resources.import"


@hooks.register("register_log_actions")
def service_actions(actions: LogActionRegistry) -> None:
    """Name what `services`, `protection` and `imports` write to the log."""
    actions.register_action(ASSURED, "Kontrollera", "Kontrollerat av ägaren genom länk i e-post")
    actions.register_action(PROTECTED, "Skydda", "Gjord till skyddad plats och rensad från adress")
    actions.register_action(IMPORTED, "Läs in", "Inläst från fil")


def assured_by_whom(service: Service) -> str:
    """Return who stands behind the latest assurance, in words; empty when nobody is known."""
    if service.assured_by is not None:
        return service.assured_by.get_full_name() or service.assured_by.get_username()
    entry = registry.get_logs_for_instance(service).filter(action=ASSURED).first()
    if entry is None or timezone.localdate(entry.timestamp) != service.assured_on:
        return ""
    return str(entry.data.get("unit", ""))
