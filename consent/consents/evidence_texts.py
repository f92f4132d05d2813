"""What this part keeps outside the ledger: people's words, why objections were overridden or people looked up."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from consent.consents.models import ConsentEvent, Objection, PersonLook
from consent.consents.storing import PROVED, digest_of
from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, ids_in, keep, of_records

_SAID = ("id", "purpose_id", "subject_id", "kind", "notice_id", "channel", "at", "recorded_by")


def _said(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    rows = ConsentEvent.objects.filter(pk__in=ids_in(entries, "event")).values_list(*_SAID)
    kept = {str(row[0]): _word(row) for row in rows}
    return {entry.id: kept[key] for entry in entries if (key := str(entry.payload["event"])) in kept}


def _word(row: Sequence[Any]) -> Kept:
    event, purpose, subject, kind, notice, channel, at, actor = row
    facts = {
        "purpose": purpose, "subject": subject, "what": kind, "notice": notice, "channel": channel, "at": at,
        "actor": actor,
    }  # fmt: skip
    return Kept(event, facts=facts)


def _imported(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    """Read one batch after the other: each may hold hundreds of thousands of events."""
    found = {}
    for entry in entries:
        batch = str(entry.payload["batch"])
        rows = list(ConsentEvent.objects.filter(batch=batch).values_list(*PROVED))
        if rows:
            found[entry.id] = Kept(batch, facts={"digest": digest_of(rows), "rows": len(rows)})
    return found


def _ended(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    return of_records(
        entries,
        "objection",
        Objection.objects.in_bulk,
        lambda row: Kept(row.pk, {"reason": Opening(row.ended_nonce, row.ended_reason)}),
    )


def _looks(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    return of_records(
        entries,
        "look",
        PersonLook.objects.in_bulk,
        lambda row: Kept(row.pk, {"reason": Opening(row.reason_nonce, row.reason)}, {"actor": row.by}),
    )


keep("consents.said", _("word on a purpose"), _said)
keep("consents.imported", _("imported batch of consent events"), _imported)
keep("consents.objection_ended", _("end of an objection"), _ended)
keep("consents.person_looked_up", _("look at a person"), _looks)
