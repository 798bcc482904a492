"""Gathers what is translated, where modeltranslation looks for it."""

from resources.documents import translation as documents
from resources.links import translation as links
from resources.municipality import translation as municipality
from resources.services import translation as services
from resources.violence import translation as violence

__all__ = ["documents", "links", "municipality", "services", "violence"]
