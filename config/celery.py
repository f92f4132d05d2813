"""The background worker's door to the product."""

import os
import signal
from typing import Any

from celery import Celery
from celery.signals import worker_process_init
from django.conf import settings

from config.embedded.processes import dies_with_parent
from config.settings import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
with environment.said_plainly():
    settings.DEBUG  # noqa: B018 - reads the settings, so that what is wrong is said before anything starts
app = Celery("catalog")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def end_with_the_worker(**_: Any) -> None:
    """Let no child of a killed worker go on: its task is picked up again by another."""
    dies_with_parent(signal.SIGKILL, os.getppid())()
