"""What lacks a basis: purposes without one, bases that the law of today faults, tests to review, law to verify."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from consent.law import tables
from consent.law.basis import TO_BE_VERIFIED, Fault
from consent.law.decision import rule_texts
from consent.purposes.faults import faults_of_all, today
from consent.purposes.models import NoticeVersion, Purpose, PurposeVersion
from consent.purposes.states import VersionState

SOON = timedelta(days=60)
# Said of its own, with the day, in the list of reviews
_REVIEW = "balancing_review"


@dataclass(frozen=True, slots=True)
class Review:
    """A balancing test to be looked at again: overdue, or due soon."""

    version: PurposeVersion
    due: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class ToVerify:
    """A rule that nobody has checked against the law's text yet, and the purposes that rest on it."""

    article: str
    de: str
    en: str
    purposes: tuple[Purpose, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """Everything that lacks, of the purposes that were looked at."""

    without: Sequence[tuple[Purpose, PurposeVersion | None]]
    faulty: Sequence[tuple[PurposeVersion, tuple[Fault, ...]]]
    reviews: Sequence[Review]
    untold: Sequence[PurposeVersion]
    to_verify: Sequence[ToVerify]


def lacking(purposes: QuerySet[Purpose]) -> Lacking:
    """Return what lacks of these purposes, in as many queries as for one. Ended ones lack nothing."""
    rows = PurposeVersion.objects.filter(purpose__in=purposes).select_related(
        "purpose__department", "balancing"
    )
    versions = list(rows.order_by("purpose__key", "number"))
    standing = [one for one in versions if one.state is VersionState.IN_FORCE]
    found = faults_of_all(standing)
    told = _told()
    return Lacking(
        without=_without(list(purposes.order_by("key")), versions),
        faulty=[(one, rest) for one in standing if (rest := _without_review(found[one.id]))],
        reviews=_reviews(standing),
        untold=[one for one in standing if one.by_consent and one.purpose_id not in told],
        to_verify=_to_verify(standing),
    )


def _without(
    purposes: Sequence[Purpose], versions: Sequence[PurposeVersion]
) -> list[tuple[Purpose, PurposeVersion | None]]:
    holding = {one.purpose_id for one in versions if one.state is VersionState.IN_FORCE}
    last = {one.purpose_id: one for one in versions}
    ended = {key for key, one in last.items() if one.state in {VersionState.ENDED, VersionState.COMING}}
    return [(one, last.get(one.id)) for one in purposes if one.id not in holding | ended]


def _without_review(found: tuple[Fault, ...]) -> tuple[Fault, ...]:
    return tuple(fault for fault in found if fault.rule != _REVIEW)


def _reviews(standing: Sequence[PurposeVersion]) -> list[Review]:
    day = today()
    due = [(one.balancing.review_on, one) for one in standing if one.balancing and one.balancing.review_on]
    near = [(when, one) for when, one in due if when <= day + SOON]
    return [Review(one, when, when < day) for when, one in sorted(near, key=lambda pair: pair[0])]


def _told() -> set[UUID]:
    """Return the purposes of which a published notice tells."""
    published = NoticeVersion.objects.filter(effective_from__isnull=False)
    return set(published.values_list("notice__purposes", flat=True))


def _to_verify(standing: Sequence[PurposeVersion]) -> list[ToVerify]:
    found = [_ages([one for one in standing if one.for_children]), *_rules(standing)]
    employees = [one for one in standing if one.by_consent and "employee" in one.subjects]
    of_fault = {"employee_free_to_refuse": employees}
    for fault in TO_BE_VERIFIED:
        resting = of_fault.get(fault.rule, [])
        found.append(ToVerify(fault.article, fault.de, fault.en, tuple(one.purpose for one in resting)))
    return found


def _ages(for_children: Sequence[PurposeVersion]) -> ToVerify:
    rows = tables.in_force("child_ages", today())
    countries = ", ".join(row.values["country"] for row in rows if not row.verified)
    return ToVerify(
        "8-1",
        f"Ab welchem Alter Kinder in diesen Ländern selbst einwilligen: {countries}.",
        f"From which age children consent themselves in these countries: {countries}.",
        tuple(one.purpose for one in for_children),
    )


def _rules(standing: Sequence[PurposeVersion]) -> list[ToVerify]:
    """Return the decision's rules that are to be verified; the one on channels concerns direct marketing."""
    marketing = tuple(one.purpose for one in standing if one.direct_marketing)
    return [
        ToVerify(text.article, text.de, text.en, marketing if rule == "channel_permitted" else ())
        for rule, text in rule_texts().items()
        if not text.verified
    ]
