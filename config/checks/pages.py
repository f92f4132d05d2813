"""The page that shows the DPO where the product's outside hosts stand."""

from typing import Any

from babel import Locale
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.checks.declaration import DeclarationError, DeclaredHost
from config.checks.registered import settings_mapping
from config.checks.residency import Finding, Hosted, Residency
from config.checks.startup import residency_of
from consent.parties.permissions import Permission
from consent.parties.principals import needs


@require_safe
@needs(Permission.HOSTING_READ)
def hosting(request: HttpRequest) -> HttpResponse:
    """Show every outside host, who declared it, and what the DPO should look into."""
    try:
        found = residency_of(settings_mapping())
    except DeclarationError as error:
        return render(request, "checks/hosting.html", {"unreadable": str(error)})
    return render(request, "checks/hosting.html", _context(found))


def _context(found: Residency) -> dict[str, Any]:
    rows = [_row(host) for host in found.hosts]
    return {
        "rows": rows,
        "wrong": sum(row["state"] == "bad" for row in rows),
        "open": sum(row["state"] == "warn" for row in rows),
        "unused": [_declared(entry) for entry in found.unused],
        "allowed": ", ".join(sorted(_country(code) for code in found.allowed)),
        "allowed_count": len(found.allowed),
    }


def _row(host: Hosted) -> dict[str, Any]:
    words = _purposes()
    return {
        "host": host.host,
        "purposes": ", ".join(words.get(purpose, purpose) for purpose in host.purposes),
        "settings": ", ".join(host.settings),
        "declared": _declared(host.declared) if host.declared else None,
        "state": "bad" if host.problem else "warn" if host.findings else "ok",
        "outside": Finding.OUTSIDE in host.findings,
        "transfer": Finding.TRANSFER in host.findings,
        "reliability": Finding.RELIABILITY in host.findings,
        "old": Finding.OLD in host.findings,
        "said": bool(host.problem or host.findings),
    }


def _declared(entry: DeclaredHost) -> dict[str, Any]:
    return {
        "host": entry.host,
        "operator": entry.operator,
        "country": _country(entry.country),
        "parent": entry.parent,
        "parent_country": _country(entry.parent_country),
        "by": entry.declared_by,
        "on": entry.declared_on,
        "note": entry.note,
    }


def _country(code: str) -> str:
    return str(Locale(get_language() or "de").territories.get(code, code))


def _purposes() -> dict[str, str]:
    return {
        "database": _("Database"),
        "broker": _("Task queue"),
        "mail": _("Mail"),
        "sign-in": _("Sign-in"),
        "storage": _("File storage"),
        "cache": _("Cache"),
        "keys": _("Keys"),
    }
