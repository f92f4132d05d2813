"""The operator's declaration of every outside host: who runs it, where, and who owns that company; pure."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

COUNTRY = re.compile(r"[A-Z]{2}")
TEXTS = ("host", "operator", "country", "parent", "parent_country", "declared_by")
KNOWN = frozenset((*TEXTS, "declared_on", "note"))


class DeclarationError(Exception):
    """The hosting file cannot be used. The message is one sentence that says where and what to do."""


@dataclass(frozen=True, slots=True)
class DeclaredHost:
    """One host as its operator was declared. Countries are two-letter codes (ISO 3166-1).

    `parent` is the company that ultimately owns the operator: the operator itself where nobody does.
    """

    host: str
    operator: str
    country: str
    parent: str
    parent_country: str
    declared_by: str
    declared_on: date
    note: str = ""


def read_declaration(path: Path) -> tuple[DeclaredHost, ...]:
    """Read the hosting file. Raises DeclarationError."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DeclarationError(
            f"HOSTING_FILE names {path}, which cannot be read ({error.strerror})."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path} is not valid TOML: {error}.") from None
    entries = content.get("host", [])
    if not isinstance(entries, list):
        raise DeclarationError(f"{path} must hold one [[host]] table for each host.")
    declared = tuple(_entry(path, number, entry) for number, entry in enumerate(entries, start=1))
    names = [entry.host for entry in declared]
    if twice := {name for name in names if names.count(name) > 1}:
        raise DeclarationError(f"{path} declares {', '.join(sorted(twice))} more than once.")
    return declared


def _entry(path: Path, number: int, entry: Any) -> DeclaredHost:
    place = f"{path}, host {number}"
    if not isinstance(entry, dict):
        raise DeclarationError(f"{place} must be a [[host]] table.")
    if unknown := sorted(set(entry) - KNOWN):
        raise DeclarationError(f"{place} has a field that does not exist: {', '.join(unknown)}.")
    texts = {name: _text(place, entry, name) for name in TEXTS}
    for name in ("country", "parent_country"):
        if not COUNTRY.fullmatch(texts[name]):
            raise DeclarationError(f'{place}: {name} must be a two-letter code such as "DE".')
    return DeclaredHost(
        **texts | {"host": texts["host"].lower().rstrip(".")},
        declared_on=_day(place, entry),
        note=str(entry.get("note", "")),
    )


def _text(place: str, entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise DeclarationError(f"{place}: {name} is missing.")
    return value.strip()


def _day(place: str, entry: dict[str, Any]) -> date:
    value = entry.get("declared_on")
    if type(value) is not date:
        raise DeclarationError(f"{place}: declared_on must be a date such as 2026-11-02, without quotes.")
    return value
