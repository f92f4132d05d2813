"""Which version of a purpose was in force when, which notices changed the matter, which purposes are kin."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from consent.law.basis import Art6, Art9
from consent.law.facts import Purpose as Facts
from consent.law.facts import Record
from consent.law.standing import MaterialChange
from consent.purposes.models import Difference, NoticeVersion, PurposeVersion


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


def material_changes(purpose: UUID) -> list[MaterialChange]:
    """Return the changes of a purpose's notices that end older consents."""
    rows = NoticeVersion.objects.filter(
        notice__purposes=purpose, material=True, effective_from__isnull=False, number__gt=1
    )
    found = rows.values_list("number", "effective_from").distinct().order_by("number")
    return [MaterialChange(number, effective) for number, effective in found if effective is not None]


def kin(purpose: UUID, at: datetime, known_at: datetime) -> list[UUID]:
    """Return the purposes under which a refusal denies this one too.

    Kindred is what serves the same kind of purpose (DPV) over overlapping categories, in any version, and
    the purpose itself where it no longer rests on consent; except where the controller's representative
    recorded why it is different.
    """
    own = version_at(purpose, at, known_at)
    if own is None:
        return []
    kinds = (
        PurposeVersion.objects.filter(purpose=purpose).values_list("purpose__kinds", flat=True).first() or []
    )
    differing = Difference.objects.filter(purpose=purpose, recorded_at__lte=known_at).values("refused")
    found = (
        PurposeVersion.objects.filter(purpose__kinds__overlap=kinds, categories__overlap=list(own.categories))
        .filter(Q(art6=Art6.CONSENT.value) | Q(art9=Art9.EXPLICIT_CONSENT.value))
        .exclude(purpose__in=differing)
    )
    if own.by_consent:
        found = found.exclude(purpose=purpose)
    return sorted(set(found.values_list("purpose", flat=True)))
