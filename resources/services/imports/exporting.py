"""All services as a file that imports again to the same."""

from collections.abc import Iterator

from resources.desks.spreadsheets import csv_bytes, xlsx_bytes
from resources.services.imports.columns import HEADINGS, channel_cells, service_cells
from resources.services.models import Service


def _rows() -> Iterator[list[str]]:
    for service in Service.objects.with_channels().select_related("owner_unit"):
        own = service_cells(service)
        # A service without channels is a row all the same.
        for cells in [channel_cells(channel) for channel in service.channels.all()] or [{}]:
            yield [{**own, **cells}.get(heading, "") for heading in HEADINGS]


def as_csv() -> bytes:
    """Return the services as CSV."""
    return csv_bytes(HEADINGS, _rows())


def as_xlsx() -> bytes:
    """Return the services as Excel. Raises `ImportRefused` for a text too long."""
    return xlsx_bytes(HEADINGS, _rows(), "Stöd")
