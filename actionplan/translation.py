"""Gathers the rooms' translated fields, where modeltranslation looks for them."""

import actionplan.activities.translation
import actionplan.council.translation
import actionplan.plan.translation  # noqa: F401
