"""What a scan found, as the command hands it out: for machines as JSON, for people as a table (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.classify.types import Verdict
from catalog.fields.examining import Examined


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One column as it is reported; never with a value."""

    column: str
    type: str
    personal: bool
    category: str
    special: str | None
    confidence: float
    category_confidence: float
    reasons: Sequence[dict[str, str]]


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table as it is reported; `error` is a sentence where it could not be read (in full)."""

    schema: str
    table: str
    subjects: str | None
    rows_estimated: int | None
    error: str | None
    error_code: str | None
    columns: Sequence[ReportColumn]

    @property
    def name(self) -> str:
        """Return the table's name with its schema."""
        return f"{self.schema}.{self.table}" if self.schema else self.table

    @property
    def personal(self) -> list[ReportColumn]:
        """Return the columns that hold personal data, specially protected ones first."""
        return sorted((c for c in self.columns if c.personal), key=lambda c: c.special is None)


@dataclass(frozen=True, slots=True)
class Report:
    """One scan as it is reported."""

    source: str
    started: datetime
    rules_version: str
    tables: Sequence[ReportTable]

    def as_json(self) -> dict[str, Any]:
        """Return the report in the shape that the command documents."""
        return {
            "source": self.source,
            "started": self.started.isoformat(timespec="seconds"),
            "rules_version": self.rules_version,
            "tables": [_table_json(table) for table in self.tables],
            "errors": [
                {"schema": t.schema, "table": t.table, "code": t.error_code, "message": t.error}
                for t in self.tables
                if t.error
            ],
        }


def tables_of(examined: Iterable[Examined]) -> list[ReportTable]:
    """Return examined tables as they are reported."""
    return [
        ReportTable(
            schema=one.description.ref.schema,
            table=one.description.ref.name,
            subjects=one.subjects,
            rows_estimated=one.description.ref.rows_estimated,
            error=one.error or None,
            error_code=one.error_code or None,
            columns=[
                column_of(column.name, column.type, verdict)
                for column, verdict in zip(one.description.columns, one.verdicts, strict=True)
            ],
        )
        for one in examined
    ]


def column_of(name: str, kind: str, verdict: Verdict) -> ReportColumn:
    """Return a column with its verdict as it is reported."""
    return ReportColumn(
        column=name,
        type=kind,
        personal=verdict.personal,
        category=verdict.category,
        special=verdict.special,
        confidence=round(verdict.confidence, 4),
        category_confidence=round(verdict.category_confidence, 4),
        reasons=[{"rule": reason.rule, "de": reason.de, "en": reason.en} for reason in verdict.reasons],
    )


def _table_json(table: ReportTable) -> dict[str, Any]:
    return {
        "schema": table.schema,
        "table": table.table,
        "subjects": table.subjects,
        "rows_estimated": table.rows_estimated,
        "error": table.error,
        "columns": [_column_json(column) for column in table.columns],
    }


def _column_json(column: ReportColumn) -> dict[str, Any]:
    return {
        "column": column.column,
        "type": column.type,
        "personal": column.personal,
        "category": column.category,
        "special": column.special,
        "confidence": column.confidence,
        "category_confidence": column.category_confidence,
        "reasons": list(column.reasons),
    }
