"""Scan a source once by its URL, with the caller's own rights; needs no database and stores nothing."""

import os
from collections.abc import Callable
from dataclasses import replace

from catalog.classify.classifier import RULES_VERSION
from catalog.fields.examining import Examined, examine
from catalog.fields.report import Report, tables_of
from catalog.sources.connectors.base import SourceError
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.registry import open_source, place_of, source_name
from catalog.sources.connectors.spec import SourceSpec, parse_url
from consent.law import clock

_TABLES_A_STEP = 200

Progress = Callable[[int, int], None]
"""Told how many tables are done, of how many."""


def scan_once(url: str, progress: Progress) -> Report:
    """Scan the source. Raises SourceError where it cannot be opened; failed tables are in the report."""
    spec = _where_it_is(parse_url(url))
    try:
        return _scanned(spec, progress)
    except SourceError as error:
        raise SourceError(f"{place_of(spec)}: {error}", code=error.code) from None


def _scanned(spec: SourceSpec, progress: Progress) -> Report:
    started, name = clock.now(), source_name(spec)
    examined: list[Examined] = []
    with open_source(spec, guard=Guard.permissive()) as connector:
        refs = list(connector.collections())
        progress(0, len(refs))
        for start in range(0, len(refs), _TABLES_A_STEP):
            for part in examine(connector, refs[start : start + _TABLES_A_STEP], source=name):
                examined += part
                progress(len(examined), len(refs))
    return Report(name, started, RULES_VERSION, tables_of(examined))


def _where_it_is(spec: SourceSpec) -> SourceSpec:
    """Take sqlite:///shop.db as other programs do: below the folder that one stands in, where / has no such file."""
    near = os.path.abspath(spec.path.lstrip("/"))
    if spec.path and not os.path.lexists(spec.path) and os.path.lexists(near):
        return replace(spec, path=near)
    return spec
