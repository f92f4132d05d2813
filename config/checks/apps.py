"""The checks before a start as a Django app."""

from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """Registers the system checks; the page that shows them to the DPO lives here, too."""

    name = "config.checks"
    label = "checks"

    def ready(self) -> None:
        """Make the checks known to Django."""
        from config.checks import registered  # noqa: F401
