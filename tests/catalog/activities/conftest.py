"""A scanned shop of one department, its people, and purposes to collect for."""

import pytest

from catalog.fields.models import Collection
from consent.purposes.models import Purpose
from tests import factories
from tests.catalog.fields import systems


@pytest.fixture(autouse=True)
def _files_are_allowed(settings, tmp_path):
    settings.SOURCES_ALLOWED_ROOTS = [str(tmp_path)]


@pytest.fixture
def department():
    return factories.department("Versand")


@pytest.fixture
def shop(tmp_path, department):
    shop = systems.source(department, systems.system(tmp_path), "Laden")
    systems.scanned(shop)
    return shop


@pytest.fixture
def customers(shop):
    return Collection.objects.get(name="kunden")


@pytest.fixture
def steward(department):
    return factories.principal("steward", department)


@pytest.fixture
def delivery(department):
    return purpose(department, "delivery")


def purpose(department, key):
    return Purpose.objects.create(
        key=key, department=department, name_de=f"{key} (de)", name_en=key, kinds=["CustomerOrderManagement"]
    )
