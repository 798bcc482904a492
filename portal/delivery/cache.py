"""The cache: each worker's own memory, and the database for what all workers count together.

How often somebody has tried to sign in, and which codes have been used, must be one number however
many workers there are. Everything else (Wagtail's site roots) is read at every request and lies in
memory, as Django has it from the start: see decision 23.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.utils.crypto import salted_hmac

# What allauth calls its keys, and what our own forms do.
COUNTED = ("allauth", "second-factor:")
# Django's cache throws out others' counters when it is full, and is full at 300: then whoever asks
# for many addresses' passwords would clear the count of their own. What has run out is deleted by
# the timer; so many that have not are never there.
MOST = 1_000_000


def hashed(key: str, key_prefix: str, version: int) -> str:
    """Return a name that tells nothing of the key: it holds an address or who somebody is."""
    told = f"{key_prefix}:{version}:{key}"
    return salted_hmac("portal.cache", told, algorithm="sha256").hexdigest()


def delete_expired(now: datetime) -> str:
    """Delete what has run out, and say how much. A job of the timer."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])
        return f"{cursor.rowcount} räknare som gått ut borttagna"


class WorkersCache(LocMemCache):
    """Memory, except for keys that begin with one of `COUNTED`, whose table is `LOCATION`."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(table, params)
        told = {**params, "KEY_FUNCTION": hashed, "OPTIONS": {"MAX_ENTRIES": MOST}}
        self._counted = DatabaseCache(table, told)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Put in what is not there, and tell whether it was not."""
        if key.startswith(COUNTED):
            return self._counted.add(key, value, timeout, version)
        return super().add(key, value, timeout, version)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept, or the default."""
        if key.startswith(COUNTED):
            return self._counted.get(key, default, version)
        return super().get(key, default, version)

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep a value."""
        if key.startswith(COUNTED):
            self._counted.set(key, value, timeout, version)
        else:
            super().set(key, value, timeout, version)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value, and tell whether there was one."""
        if key.startswith(COUNTED):
            return self._counted.delete(key, version)
        return super().delete(key, version)

    def clear(self) -> None:
        """Forget everything."""
        self._counted.clear()
        super().clear()
