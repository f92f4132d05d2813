"""System checks: the administrator's lists for sources can be read, and open nothing by accident."""

from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register

from catalog.sources.opening import guard


@register()
def lists_can_be_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with an entry that nobody can read: it would silently open nothing."""
    try:
        found = guard()
    except ValueError as error:
        return [Error(str(error), id="sources.E001")]
    if "/" in found.roots:
        hint = "Name the folders that hold departments' files."
        return [Warning("SOURCES_ALLOWED_ROOTS opens the whole machine.", hint=hint, id="sources.W001")]
    if any(rule.network and rule.network.prefixlen == 0 and rule.port is None for rule in found.rules):
        hint = "Name the networks or hosts of the departments' systems."
        networks = "SOURCES_ALLOWED_NETWORKS opens every address."
        return [Warning(networks, hint=hint, id="sources.W002")]
    return []
