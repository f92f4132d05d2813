"""Which purposes are kindred: a refusal of one denies the other, unless the representative said why not."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from consent.law import clock, kinds
from consent.purposes.models import Difference, Purpose, PurposeVersion
from consent.purposes.states import VersionState

STANDING = frozenset({VersionState.IN_FORCE, VersionState.COMING})


@dataclass(slots=True)
class Kin:
    """A kindred purpose: the version that stands, if it ever asked for consent, and what was recorded."""

    purpose: Purpose
    standing: PurposeVersion | None = None
    asked_for_consent: bool = False
    carries: Difference | None = None

    @property
    def denies(self) -> bool:
        """Say whether a refusal of the kindred purpose denies this one."""
        return self.asked_for_consent and self.carries is None


def kindred(purpose: Purpose, categories: Collection[str]) -> list[Kin]:
    """Return the other purposes of the same kind over overlapping categories, in any of their versions."""
    found: dict[UUID, Kin] = {}
    rows = (
        PurposeVersion.objects.filter(categories__overlap=list(categories))
        .exclude(purpose=purpose)
        .select_related("purpose__department")
    )
    for version in rows.order_by("purpose__key", "number"):
        if kinds.akin(purpose.kinds, version.purpose.kinds):
            one = found.setdefault(version.purpose_id, Kin(version.purpose))
            one.asked_for_consent |= version.by_consent
            one.standing = version if version.state in STANDING else one.standing
    for difference in Difference.objects.filter(purpose=purpose, refused__in=found):
        found[difference.refused_id].carries = difference
    return list(found.values())


def stand_otherwise(versions: Sequence[PurposeVersion]) -> frozenset[UUID]:
    """Return which of the versions have a kindred one in force on the other side of consent, unexplained.

    Read with their purposes. Consent and another basis do not stand in for each other (Art. 6(1)(a), 7(3)).
    """
    now = clock.now()
    standing = PurposeVersion.objects.filter(in_force_from__isnull=False).select_related("purpose")
    others = [one for one in standing.exclude(in_force_to__lte=now) if one.state in STANDING]
    explained = set(Difference.objects.values_list("purpose_id", "refused_id"))
    return frozenset(
        version.id for version in versions if any(_clash(version, one, explained) for one in others)
    )


def _clash(version: PurposeVersion, other: PurposeVersion, explained: Iterable[tuple[UUID, UUID]]) -> bool:
    if version.purpose_id == other.purpose_id or version.by_consent == other.by_consent:
        return False
    if not set(version.categories) & set(other.categories):
        return False
    # Who refused the one by consent must not meet the one by another basis: that one has to differ
    by_consent, otherwise = (version, other) if version.by_consent else (other, version)
    return (
        kinds.akin(version.purpose.kinds, other.purpose.kinds)
        and (otherwise.purpose_id, by_consent.purpose_id) not in explained
    )
