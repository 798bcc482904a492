"""What an editor settles for herself in the editing interface: all of Wagtail's but the portrait.

It would be one more way in for files, shown to nobody, of people whose work is best not on show.
"""

from typing import Any

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel


class EditingSettingsView(AccountView):
    """Wagtail's own, without the portrait."""

    def get_panels(self) -> list[Any]:
        """Return the panels, and none that takes a file."""
        panels = super().get_panels()
        return [panel for panel in panels if not isinstance(panel, AvatarSettingsPanel)]


editing_settings = require_admin_access(EditingSettingsView.as_view())
