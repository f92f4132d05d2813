"""The page frame as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Wires what belongs to no part alone."""

    name = "config.web"
    label = "web"

    def ready(self) -> None:
        """Load the Celery app, so that tasks are sent to its broker, and what the frame records."""
        from config import celery  # noqa: F401
        from config.web import evidence_kinds  # noqa: F401
