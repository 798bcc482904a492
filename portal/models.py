"""Gathers the models of the portal's rooms, where Django looks for them."""

from portal.intranet.models import User

__all__ = ["User"]
