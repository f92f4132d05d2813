"""The demo company's notices, drafted, assessed and published by its own people: three versions, and one open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from catalog.demo.cast import PARTS
from catalog.demo.notice_words import words_of
from consent.law import clock
from consent.parties.models import Department, User
from consent.parties.permissions import Role
from consent.parties.principals import Principal
from consent.parties.rights import principal_for
from consent.purposes.models import Notice, Purpose
from consent.purposes.services.notices import (
    Draft,
    create_notice,
    draft_version,
    propose_change,
    publish_version,
)

MAILER, SURVEYS = "Mailversand Nord GmbH", "Befragung Süd GmbH"
CARRIER, AMERICAN = "Paketdienst Küste GmbH", "Mailwerk Inc."
BY_CONSENT = ("newsletter", "product_recommendations", "cx_analysis", "offers_by_mail")
ON_OTHER_BASES = ("order_fulfilment", "bookkeeping", "fraud_prevention", "postal_advertising")


@dataclass(frozen=True, slots=True)
class Step:
    """One version: since when, which words, and what its two people said about it."""

    since: datetime
    wording: int
    material: bool
    why: str
    agreed: str = "Geprüft, einverstanden."


FIRST = Step(datetime(2020, 11, 2, 8, tzinfo=UTC), 1, False, "Erste Fassung.")
CLEARER = Step(
    datetime(2022, 5, 2, 8, tzinfo=UTC), 2, False, "Speicherdauer verständlicher gesagt, sonst dasselbe."
)
AGAIN = Step(datetime(2023, 3, 1, 8, tzinfo=UTC), 3, False, "Nur die Anrede und die Rechte klarer gesagt.")
NEW_RECIPIENT = Step(
    datetime(2023, 3, 1, 8, tzinfo=UTC), 3, True, "Befragung Süd GmbH wertet die Antworten künftig aus.",
    "Ja: Ein neuer Empfänger ändert, worin eingewilligt wurde.",
)  # fmt: skip


def publish_notices(purposes: Mapping[str, Purpose]) -> None:
    """Publish what is missing, each version on its day; a notice that is there already stays as it is."""
    for key in BY_CONSENT:
        if not Notice.objects.filter(key=_key(key)).exists():
            _publish_history(purposes[key])
    if not Notice.objects.filter(key="orders").exists():
        _publish_orders([purposes[key] for key in ON_OTHER_BASES])


def _publish_history(purpose: Purpose) -> None:
    drafter, decider = (_of(role, purpose.department) for role in (Role.STEWARD, Role.HEAD))
    with clock.stopped_at(FIRST.since):
        notice = create_notice(drafter, _key(purpose.key), purpose.name_de, "person", purpose.department)
    asked = purpose.key == "cx_analysis"
    for step in (FIRST, CLEARER, NEW_RECIPIENT if asked else AGAIN):
        recipients = [MAILER, SURVEYS] if step.material else [MAILER]
        _publish(drafter, decider, notice, step, _draft([purpose], recipients, step.wording))
    if purpose.key == "newsletter":
        _leave_open(drafter, notice, purpose)


def _publish_orders(purposes: list[Purpose]) -> None:
    """Publish one notice for the whole controller, about everything that rests on no consent."""
    drafter, decider = _of(Role.STEWARD, purposes[0].department), _of(Role.REPRESENTATIVE, None)
    with clock.stopped_at(FIRST.since):
        notice = create_notice(drafter, "orders", "Bestellungen im Shop", "person", None)
    _publish(drafter, decider, notice, FIRST, _draft(purposes, [CARRIER], 1))


def _publish(drafter: Principal, decider: Principal, notice: Notice, step: Step, draft: Draft) -> None:
    with clock.stopped_at(step.since):
        number = draft_version(drafter, notice, draft).number
        propose_change(drafter, notice, number, step.material, step.why)
        publish_version(decider, notice, number, None, step.agreed)


def _leave_open(drafter: Principal, notice: Notice, purpose: Purpose) -> None:
    """Leave a version to be seen that nobody can publish: its recipient in the US has no safeguards told."""
    number = draft_version(drafter, notice, _draft([purpose], [MAILER, AMERICAN], 3, ("DE", "US"))).number
    propose_change(drafter, notice, number, True, "Mailwerk Inc. soll den Versand übernehmen.")


def _draft(
    purposes: list[Purpose], recipients: list[str], wording: int, countries: tuple[str, ...] = ("DE",)
) -> Draft:
    return Draft(
        words={language: words_of(purposes, recipients, wording, language) for language in ("de", "en")},
        covers=[one.pk for one in purposes],
        recipients=recipients,
        countries=countries,
    )


def _key(purpose: str) -> str:
    return f"notice-{purpose}".replace("_", "-")


def _of(role: Role, department: Department | None) -> Principal:
    name = department.name if department else None
    part = next(one for one in PARTS if one.role is role and one.department == name)
    return principal_for(User.objects.get(email=part.email))
