"""A notice's versions by number, in all their languages: where each stands, what it covers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from consent.law import clock
from consent.law.notices import Scope
from consent.purposes.models import Notice, NoticeVersion
from consent.purposes.notice_copy import digest_of


class EditionState(StrEnum):
    """Where a version stands; PROPOSED: one person has said whether it is material, a second must agree."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    COMING = "coming"
    IN_FORCE = "in_force"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Edition:
    """One version: the same number in each of its languages, German first."""

    number: int
    rows: tuple[NoticeVersion, ...]
    replaced_at: datetime | None = None

    @property
    def first(self) -> NoticeVersion:
        """The row that speaks for all languages where they are alike."""
        return self.rows[0]

    @property
    def published(self) -> bool:
        """Say whether it can no longer change."""
        return self.first.effective_from is not None

    @property
    def state(self) -> EditionState:
        """Say where it stands now."""
        since = self.first.effective_from
        if since is None:
            return EditionState.DRAFT if self.first.material is None else EditionState.PROPOSED
        now = clock.now()
        if since > now:
            return EditionState.COMING
        replaced = self.replaced_at is not None and self.replaced_at <= now
        return EditionState.REPLACED if replaced else EditionState.IN_FORCE

    @property
    def digest(self) -> bytes:
        """The hash over the copies in all languages."""
        return digest_of([bytes(row.sha256) for row in self.rows])

    @property
    def scope(self) -> Scope:
        """What it covers, as far as it decides whether older consents still count."""
        return Scope(
            frozenset(str(one) for row in self.rows for one in row.covers),
            frozenset(one for row in self.rows for one in row.recipients),
            frozenset(one for row in self.rows for one in row.countries),
        )

    @property
    def covers(self) -> frozenset[UUID]:
        """The purposes that it tells of."""
        return frozenset(one for row in self.rows for one in row.covers)

    def in_language(self, language: str) -> NoticeVersion | None:
        """Return its row in a language; None where it is not told in it."""
        return next((row for row in self.rows if row.language == language), None)


def editions_of(notice: Notice) -> list[Edition]:
    """Return the versions of a notice, the newest first; one query."""
    return editions(NoticeVersion.objects.filter(notice=notice))


def editions(rows: Iterable[NoticeVersion]) -> list[Edition]:
    """Group the rows of one notice by number, the newest first."""
    ordered = sorted(rows, key=lambda row: (-row.number, row.language))
    found: list[Edition] = []
    newer: datetime | None = None
    for number, group in groupby(ordered, key=lambda row: row.number):
        edition = Edition(number, tuple(group), newer)
        found.append(edition)
        newer = edition.first.effective_from or newer
    return found


def tells_of(purpose: UUID) -> Q:
    """Filter versions to those that tell of a purpose; the oldest rows do not say of which they tell."""
    return Q(covers=[]) | Q(covers__contains=[purpose])


def before(all_of_them: Sequence[Edition], edition: Edition) -> Edition | None:
    """Return the version that was published before this one."""
    older = (one for one in all_of_them if one.number < edition.number and one.published)
    return max(older, key=lambda one: one.number, default=None)
