"""Tables: what the database enforces has a name of its own."""

from collections import Counter

from django.apps import apps
from django.utils.text import camel_case_to_spaces
from wagtail.images.models import AbstractRendition

from tests.architecture.sources import APPS

MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models()]


def test_rules_over_several_columns_are_named_constraints() -> None:
    assert not [model.__name__ for model in MODELS if model._meta.unique_together]


def test_no_two_constraints_share_a_name() -> None:
    names = Counter(c.name for model in MODELS for c in model._meta.constraints)
    assert not [name for name, times in names.items() if times > 1]


def test_every_table_has_a_swedish_name_for_editors() -> None:
    unnamed = [
        model.__name__
        for model in MODELS
        if str(model._meta.verbose_name) == camel_case_to_spaces(model.__name__)
        and not issubclass(model, AbstractRendition)
    ]
    assert not unnamed
