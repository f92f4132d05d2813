"""Scan a source once by its URL, with the caller's own rights; needs no database and stores nothing."""

from collections.abc import Callable

from catalog.classify.classifier import RULES_VERSION
from catalog.fields.examining import Examined, examine
from catalog.fields.report import Report, tables_of
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.registry import open_source, source_name
from consent.law import clock

_TABLES_A_STEP = 200

Progress = Callable[[int, int], None]
"""Told how many tables are done, of how many."""


def scan_once(url: str, progress: Progress) -> Report:
    """Scan the source. Raises SourceError where it cannot be opened; failed tables are in the report."""
    started, name = clock.now(), source_name(url)
    examined: list[Examined] = []
    with open_source(url, guard=Guard.permissive()) as connector:
        refs = list(connector.collections())
        progress(0, len(refs))
        for start in range(0, len(refs), _TABLES_A_STEP):
            for part in examine(connector, refs[start : start + _TABLES_A_STEP], source=name):
                examined += part
                progress(len(examined), len(refs))
    return Report(name, started, RULES_VERSION, tables_of(examined))
