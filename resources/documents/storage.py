"""Where files lie: inside, where no web server reads, unless they are pictures for everyone.

What is forgotten stays inside: the default storage of the whole portal is the private one, and the
only files in the public folder are pictures in the sizes that public pages show.
"""

import os
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible

PUBLIC_PICTURES = "images/"
STAFF_PICTURES = "staff-images/"


class PrivateStorage(FileSystemStorage):
    """A folder that nobody but the portal reads; a file in it has no address of its own."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> str:
        """The folder."""
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        """The folder, as the system knows it."""
        return os.path.abspath(self.base_location)

    def url(self, name: str | None) -> str:
        """Return "": files in here are given by views that know who may have them."""
        return ""


@deconstructible
class RenditionStorage(Storage):
    """Pictures in the sizes that pages show: the folder in the name says who may see them."""

    def _holding(self, name: str) -> Any:
        return storages["default" if name.startswith(STAFF_PICTURES) else "public"]

    def _open(self, name: str, mode: str = "rb") -> File:
        return self._holding(name)._open(name, mode)

    def _save(self, name: str, content: File) -> str:
        return self._holding(name)._save(name, content)

    def delete(self, name: str) -> None:
        """Delete the file where it lies."""
        self._holding(name).delete(name)

    def exists(self, name: str) -> bool:
        """Return whether there is such a file."""
        return self._holding(name).exists(name)

    def size(self, name: str) -> int:
        """Return the size of the file in bytes."""
        return self._holding(name).size(name)

    def path(self, name: str) -> str:
        """Return where the file lies on this machine."""
        return self._holding(name).path(name)

    def get_modified_time(self, name: str) -> datetime:
        """Return when the file was written."""
        return self._holding(name).get_modified_time(name)

    def url(self, name: str | None) -> str:
        """Return the address: behind the sign-in for a picture that is for staff."""
        name = name or ""
        if name.startswith(STAFF_PICTURES):
            return f"{settings.STAFF_PATH}bilder/{name.removeprefix(STAFF_PICTURES)}"
        return storages["public"].url(name)
