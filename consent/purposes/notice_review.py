"""What is missing in a version of a notice (Art. 13, 14), and what it changes against the one before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from config.checks.countries import where_the_gdpr_is_law
from consent.law import clock, notices
from consent.law.basis import Art6
from consent.law.notices import Missing
from consent.parties.models import Controller
from consent.purposes.editions import Edition
from consent.purposes.models import Notice, NoticeVersion, PurposeRecipient, PurposeVersion
from consent.purposes.notice_copy import FIRST_LAYER


@dataclass(frozen=True, slots=True)
class Untold:
    """A recipient of a purpose that the notice does not name."""

    name: str
    country: str


@dataclass(frozen=True, slots=True)
class Lack:
    """A point that is missing in one language."""

    language: str
    point: Missing


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that stands against publishing a version."""

    lacks: tuple[Lack, ...]
    untold: tuple[Untold, ...]
    purposes: bool

    @property
    def complete(self) -> bool:
        """Say whether nothing stands against it."""
        return not self.lacks and not self.untold and self.purposes


@dataclass(frozen=True, slots=True)
class Changed:
    """The words of one point before and now; an empty side: it was not told."""

    key: str
    before: str
    now: str


def review(notice: Notice, edition: Edition, at: datetime | None = None) -> Review:
    """Hold a version against the law of a day and the purposes as they rest on their bases then."""
    moment = at or clock.now()
    versions = _versions(edition.covers, moment)
    receiving = list(PurposeRecipient.objects.filter(version__in=versions).order_by("name", "country"))
    facts = _facts(edition.first, versions, bool(receiving), moment.date())
    lacks = tuple(
        Lack(row.language, point)
        for row in edition.rows
        for point in notices.missing(_origin(notice), row.points, facts, moment.date())
    )
    return Review(lacks, _untold(edition.first, receiving), bool(edition.covers))


def words_changed(now: NoticeVersion, earlier: NoticeVersion | None) -> list[Changed]:
    """Return the points whose words differ between two versions in one language, in the law's order."""
    old = earlier.points if earlier else {}
    order = [
        FIRST_LAYER,
        *(one.key for one in notices.points(_origin(now.notice), now.proposed_at.date())),
    ]
    keys = [*order, *sorted((old.keys() | now.points.keys()) - set(order))]
    return [
        Changed(key, old.get(key, "").strip(), now.points.get(key, "").strip())
        for key in keys
        if old.get(key, "").strip() != now.points.get(key, "").strip()
    ]


def found_material(edition: Edition, earlier: Edition | None) -> frozenset[str]:
    """Name what the version adds to the one before: purpose, recipient, country."""
    return notices.material_changes(earlier.scope, edition.scope) if earlier else frozenset()


def _origin(notice: Notice) -> notices.Origin:
    return "person" if notice.origin == Notice.Origin.PERSON else "elsewhere"


def _versions(covers: Collection[UUID], at: datetime) -> list[PurposeVersion]:
    """Return for each purpose the version in force at a moment, else the newest that was not refused."""
    rows = PurposeVersion.objects.filter(purpose__in=covers).exclude(accepted=False)
    found: dict[UUID, PurposeVersion] = {}
    for row in rows.order_by("purpose", "number"):
        held = found.get(row.purpose_id)
        if held is None or _holds(row, at) or not _holds(held, at):
            found[row.purpose_id] = row
    return list(found.values())


def _holds(version: PurposeVersion, at: datetime) -> bool:
    since, until = version.in_force_from, version.in_force_to
    return since is not None and since <= at and (until is None or until > at)


def _facts(
    row: NoticeVersion, versions: Collection[PurposeVersion], receiving: bool, day: date
) -> frozenset[str]:
    controller = Controller.current()
    home = where_the_gdpr_is_law(day)
    met = {
        "consent": any(version.by_consent for version in versions),
        "legitimate_interests": any(v.art6 == Art6.LEGITIMATE_INTERESTS for v in versions),
        "third_country": any(country not in home for country in row.countries),
        "automated_decision": row.automated_decisions,
        "has_dpo": bool(controller and (controller.dpo_name or controller.dpo_contact)),
        "has_recipients": receiving or bool(row.recipients),
    }
    return frozenset(fact for fact, holds in met.items() if holds)


def _untold(row: NoticeVersion, receiving: Collection[PurposeRecipient]) -> tuple[Untold, ...]:
    named = {one.casefold() for one in row.recipients}
    found = {
        Untold(one.name, one.country)
        for one in receiving
        if one.name.casefold() not in named or one.country not in row.countries
    }
    return tuple(sorted(found, key=lambda one: one.name))
