"""Production does not start while a host is undeclared or stands where it may not."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.checks.declaration import DeclarationError, read_declaration
from config.checks.hosts import named_hosts
from config.checks.residency import Residency, judge
from consent.law import clock


def residency_of(settings: Mapping[str, Any]) -> Residency:
    """Hold a mapping of settings against the file that it names. Raises DeclarationError."""
    path = settings.get("HOSTING_FILE")
    declared = read_declaration(Path(path)) if path else ()
    today: date = clock.now().date()
    return judge(named_hosts(settings), declared, on=today, allowed=settings.get("HOSTING_COUNTRIES", ()))


def refuse_unless_declared(settings: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured, which names each host that is wrong and why."""
    try:
        problems = residency_of(settings).problems
    except DeclarationError as error:
        raise ImproperlyConfigured(str(error)) from None
    if problems:
        raise ImproperlyConfigured("\n".join(problems))
