"""The machine's own Chromium: where it is, how it is started, and what stands in for it where it is missing."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WITHOUT = "TESTS_WITHOUT"
MISSING = (
    "Chromium is missing: install the package chromium (script/test does it as root), "
    f"or leave its tests out with {WITHOUT}=chromium."
)


def executable() -> str | None:
    """Return the path of the browser, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def is_left_out() -> bool:
    """Say whether whoever runs the tests knows that there is no browser."""
    return "chromium" in os.environ.get(WITHOUT, "").split(",")
