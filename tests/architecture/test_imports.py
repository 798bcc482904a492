"""The laws of import, as contracts in pyproject.toml; and the same laws for foreign keys."""

import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from tests.architecture.sources import APPS, ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
    "contracts"
]


def test_imports_keep_the_contracts() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_contracts_know_every_app_and_go_down() -> None:
    down = next(contract for contract in CONTRACTS if contract["id"] == "down")
    assert tuple(down["layers"]) == APPS


def levels(app: str) -> dict[str, int]:
    """The height of each room of an app, as its contract orders them."""
    heights: dict[str, int] = {}
    for contract in CONTRACTS:
        if contract.get("containers") == [app]:
            for height, layer in enumerate(reversed(contract["layers"])):
                for room in re.split(r"[|:]", layer):
                    heights[room.strip(" ()")] = height
    return heights


def room(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def relations() -> list[tuple[type[Model], str, type[Model]]]:
    """Every foreign key between our tables; the user is Django's own exception to the laws."""
    return [
        (model, field.name, field.related_model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in APPS
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and isinstance(field.related_model, type)
        if field.related_model._meta.app_label in APPS
        and field.related_model._meta.label != settings.AUTH_USER_MODEL
    ]


def test_foreign_keys_go_down_as_imports_do() -> None:
    upward = [
        f"{model.__name__}.{name} → {target.__name__}"
        for model, name, target in relations()
        if APPS.index(target._meta.app_label) < APPS.index(model._meta.app_label)
    ]
    assert not upward


def test_foreign_keys_inside_an_app_follow_the_order_of_its_rooms() -> None:
    upward = []
    for model, name, target in relations():
        heights = levels(model._meta.app_label)
        if target._meta.app_label != model._meta.app_label or room(model) == room(target):
            continue
        here, there = heights.get(room(model)), heights.get(room(target))
        if here is not None and there is not None and there >= here:
            upward.append(f"{model.__name__}.{name} → {target.__name__}")
    assert not upward


def test_the_orders_are_read_and_not_empty() -> None:
    # Without this, a renamed contract would let every foreign key through.
    assert levels("resources")["services"] > levels("resources")["municipality"]
    reports, activities, plan = (levels("actionplan")[r] for r in ("reports", "activities", "plan"))
    assert all(a > b for a, b in pairwise((reports, activities, plan)))
