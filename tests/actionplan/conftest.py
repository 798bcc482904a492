"""What several of the plan's tests begin from."""

from datetime import date
from pathlib import Path

import pytest

from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from portal.intranet.models import User
from tests.factories import (
    ActivityFactory,
    ActivityPointFactory,
    BoardFactory,
    PlanVersionFactory,
    ResponsibilityFactory,
    adopted,
)

TODAY = date(2026, 11, 21)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave LibreOffice to `make test-all`: it is large."""
    is_large = collection_path.name == "test_report_in_libreoffice.py"
    return True if is_large and not config.getoption("--full-matrix") else None


@pytest.fixture
def editor(db: None) -> User:
    """Somebody who may do everything in the editing interface."""
    return User.objects.create_superuser(username="redaktor", password="prov")


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


@pytest.fixture
def version(db: None) -> PlanVersion:
    """An empty draft, with two boards to name."""
    BoardFactory(name_sv="Provnämnden A")
    BoardFactory(name_sv="Provnämnden B")
    return PlanVersionFactory()
