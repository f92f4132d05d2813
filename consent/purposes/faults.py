"""What the law holds against versions of purposes: the rules are consent.law.basis, here are their facts."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from consent.law import clock
from consent.law.basis import Art6, Art9, Fault, Proposal, faults
from consent.purposes.kinship import stand_otherwise
from consent.purposes.models import PurposeVersion
from consent.purposes.origins import Unknown, unknown_origins
from consent.purposes.stored import balancing_of

# Only the controller's representative can answer these, so they do not keep the opinion from being asked
FOR_REPRESENTATIVE = frozenset({"consent_not_replaced", "consent_no_fallback"})


def faults_of(version: PurposeVersion, left_because: str = "") -> tuple[Fault, ...]:
    """Return what today's law holds against a version.

    `left_because` is what the representative would record on why consent is left for another basis.
    """
    return faults_of_all([version], left_because)[version.id]


def faults_of_all(
    versions: Sequence[PurposeVersion], left_because: str = ""
) -> dict[UUID, tuple[Fault, ...]]:
    """Return the same for many versions, in as many queries as for one; read with purpose and balancing."""
    left, otherwise, day = _after_consent(versions), stand_otherwise(versions), today()
    return {
        one.id: faults(
            proposal_of(one, left_because, after_consent=one.id in left, otherwise=one.id in otherwise), day
        )
        for one in versions
    }


def today() -> date:
    """Return the day that it is for the controller."""
    return timezone.localtime(clock.now()).date()


def proposal_of(
    version: PurposeVersion, left_because: str = "", *, after_consent: bool, otherwise: bool
) -> Proposal:
    """Return a version as the law looks at it."""
    return Proposal(
        art6=Art6(version.art6),
        art9=Art9(version.art9) if version.art9 else None,
        categories=frozenset(version.categories),
        art10_law=version.art10_law,
        law=version.law,
        contract=version.contract,
        balancing=balancing_of(version.balancing),
        # A private body can have a public task of its own; only where it says so does (f) fall away
        public_body=version.public_task,
        public_task=version.public_task,
        subjects=frozenset(version.subjects),
        freedom_to_refuse=version.freedom_to_refuse,
        non_profit_members_only=version.non_profit_members_only,
        professional_secrecy=version.professional_secrecy,
        bundled_with_contract=version.bundled_with_contract,
        consent_before=after_consent,
        consent_left_because=version.consent_left_because or left_because,
        kindred_otherwise=otherwise,
    )


def gaps_of(version: PurposeVersion) -> list[Unknown]:
    """Return what is not known of the data that a version is the first of its purpose to cover.

    A new purpose over data of unknown origin cannot be held against what they were collected for (Art. 5(1)(b),
    6(4)), so unknown denies it.
    """
    accepted = PurposeVersion.objects.filter(purpose=version.purpose_id, accepted=True)
    covered = {key for row in accepted.values_list("categories", flat=True) for key in row}
    new = set(version.categories) - covered
    return unknown_origins(new, version.subjects) if new else []


def _after_consent(versions: Sequence[PurposeVersion]) -> frozenset[UUID]:
    """Return which versions follow one of the same purpose that was accepted and rested on consent."""
    by_consent = Q(art6=Art6.CONSENT.value) | Q(art9=Art9.EXPLICIT_CONSENT.value)
    held = PurposeVersion.objects.filter(
        by_consent, accepted=True, purpose__in={one.purpose_id for one in versions}
    )
    earlier = list(held.values_list("purpose_id", "number"))
    return frozenset(
        one.id
        for one in versions
        if any(purpose == one.purpose_id and number < one.number for purpose, number in earlier)
    )
