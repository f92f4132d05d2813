"""Which version of a purpose was in force when, from the tables; decisions read consent.purposes.book."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from consent.law.basis import Art6, Art9
from consent.law.facts import Purpose as Facts
from consent.law.facts import Record
from consent.purposes.models import PurposeVersion


def version_at(purpose: UUID, at: datetime, known_at: datetime) -> Facts | None:
    """Return the version in force at a moment, as decided by `known_at`; None where there was none."""
    found = (
        PurposeVersion.objects.filter(purpose=purpose, accepted=True, decided_at__lte=known_at)
        .filter(in_force_from__lte=at)
        .filter(Q(in_force_to__isnull=True) | Q(in_force_to__gt=at))
        .first()
    )
    return None if found is None else facts_of(found)


def facts_of(version: PurposeVersion) -> Facts:
    """Return a decided version as the law's facts. Raises ValueError for one that was never in force."""
    if version.in_force_from is None:
        raise ValueError(f"Version {version.number} of this purpose was never in force.")
    return Facts(
        record=Record("purpose_version", version.id, version.number),
        art6=Art6(version.art6),
        categories=frozenset(version.categories),
        in_force_from=version.in_force_from,
        in_force_to=version.in_force_to,
        art9=Art9(version.art9) if version.art9 else None,
        art10_law=version.art10_law,
        accepted=bool(version.accepted),
        direct_marketing=version.direct_marketing,
        for_children=version.for_children,
        legal_claims=version.legal_claims,
    )
