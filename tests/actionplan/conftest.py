"""What several of the plan's tests begin from."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from tests.factories import (
    ActivityFactory,
    ActivityPointFactory,
    ResponsibilityFactory,
    adopted,
)

TODAY = date(2026, 11, 21)


@pytest.fixture
def editor(db: None) -> AbstractBaseUser:
    """Somebody who may do everything in the editing interface."""
    return get_user_model().objects.create_superuser(username="redaktor", password="prov")


@pytest.fixture
def draft_activity(db: None) -> Activity:
    """An activity of a draft, with a point and a board."""
    activity = ActivityFactory(lead_sv="Före.", carried_out_by_sv="")
    ActivityPointFactory(activity=activity)
    ResponsibilityFactory(activity=activity)
    return activity


@pytest.fixture
def locked_activity(draft_activity: Activity) -> Activity:
    """The same, in a version that is adopted."""
    adopted(draft_activity.version)
    return Activity.objects.get(pk=draft_activity.pk)


@pytest.fixture
def starting_version(db: None) -> PlanVersion:
    """The version of the starting content."""
    return PlanVersion.objects.select_related("plan").get(slug="2018-2022")
