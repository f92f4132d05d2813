"""Every address of the product, read from its url configuration, so that no page can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

NOT_PAGES = ("api/", "static/")


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its name with its namespaces, its form, and the names of its variable parts."""

    name: str
    form: str
    variables: tuple[str, ...]

    def __str__(self) -> str:
        return self.form or "/"


def routes() -> list[Route]:
    """Return all addresses that may be pages, in order."""
    found = {route.form: route for route in _walk(get_resolver(), "", (), ())}
    return [route for form, route in sorted(found.items()) if not form.startswith(NOT_PAGES)]


def _walk(
    resolver: URLResolver, before: str, spaces: tuple[str, ...], variables: tuple[str, ...]
) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        form = before + str(pattern.pattern)
        here = variables + tuple(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            space = (pattern.namespace,) if pattern.namespace else ()
            yield from _walk(pattern, form, spaces + space, here)
        elif isinstance(pattern, URLPattern):
            yield Route(":".join([*spaces, pattern.name or ""]), form, here)
