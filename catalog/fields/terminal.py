"""A scan's report for people in a terminal: what is personal, table by table, in their language (pure)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import shorten, wrap

from catalog.fields.report import Report, ReportColumn, ReportTable
from consent.law.categories import CATEGORIES, SUBJECTS, Subjects

_NARROWEST = 60
_WORDS = {
    "de": {
        "tables": "Tabellen", "columns": "Spalten", "personal": "personenbezogen",
        "special": "besonders geschützt", "failed": "nicht oder nicht ganz lesbar", "rows": "Zeilen, geschätzt",
        "further": "weitere Spalten ohne Personenbezug", "one_further": "weitere Spalte ohne Personenbezug",
        "without": "Ohne Personenbezug", "column": "Spalte", "type": "Typ", "category": "Kategorie",
        "sure": "sicher", "why": "warum", "not_read": "Nicht (ganz) gelesen", "none": "keine",
        "empty": "Diese Quelle zeigt dem Konto keine Tabellen; prüfen Sie Datenbank und Rechte.",
        "json": "Alles mit allen Gründen: --json",
    },
    "en": {
        "tables": "tables", "columns": "columns", "personal": "personal",
        "special": "specially protected", "failed": "not readable (in full)", "rows": "rows, estimated",
        "further": "further columns without personal data", "one_further": "further column without personal data",
        "without": "Without personal data", "column": "column", "type": "type", "category": "category",
        "sure": "sure", "why": "why", "not_read": "Not read (in full)", "none": "none",
        "empty": "This source shows no tables to the account; check the database and its rights.",
        "json": "Everything with all reasons: --json",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """How it is written: the language, the terminal's width, and whether it may be coloured.

    `explain` says by its code what could not be read; where it has nothing to add, the message stands alone.
    """

    language: str
    width: int
    colour: bool
    explain: Callable[[str], str] = lambda code: ""

    def word(self, key: str) -> str:
        """Return a word in the reader's language."""
        return _WORDS[self.language][key]

    def strong(self, text: str) -> str:
        """Write in bold where colours are allowed."""
        return f"\033[1m{text}\033[0m" if self.colour else text

    def quiet(self, text: str) -> str:
        """Write dimmed where colours are allowed."""
        return f"\033[2m{text}\033[0m" if self.colour else text

    def warned(self, text: str) -> str:
        """Write in yellow where colours are allowed."""
        return f"\033[33m{text}\033[0m" if self.colour else text

    def number(self, number: int) -> str:
        """Write a number with its thousands apart."""
        return f"{number:,}".replace(",", "." if self.language == "de" else ",")

    def name_of(self, category: str) -> str:
        """Name a category."""
        found = CATEGORIES[category]
        return found.de if self.language == "de" else found.en


def lines_of(report: Report, style: Style, seconds: float) -> Iterator[str]:
    """Write the report: a line that says it all, each table that holds personal data, then the rest."""
    yield from _summary(report, style, seconds)
    if not report.tables:
        yield style.word("empty")
        return
    widths = _widths(report, style)
    for table in _by_weight(report):
        yield from _table(table, style, widths)
    yield from _rest(report, style)


def _summary(report: Report, style: Style, seconds: float) -> Iterator[str]:
    columns = [column for table in report.tables for column in table.columns]
    counts = [
        (len(report.tables), "tables"),
        (len(columns), "columns"),
        (sum(column.personal for column in columns), "personal"),
        (sum(column.special is not None for column in columns), "special"),
    ]
    failed = sum(table.error is not None for table in report.tables)
    counts += [(failed, "failed")] if failed else []
    said = ", ".join(f"{style.number(number)} {style.word(word)}" for number, word in counts)
    took = f"{seconds:.1f} s".replace(".", "," if style.language == "de" else ".")
    yield style.strong(report.source)
    yield f"{said} ({took})"
    yield ""


def _by_weight(report: Report) -> list[ReportTable]:
    """Return the tables with personal data, those with specially protected columns first."""
    holding = [table for table in report.tables if table.personal]
    return sorted(holding, key=lambda t: (-sum(c.special is not None for c in t.columns), t.name.lower()))


def _widths(report: Report, style: Style) -> tuple[int, int, int]:
    """Return the widths of column, type and category, the same for all tables so that the eye can run."""
    personal = [column for table in report.tables for column in table.personal]
    name = max([len(style.word("column")), *(len(column.column) for column in personal)])
    kind = max([len(style.word("type")), *(len(column.type) for column in personal)])
    category = max([len(style.word("category")), *(len(_category(column, style)) for column in personal)])
    return min(name, max(14, style.width // 4)), min(kind, max(8, style.width // 7)), category


def _table(table: ReportTable, style: Style, widths: tuple[int, int, int]) -> Iterator[str]:
    about = []
    if table.subjects:
        english, german = SUBJECTS[Subjects(table.subjects)]
        about.append(german if style.language == "de" else english)
    if table.rows_estimated is not None:
        about.append(f"{style.number(table.rows_estimated)} {style.word('rows')}")
    yield style.strong(_shown(table.name)) + style.quiet(f"  {', '.join(about)}" if about else "")
    for column in table.personal:
        yield _row(column, style, widths)
    rest = [_shown(column.column) for column in table.columns if not column.personal]
    if rest:
        word = style.word("one_further" if len(rest) == 1 else "further")
        said = f"{style.number(len(rest))} {word}: {', '.join(rest)}"
        yield "  " + style.quiet(shorten(said, max(_NARROWEST, style.width) - 2, placeholder=" …"))
    yield ""


def _row(column: ReportColumn, style: Style, widths: tuple[int, int, int]) -> str:
    name, kind, category = widths
    sure = f"{round(column.category_confidence * 100):>3} %"
    said = _category(column, style).ljust(category)
    start = f"  {_cut(column.column, name)}  {style.quiet(_cut(column.type, kind))}  "
    start += (style.warned(said) if column.special else said) + f"  {sure}"
    left = style.width - (2 + name + 2 + kind + 2 + category + 2 + 5 + 2)
    if left < 24 or not column.reasons:
        return start
    why = column.reasons[0][style.language]
    return f"{start}  {style.quiet(shorten(why, left, placeholder=' …'))}"


def _rest(report: Report, style: Style) -> Iterator[str]:
    without = [_shown(table.name) for table in report.tables if not table.personal and not table.error]
    if without:
        yield style.strong(f"{style.word('without')} ({style.number(len(without))})")
        yield from (f"  {line}" for line in wrap(", ".join(without), max(_NARROWEST, style.width) - 2)[:12])
        yield ""
    failed = [table for table in report.tables if table.error]
    if failed:
        yield style.warned(f"{style.word('not_read')} ({style.number(len(failed))})")
        yield from (f"  {_shown(table.name)}: {_shown(_failure(table, style))}" for table in failed)
        yield ""
    yield style.quiet(style.word("json"))


def _failure(table: ReportTable, style: Style) -> str:
    """Say why a table could not be read (in full); the system's own message follows what explains it."""
    said = (table.error or "").removeprefix(f"{table.table}: ")
    explained = style.explain(table.error_code or "failed")
    return f"{explained} ({said})" if explained else said


def _category(column: ReportColumn, style: Style) -> str:
    name = style.name_of(column.category)
    article = {"art9": " Art. 9", "art10": " Art. 10"}.get(column.special or "", "")
    return name + article


def _shown(name: str) -> str:
    """Return a foreign name without what would steer the terminal."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name)


def _cut(text: str, width: int) -> str:
    shown = _shown(text)
    return shown.ljust(width) if len(shown) <= width else shown[: width - 1] + "…"
