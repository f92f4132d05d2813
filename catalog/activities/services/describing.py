"""Describe processing activities and end them; each description is kept, and its digest goes to the ledger."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.activities.models import (
    ActivityCollection,
    ActivityVersion,
    ProcessingActivity,
    Recipient,
    RetentionRule,
)
from catalog.activities.services.reviewing import review_findings
from catalog.activities.states import Unit
from catalog.fields.models import Collection, Field
from catalog.fields.services.problems import NotPossible, Overtaken
from consent.evidence.commitment import commit
from consent.evidence.services import record
from consent.law import clock
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require, visible
from consent.purposes.models import Purpose
from consent.purposes.states import RecipientRole


@dataclass(frozen=True, slots=True)
class Receiver:
    """A recipient as it is said; an empty country is one that nobody knows yet."""

    name: str
    role: RecipientRole
    country: str = ""


@dataclass(frozen=True, slots=True)
class Retention:
    """From the date in which field on, how long, by which law."""

    start: UUID
    period: int
    unit: Unit
    law: str


@dataclass(frozen=True, slots=True)
class Description:
    """Everything that is said of an activity; what is left out is unknown, and found to be so."""

    name_de: str
    name_en: str
    purposes: Sequence[UUID] = ()
    collections: Sequence[UUID] = ()
    subjects: Sequence[str] = ()
    recipients: Sequence[Receiver] = ()
    retention: Retention | None = None


@transaction.atomic
def describe_activity(principal: Principal, department: Department, said: Description) -> ProcessingActivity:
    """Describe a new activity of a department. Raises PermissionDenied, NotPossible."""
    require(principal, Permission.ACTIVITY_EDIT, department.pk)
    if department.closed_at is not None:
        raise NotPossible(_("This department has been closed."))
    made = ProcessingActivity(department=department)
    _describe(principal, made, said)
    return made


@transaction.atomic
def change_activity(
    principal: Principal, activity: ProcessingActivity, said: Description, seen: int | None = None
) -> ProcessingActivity:
    """Describe an activity anew; `seen` is the revision that was read. Raises NotPossible, Overtaken."""
    require(principal, Permission.ACTIVITY_EDIT, activity.department_id)
    held = _held(activity)
    if seen is not None and seen != held.revision:
        raise Overtaken(_("Somebody changed this activity in the meantime; look again before you change it."))
    _describe(principal, held, said)
    return held


@transaction.atomic
def end_activity(principal: Principal, activity: ProcessingActivity) -> ProcessingActivity:
    """End an activity: its collections are without it from now on, its descriptions stay."""
    require(principal, Permission.ACTIVITY_EDIT, activity.department_id)
    held = _held(activity)
    held.ended_at = clock.now()
    held.save(update_fields=["ended_at"])
    payload = {"activity": held.pk, "department": held.department_id}
    record("activity.ended", actor=principal.actor, payload=payload)
    review_findings()
    return held


def _held(activity: ProcessingActivity) -> ProcessingActivity:
    held = ProcessingActivity.objects.select_for_update().get(pk=activity.pk)
    if held.ended_at is not None:
        raise Overtaken(_("This activity was ended."))
    return held


def _describe(principal: Principal, held: ProcessingActivity, said: Description) -> None:
    _check_names(held, said)
    collections = _collections(principal, held, said)
    purposes = list(Purpose.objects.filter(pk__in=said.purposes).order_by("key"))
    if len(purposes) != len(set(said.purposes)):
        raise NotPossible(_("One of the purposes is not there; look again."))
    _check_recipients(said.recipients)
    start = _start(said)
    held.name_de, held.name_en = said.name_de.strip(), said.name_en.strip()
    held.subjects = sorted(set(said.subjects))
    held.revision, held.described_at = held.revision + 1, clock.now()
    held.save()
    held.purposes.set(purposes)
    _link(held, said, start)
    _keep(principal, held, said, purposes, collections, start)
    review_findings()


def _check_names(held: ProcessingActivity, said: Description) -> None:
    if not said.name_de.strip() or not said.name_en.strip():
        raise NotPossible(_("Name the activity in German and in English."))
    same = ProcessingActivity.objects.filter(department=held.department_id, ended_at=None)
    if same.filter(name_de__iexact=said.name_de.strip()).exclude(pk=held.pk).exists():
        raise NotPossible(_("The department has an activity of this name already."))


def _collections(principal: Principal, held: ProcessingActivity, said: Description) -> list[Collection]:
    """Return the collections that are named: those that the describer sees, or that were in it before."""
    rows = Collection.objects.filter(pk__in=said.collections).select_related("source")
    seen = visible(rows, principal, Permission.CATALOG_READ, "source__department")
    before = rows.filter(activity_links__activity=held.pk)
    found = {one.pk: one for one in [*seen, *before]}
    if found.keys() != set(said.collections):
        raise NotPossible(_("One of the collections is not there, or not yours to see; look again."))
    return sorted(found.values(), key=str)


def _check_recipients(recipients: Sequence[Receiver]) -> None:
    names = [one.name.strip().casefold() for one in recipients]
    if "" in names:
        raise NotPossible(_("Name every recipient."))
    if len(names) != len(set(names)):
        raise NotPossible(_("A recipient is named twice: name each once."))
    for one in recipients:
        if not re.fullmatch(r"([A-Z]{2})?", one.country):
            raise NotPossible(
                _("Write the country of %(name)s in two capital letters, or leave it empty.")
                % {"name": one.name}
            )


def _start(said: Description) -> Field | None:
    rule = said.retention
    if rule is None:
        return None
    if not rule.law.strip() or rule.period < 1:
        raise NotPossible(_("A retention rule says how long, from which field on, and by which law."))
    found = Field.objects.filter(pk=rule.start, collection__in=said.collections).first()
    if found is None:
        raise NotPossible(_("The retention period must start in a field of the activity’s own collections."))
    return found


def _link(held: ProcessingActivity, said: Description, start: Field | None) -> None:
    RetentionRule.objects.filter(activity=held).delete()
    held.links.exclude(collection__in=said.collections).delete()
    ActivityCollection.objects.bulk_create(
        [ActivityCollection(activity=held, collection_id=one) for one in set(said.collections)],
        ignore_conflicts=True,
    )
    held.recipients.all().delete()
    Recipient.objects.bulk_create(
        Recipient(activity=held, name=one.name.strip(), role=one.role.value, country=one.country)
        for one in said.recipients
    )
    if said.retention is not None and start is not None:
        rule = said.retention
        RetentionRule.objects.create(
            activity=held, start=start, period=rule.period, unit=rule.unit.value, law=rule.law.strip()
        )


def _keep(
    principal: Principal, held: ProcessingActivity, said: Description, purposes: Sequence[Purpose],
    collections: Sequence[Collection], start: Field | None,
) -> None:  # fmt: skip
    """Keep the description in words that stay readable when a purpose or collection is renamed."""
    rule = None
    if said.retention is not None:
        rule = {
            "from": str(start),
            "period": said.retention.period,
            "unit": said.retention.unit,
            "law": said.retention.law,
        }
    told = {
        "name": [held.name_de, held.name_en],
        "purposes": [one.key for one in purposes],
        "collections": [f"{one.source.name}: {one}" for one in collections],
        "subjects": held.subjects,
        "recipients": [asdict(one) for one in said.recipients],
        "retention": rule,
    }
    content = json.dumps(told, ensure_ascii=False, sort_keys=True)
    bound = commit(content)
    payload = {
        "activity": held.pk,
        "department": held.department_id,
        "version": held.revision,
        "content": bound,
    }
    proof = record("activity.described", actor=principal.actor, payload=payload)
    ActivityVersion.objects.create(
        activity=held, number=held.revision, content=content, nonce=bound.nonce, by=principal.actor,
        at=held.described_at, evidence=proof,
    )  # fmt: skip
