"""Everything that decisions need to know of purposes, read once and kept until any of it changes.

Versions of purposes never change once in force, so a process keeps them. Each write to a purpose, a
version, a difference or a notice gives the whole a new random revision in the same transaction (a
trigger of consent/decisions/migrations); a reader who sees the revision that it holds has them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from consent.law import kinds as kinds_of_purpose
from consent.law.basis import Art6, Art9
from consent.law.facts import Purpose, Record
from consent.law.standing import MaterialChange


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a purpose as stored. `facts` are None where it was never in force."""

    categories: frozenset[str]
    by_consent: bool
    known_from: datetime
    accepted_at: datetime | None
    facts: Purpose | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A purpose: its kinds, versions, material changes of its notices, and from which it differs since when."""

    kinds: frozenset[str]
    versions: tuple[Version, ...]
    changes: tuple[MaterialChange, ...]
    differs_from: Mapping[UUID, datetime] = field(default_factory=dict)
    # The kinds and everything above them
    under: frozenset[str] = frozenset()

    def akin(self, other: "Entry") -> bool:
        """Say whether both are of a kind, as consent.law.kinds.akin does."""
        return bool(self.kinds & other.under) or bool(other.kinds & self.under)


@dataclass(frozen=True, slots=True)
class Book:
    """All purposes as of one revision; None is the revision of a book that nobody may keep."""

    revision: UUID | None
    entries: Mapping[UUID, Entry]

    def version_at(self, purpose: UUID, at: datetime, known_at: datetime) -> Purpose | None:
        """Return the version in force at a moment, as decided by `known_at`; None where there was none."""
        entry = self.entries.get(purpose)
        for version in entry.versions if entry else ():
            decided = version.accepted_at is not None and version.accepted_at <= known_at
            if decided and version.facts is not None and version.facts.in_force(at):
                return version.facts
        return None

    def material_changes(self, purpose: UUID) -> tuple[MaterialChange, ...]:
        """Return the changes of a purpose's notices that end older consents."""
        entry = self.entries.get(purpose)
        return entry.changes if entry else ()

    def kin(self, purpose: UUID, at: datetime, known_at: datetime) -> tuple[UUID, ...]:
        """Return the purposes under which a refusal denies this one too.

        Kindred is what serves the same kind of purpose (DPV), or one above or below it, over overlapping
        categories, in any version known by then, and the purpose itself where it no longer rests on consent;
        except where the controller's representative recorded why it is different.
        """
        own, entry = self.version_at(purpose, at, known_at), self.entries.get(purpose)
        if own is None or entry is None:
            return ()
        return tuple(
            sorted(
                other
                for other, candidate in self.entries.items()
                if entry.akin(candidate)
                and not (other == purpose and own.by_consent)
                and not _recorded(entry.differs_from.get(other), known_at)
                and any(_asks_for(version, own.categories, known_at) for version in candidate.versions)
            )
        )


def _recorded(moment: datetime | None, known_at: datetime) -> bool:
    return moment is not None and moment <= known_at


def _asks_for(version: Version, categories: frozenset[str], known_at: datetime) -> bool:
    return version.by_consent and version.known_from <= known_at and bool(version.categories & categories)


_held: Book | None = None


def held_book() -> Book:
    """Return the book that this process holds, however old; read it where there is none yet."""
    return _held or open_book()


def open_book() -> Book:
    """Read the book anew and hold it."""
    global _held  # noqa: PLW0603 - one book a process, replaced as a whole
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        revision, versions, changes, differences = cursor.fetchone()
    _held = Book(revision, _entries(versions or [], changes or [], differences or []))
    return _held


# One statement, so that the parts and the revision are of one snapshot
_READ = """
SELECT (SELECT revision FROM decisions_purposerevision),
  (SELECT json_agg(json_build_array(p.id, p.kinds, v.id, v.number, v.art6, v.art9, v.art10_law, v.categories,
      v.accepted, v.direct_marketing, v.for_children, v.legal_claims, v.decided_at,
      least(v.drafted_at, v.decided_at), v.in_force_from, v.in_force_to) ORDER BY p.id, v.number)
    FROM purposes_purpose p JOIN purposes_purposeversion v ON v.purpose_id = p.id),
  (SELECT json_agg(DISTINCT jsonb_build_array(np.purpose_id, n.number, n.effective_from, n.confirmed_at))
    FROM purposes_noticeversion n JOIN purposes_notice_purposes np ON np.notice_id = n.notice_id
    WHERE n.material AND n.effective_from IS NOT NULL AND n.number > 1),
  (SELECT json_agg(json_build_array(purpose_id, refused_id, recorded_at)) FROM purposes_difference)
"""

Rows = list[list[object]]


def _entries(versions: Rows, changes: Rows, differences: Rows) -> dict[UUID, Entry]:
    kinds: dict[UUID, frozenset[str]] = {}
    of: dict[UUID, list[Version]] = {}
    changed: dict[UUID, list[MaterialChange]] = {}
    differing: dict[UUID, dict[UUID, datetime]] = {}
    for purpose, terms, *columns in versions:
        kinds[UUID(str(purpose))] = frozenset(terms)  # type: ignore[call-overload]
        of.setdefault(UUID(str(purpose)), []).append(_version(columns))
    for purpose, number, effective, known in changes:
        moments = (datetime.fromisoformat(str(one)) for one in (effective, known))
        change = MaterialChange(int(str(number)), *moments)
        changed.setdefault(UUID(str(purpose)), []).append(change)
    for purpose, refused, recorded in differences:
        differing.setdefault(UUID(str(purpose)), {})[UUID(str(refused))] = datetime.fromisoformat(
            str(recorded)
        )
    return {
        key: Entry(
            kinds[key],
            tuple(rows),
            tuple(changed.get(key, ())),
            differing.get(key, {}),
            kinds_of_purpose.broader(kinds[key]),
        )
        for key, rows in of.items()
    }


def _version(columns: list[object]) -> Version:
    (number, which, art6, art9, art10_law, categories, accepted, marketing, children, claims, decided, known,
     since, until) = columns  # fmt: skip
    basis, condition = Art6(str(art6)), Art9(str(art9)) if art9 else None
    covered = frozenset(categories)  # type: ignore[call-overload]
    started, ended = _moment(since), _moment(until)
    facts = None if started is None else Purpose(
        record=Record("purpose_version", UUID(str(number)), int(str(which))), art6=basis, categories=covered,
        in_force_from=started, in_force_to=ended, art9=condition, art10_law=str(art10_law),
        accepted=bool(accepted), direct_marketing=bool(marketing), for_children=bool(children),
        legal_claims=bool(claims),
    )  # fmt: skip
    by_consent = basis is Art6.CONSENT or condition is Art9.EXPLICIT_CONSENT
    known_from = datetime.fromisoformat(str(known))
    return Version(covered, by_consent, known_from, _moment(decided) if accepted else None, facts)


def _moment(value: object) -> datetime | None:
    return None if value is None else datetime.fromisoformat(str(value))
