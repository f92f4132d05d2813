"""The findings about hosting as Django system checks, so that `check --deploy` shows them."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from config.checks.declaration import DeclarationError
from config.checks.residency import Finding
from config.checks.startup import residency_of

HINTS = {
    Finding.TRANSFER: (
        "The operator's owner sits in a third country.",
        "Ask the DPO whether this operation transfers data there (Art. 44 GDPR).",
    ),
    Finding.RELIABILITY: (
        "The operator's owner could be ordered to hand data over.",
        "Ask the DPO whether the processor offers sufficient guarantees (Art. 28(1) GDPR), and who holds the keys.",
    ),
    Finding.OUTSIDE: (
        "The host stands outside the EU and the EEA; HOSTING_COUNTRIES allows it.",
        "A transfer needs an adequacy decision or safeguards (Art. 44 to 49 GDPR).",
    ),
    Finding.OLD: (
        "The declaration is more than a year old.",
        "Confirm it and set declared_on anew in HOSTING_FILE.",
    ),
}


@checks.register("hosting", deploy=True)
def check_hosting(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """Report each finding about each host as a warning of its own, and each problem as an error."""
    try:
        found = residency_of(settings_mapping())
    except DeclarationError as error:
        return [checks.Error(str(error), id="hosting.E001")]
    errors: list[checks.CheckMessage] = [checks.Error(text, id="hosting.E002") for text in found.problems]
    warnings = [
        checks.Warning(
            f"{host.host}: {HINTS[finding][0]}", hint=HINTS[finding][1], id=f"hosting.W_{finding.upper()}"
        )
        for host in found.hosts
        for finding in host.findings
    ]
    return errors + warnings


@checks.register()
def check_database_roles(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """Warn where the product would run as the role that owns the schema: the ledger's guard is off then."""
    runs_as, owns = (settings.DATABASES[name].get("USER") for name in ("default", "owner"))
    if runs_as != owns:
        return []
    return [
        checks.Warning(
            f"The product runs as {runs_as or 'the role'} that owns the schema: it could change entries of the ledger.",
            hint="Set DATABASE_OWNER_URL to the owner's address and DATABASE_URL to that of catalog_app "
            "(deploy/roles.sql makes both roles).",
            id="database.W001",
        )
    ]


def settings_mapping() -> dict[str, Any]:
    """Return what the settings modules say, without Django's own defaults."""
    return {
        name: getattr(settings, name)
        for name in dir(settings)
        if name.isupper() and settings.is_overridden(name)  # type: ignore[misc]
    }
