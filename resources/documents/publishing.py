"""Who may let residents read a file or see a picture: asked by every form, whichever the way in."""

from typing import Any

PUBLISH = "resources.publish_files"


def may_publish(user: Any) -> bool:
    """Whether `user` makes files public, takes them back, and replaces those that are."""
    return user is not None and user.has_perm(PUBLISH)
