"""What a table of the demo company looks like, and the true label of each of its columns."""

from dataclasses import dataclass
from shlex import split
from typing import Literal

from consent.law.categories import CATEGORIES, Special, Subjects

Kind = Literal["postgresql", "sqlite", "files"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `label` is its true category; `ambiguous` where careful readers could differ.

    `type` is a PostgreSQL type name; the other stores translate it. `references` is "table.column".
    `subjects` is set where it differs from whose data the table holds.
    """

    name: str
    type: str
    label: str = "none"
    ambiguous: bool = False
    key: bool = False
    references: str | None = None
    comment: str = ""
    subjects: Subjects | None = None

    @property
    def special(self) -> Special | None:
        """The article that protects the column beyond Art. 6 GDPR."""
        return CATEGORIES[self.label].special


@dataclass(frozen=True, slots=True)
class Table:
    """One table or file with its columns in order; `subjects` is whose data it holds."""

    name: str
    columns: tuple[Column, ...]
    subjects: Subjects | None = None
    schema: str = ""
    comment: str = ""
    format: str = ""

    @property
    def path(self) -> str:
        """The table's name with its schema, unquoted."""
        return f"{self.schema}.{self.name}" if self.schema else self.name

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return tuple(column.name for column in self.columns if column.key)

    def subjects_of(self, column: Column) -> Subjects | None:
        """Whose data a column holds; None where it holds none."""
        return None if column.label == "none" else column.subjects or self.subjects


@dataclass(frozen=True, slots=True)
class Silo:
    """One department's system."""

    name: str
    department: str
    kind: Kind
    tables: tuple[Table, ...]

    def table(self, path: str) -> Table:
        """Return the table of this name (with its schema)."""
        return next(table for table in self.tables if table.path == path)


def tables(text: str) -> tuple[Table, ...]:
    """Read tables from lines of text.

    A table starts at the margin: `path, whose data, format # comment`; its columns are indented:
    `name type label key -> table.column (whose data) # comment`. A `?` after the label means that
    careful readers could differ.
    """
    blocks: list[list[str]] = []
    for line in text.strip("\n").splitlines():
        if line and not line[0].isspace():
            blocks.append([line])
        elif line.strip():
            blocks[-1].append(line)
    return tuple(_table(head, body) for head, *body in blocks)


def _table(head: str, lines: list[str]) -> Table:
    words, comment = _commented(head)
    schema, _, name = words[0].rpartition(".") if "/" not in words[0] else ("", "", words[0])
    return Table(
        name=name,
        schema=schema,
        comment=comment,
        subjects=None if words[1] == "-" else Subjects(words[1]),
        format=words[2] if len(words) > 2 else "",
        columns=tuple(_column(line) for line in lines),
    )


def _column(line: str) -> Column:
    words, comment = _commented(line)
    name, type_, label, *rest = words
    return Column(
        name=name,
        type=type_,
        label=label.rstrip("?"),
        ambiguous=label.endswith("?"),
        comment=comment,
        key="key" in rest,
        references=rest[rest.index("->") + 1] if "->" in rest else None,
        subjects=next((Subjects(word[1:-1]) for word in rest if word[0] == "("), None),
    )


def _commented(line: str) -> tuple[list[str], str]:
    text, _, comment = line.partition(" # ")
    return split(text), comment.strip()
