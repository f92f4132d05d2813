"""Where real data for tests lie: beside the checkout's folder, never inside the repository."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared_data(name: str) -> Path:
    """Return the folder of a data set; skips the test with a clear sentence where it is absent."""
    base = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
    folder = base / name
    if not folder.is_dir():
        pytest.skip(f"The data set {name} is absent: it is looked for in {folder}, and runs with it only.")
    return folder
