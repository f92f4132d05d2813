"""Five years of consents for the demo company's customers: told by stories, stored as one set, once."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from django.db import transaction

from catalog.demo.consent_purposes import ensure_purposes
from catalog.demo.consent_stories import tell
from catalog.demo.notices import publish_notices
from consent.consents.models import ChannelPermission, ConsentEvent
from consent.consents.objecting import object_to
from consent.consents.storing import Row, store
from consent.consents.wording import keep_snapshot
from consent.law import clock
from consent.law.facts import ObjectionKind
from consent.law.standing import Kind
from consent.purposes.models import NoticeVersion, Purpose
from consent.subjects.models import Guardianship, Subject
from consent.subjects.people import Details, make_people

_RUN = UUID("2f1d6a1c-6a53-4b2b-9f0b-6f2b8f3f5a11")
_CHILDREN = 4


def consent_people(seed: int = 1) -> int:
    """Tell and store the customers' consents, unless it was done; return how many events there are."""
    if ConsentEvent.objects.filter(key__startswith="demo-").exists():
        return 0
    with transaction.atomic():
        purposes = ensure_purposes()
        publish_notices(purposes)
        people = list(
            Subject.objects.filter(erased_at=None, guardian_until__isnull=False)
            .order_by("id")
            .values_list("id", flat=True)
        )
        if not people:
            return 0
        rows = [*_rows(people, purposes, seed), *_children(people[0], purposes["newsletter"])]
        stored = store(uuid5(_RUN, str(seed)), rows, None)
        _channels(rows)
        _objections(people, purposes)
    return stored


def _rows(people: list[UUID], purposes: dict[str, Purpose], seed: int) -> Iterator[Row]:
    now, notices = clock.now(), _notices(purposes)
    snapshots = {
        key: keep_snapshot({"page": "konto", "purpose": one.name_de, "text": one.description_de, "preselected": False})
        for key, one in purposes.items()
    }  # fmt: skip
    dice = Random(f"consents-{seed}")  # noqa: S311 - invented people, the same for a seed
    for person in people:
        for number, told in enumerate(tell(dice, now)):
            shown = told.kind in {Kind.GIVEN, Kind.RENEWED, Kind.REQUESTED}
            yield Row(
                key=f"demo-{person}-{number}", subject_id=person, purpose_id=purposes[told.purpose].id,
                kind=told.kind.value, at=told.at, recorded_at=told.at, clock="server", channel=told.channel,
                language="de", notice_id=_notice_at(notices[told.purpose], told.at) if shown else None,
                snapshot_id=snapshots[told.purpose] if shown else None, expression=told.expression,
                opt_in_sent_at=told.sent, opt_in_confirmed_at=told.confirmed, valid_until=told.until, steps=1,
            )  # fmt: skip


def _children(guardian: UUID, newsletter: Purpose) -> list[Row]:
    """Add a few children: some with their guardian's consent, some who clicked alone."""
    now = clock.now()
    born = now.date() - timedelta(days=13 * 365)
    made = make_people([Details(born, "DE") for _ in range(_CHILDREN)])
    Guardianship.objects.bulk_create(
        Guardianship(child_id=child.record, guardian_id=guardian) for child in made
    )
    at = now - timedelta(days=40)
    return [
        Row(
            key=f"demo-child-{number}", subject_id=child.record, purpose_id=newsletter.id, kind="given", at=at,
            recorded_at=at, clock="server", channel="web", language="de", expression="box",
            guardian=number % 2 == 0, steps=1,
        )
        for number, child in enumerate(made)
    ]  # fmt: skip


def _channels(rows: list[Row]) -> None:
    """Permit e-mail to whoever agreed to the newsletter by confirming a mail (s.7 UWG)."""
    ChannelPermission.objects.bulk_create(
        (
            ChannelPermission(
                key=f"{row.key}-email", subject_id=row.subject_id, channel="email", word="given", at=row.at,
                recorded_at=row.recorded_at,
            )
            for row in rows
            if row.opt_in_confirmed_at is not None
        ),
        batch_size=5_000,
    )  # fmt: skip


def _objections(people: list[UUID], purposes: dict[str, Purpose]) -> None:
    """Let some object: against the catalogue by post, and a few against the check for fraud."""
    for person in people[7::200][:60]:
        object_to(person, ObjectionKind.DIRECT_MARKETING, None, purpose=purposes["postal_advertising"].id)
    for person in people[11::2000][:8]:
        object_to(
            person, ObjectionKind.SITUATION, None, purpose=purposes["fraud_prevention"].id,
            reason="Ich werde ständig mit jemandem gleichen Namens verwechselt.",
        )  # fmt: skip


def _notices(purposes: dict[str, Purpose]) -> dict[str, list[tuple[datetime, UUID]]]:
    keys = {one.id: key for key, one in purposes.items()}
    rows = NoticeVersion.objects.filter(
        notice__purposes__in=keys, language="de", effective_from__isnull=False
    )
    found: dict[str, list[tuple[datetime, UUID]]] = defaultdict(list)
    for purpose, since, key in rows.values_list("notice__purposes", "effective_from", "id"):
        if since is not None:
            found[keys[purpose]].append((since, key))
    return {key: sorted(found[key], reverse=True) for key in purposes}


def _notice_at(versions: list[tuple[datetime, UUID]], at: datetime) -> UUID | None:
    return next((key for since, key in versions if since <= at), None)
