"""Every test of this part may scan files in its own folder."""

import pytest


@pytest.fixture(autouse=True)
def _files_are_allowed(settings, tmp_path):
    settings.SOURCES_ALLOWED_ROOTS = [str(tmp_path)]
