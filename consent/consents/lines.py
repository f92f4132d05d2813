"""The lines of a CSV file of consent events; pure. One line is one event, so a broken one breaks no other."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consent.consents.admission import Fault
from consent.law.standing import Kind

NEEDED = ("key", "purpose", "kind", "channel", "at")
OPTIONAL = (
    "subject", "identifier_kind", "identifier", "identifier_source", "notice", "language", "expression",
    "explicit", "guardian", "opt_in_sent_at", "opt_in_confirmed_at", "valid_until", "steps",
)  # fmt: skip
_YES, _NO = frozenset({"yes", "true", "1", "ja"}), frozenset({"", "no", "false", "0", "nein"})


class NoHeading(ValueError):
    """The file's first line does not name the columns that are needed."""


class Broken(ValueError):
    """A line cannot be taken; `fault` names the column and why."""

    def __init__(self, column: str, code: str) -> None:
        super().__init__(code)
        self.fault = Fault(column, code)


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns in order, and what separates them."""

    columns: tuple[str, ...]
    delimiter: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says, read and typed."""

    number: int
    key: str
    purpose: str
    kind: Kind
    channel: str
    at: datetime
    subject: UUID | None
    identifier: tuple[str, str, UUID | None] | None
    notice: str
    language: str
    expression: str
    explicit: bool
    guardian: bool
    opt_in_sent_at: datetime | None
    opt_in_confirmed_at: datetime | None
    valid_until: datetime | None
    steps: int | None


def heading_of(raw: bytes) -> Heading:
    """Read the first line. Raises NoHeading, naming what is missing or not known."""
    text = _text(raw.removeprefix(b"\xef\xbb\xbf"), NoHeading("The first line is not text in UTF-8."))
    delimiter = max(",;\t", key=text.count)
    columns = tuple(name.strip().lower() for name in next(csv.reader([text], delimiter=delimiter), []))
    missing = [name for name in NEEDED if name not in columns]
    if missing or not {"subject", "identifier"} & set(columns):
        raise NoHeading(
            f"The first line must name the columns {', '.join(NEEDED)}, and subject or identifier; "
            f"missing: {', '.join(missing) or 'subject or identifier'}."
        )
    odd = [name for name in columns if name not in (*NEEDED, *OPTIONAL)]
    if odd or len(set(columns)) != len(columns):
        raise NoHeading(f"These columns are not known, or named twice: {', '.join(odd) or 'named twice'}.")
    return Heading(columns, delimiter)


def read(heading: Heading, lines: Iterable[tuple[int, bytes]]) -> Iterator[Line | tuple[int, Fault]]:
    """Read each line, or say why it cannot be read; empty lines are left out."""
    for number, raw in lines:
        if not raw.strip():
            continue
        try:
            yield _line(number, _fields(heading, raw))
        except Broken as broken:
            yield number, broken.fault


def _fields(heading: Heading, raw: bytes) -> dict[str, str]:
    text = _text(raw, Broken("", "encoding")).rstrip("\r\n")
    try:
        values = next(csv.reader([text], delimiter=heading.delimiter, strict=True))
    except csv.Error:
        raise Broken("", "quotes") from None
    if len(values) != len(heading.columns):
        raise Broken("", "columns")
    return dict(zip(heading.columns, (value.strip() for value in values), strict=True))


def _line(number: int, said: Mapping[str, str]) -> Line:
    if not 0 < len(said["key"]) <= 80:
        raise Broken("key", "key")
    if said["kind"] not in set(Kind):
        raise Broken("kind", "kind")
    if said.get("language", "") not in {"", "de", "en"}:
        raise Broken("language", "language")
    at = _moment(said, "at")
    if at is None:
        raise Broken("at", "time_missing")
    return Line(
        number=number, key=said["key"], purpose=said["purpose"], kind=Kind(said["kind"]),
        channel=said["channel"], at=at, subject=_record(said), identifier=_identifier(said),
        notice=said.get("notice", ""), language=said.get("language", ""),
        expression=said.get("expression", ""), explicit=_flag(said, "explicit"),
        guardian=_flag(said, "guardian"), opt_in_sent_at=_moment(said, "opt_in_sent_at"),
        opt_in_confirmed_at=_moment(said, "opt_in_confirmed_at"), valid_until=_moment(said, "valid_until"),
        steps=_steps(said),
    )  # fmt: skip


def _record(said: Mapping[str, str]) -> UUID | None:
    value = said.get("subject", "")
    if not value and not said.get("identifier", ""):
        raise Broken("subject", "person_missing")
    try:
        return UUID(value) if value else None
    except ValueError:
        raise Broken("subject", "record_id") from None


def _identifier(said: Mapping[str, str]) -> tuple[str, str, UUID | None] | None:
    if not said.get("identifier", ""):
        return None
    source = said.get("identifier_source", "")
    try:
        return (
            said.get("identifier_kind", "") or "email",
            said["identifier"],
            UUID(source) if source else None,
        )
    except ValueError:
        raise Broken("identifier_source", "person_unknown") from None


def _moment(said: Mapping[str, str], name: str) -> datetime | None:
    value = said.get(name, "")
    if not value:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise Broken(name, "time") from None
    if read.utcoffset() is None:
        raise Broken(name, "time")
    return read


def _flag(said: Mapping[str, str], name: str) -> bool:
    value = said.get(name, "").lower()
    if value not in _YES | _NO:
        raise Broken(name, "yes_no")
    return value in _YES


def _steps(said: Mapping[str, str]) -> int | None:
    value = said.get("steps", "")
    return int(value) if value.isdecimal() and len(value) < 4 else None


def _text(raw: bytes, error: Exception) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise error from None
