"""Real servers, started once for all tests that need them."""

import os
from collections.abc import Iterator

import pytest

from tests import servers
from tests.servers import Server

WITHOUT = "TESTS_WITHOUT"


@pytest.fixture(scope="package")
def postgresql() -> Iterator[Server]:
    with servers.postgresql() as running:
        yield running


@pytest.fixture(scope="package")
def mariadb() -> Iterator[Server]:
    """MariaDB; without it the tests fail, unless whoever runs them leaves it out knowingly."""
    missing = servers.mariadb_missing()
    if missing is not None:
        left_out = "mariadb" in os.environ.get(WITHOUT, "").split(",")
        (pytest.skip if left_out else pytest.fail)(missing)
    with servers.mariadb() as running:
        yield running
