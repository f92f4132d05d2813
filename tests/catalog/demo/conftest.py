"""One small demo company, made once for all tests that only read it."""

import pytest

from catalog.demo.company import Company, found
from catalog.demo.plan import Plan


@pytest.fixture(scope="session")
def company() -> Company:
    return found(Plan(customers=3_000, seed=7))
