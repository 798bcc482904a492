"""Keeps the index true where a row's words lie in another row than its own.

Wagtail keeps what is saved itself; it does not know that an activity is found by its points, or a
service by its organization's name.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.search import index

from actionplan.activities.models import Activity, ActivityPoint
from resources.services.models import Organization, Service


@receiver([post_save, post_delete], sender=ActivityPoint)
def keep_activity(instance: ActivityPoint, **kwargs: Any) -> None:
    """Index the point's activity anew, unless it is being deleted itself."""
    # Read anew: the activity in hand may be half edited.
    for activity in Activity.objects.filter(pk=instance.activity_id):
        index.insert_or_update_object(activity)


@receiver(post_save, sender=Organization)
def keep_services(instance: Organization, **kwargs: Any) -> None:
    """Index the organization's services anew: they are found by its name."""
    for service in Service.objects.filter(organization=instance):
        index.insert_or_update_object(service)
