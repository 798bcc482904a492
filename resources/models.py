"""Gathers the models of the rooms, where Django looks for them."""

from resources.documents.earlier import EarlierFile
from resources.documents.models import (
    LibraryDocument,
    LibraryImage,
    LibraryRendition,
    ReferencedDocument,
)
from resources.links.models import Link
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board, MandatePeriod, TargetGroup, Unit
from resources.services.models import (
    Channel,
    Organization,
    Schedule,
    ScheduleException,
    Service,
)
from resources.violence.models import ViolenceArea

__all__ = [
    "Board",
    "Channel",
    "ContactPerson",
    "EarlierFile",
    "LibraryDocument",
    "LibraryImage",
    "LibraryRendition",
    "Link",
    "MandatePeriod",
    "Organization",
    "ReferencedDocument",
    "Schedule",
    "ScheduleException",
    "Service",
    "TargetGroup",
    "Unit",
    "ViolenceArea",
]
