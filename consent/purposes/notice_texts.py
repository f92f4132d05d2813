"""What notices keep outside the ledger: what people said about versions, and the copies of what was published."""

import hashlib
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.commitment import Digest
from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, ids_in, keep, of_records
from consent.purposes import evidence_kinds as kinds
from consent.purposes.models import NoticeVersion, NoticeWord
from consent.purposes.notice_copy import digest_of


def _words(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    return of_records(entries, "word", NoticeWord.objects.in_bulk, lambda row: _kept(row, bytes(row.copies)))


def _published(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    """Hold a publication against the copies themselves: a changed letter is found."""
    rows = {str(row.pk): row for row in NoticeWord.objects.filter(pk__in=ids_in(entries, "word"))}
    copies: dict[tuple[UUID, int], list[bytes]] = {}
    held = NoticeVersion.objects.filter(notice__in=[row.notice_id for row in rows.values()])
    for notice, number, copy in held.values_list("notice", "number", "rendered"):
        copies.setdefault((notice, number), []).append(hashlib.sha256(bytes(copy)).digest())
    return {
        entry.id: _kept(row, digest_of(copies.get((row.notice_id, row.number), [])))
        for entry in entries
        if (row := rows.get(str(entry.payload["word"])))
    }


def _kept(row: NoticeWord, copies: bytes) -> Kept:
    facts = {
        "notice": row.notice_id, "number": row.number, "material": row.material, "actor": row.by,
        "copies": str(Digest(copies)),
    }  # fmt: skip
    return Kept(row.pk, {"reason": Opening(row.nonce, row.reason)}, facts)


keep(kinds.NOTICE_CHANGE_PROPOSED, _("assessment of a notice"), _words)
keep(kinds.NOTICE_SENT_BACK, _("disagreement about a notice"), _words)
keep(kinds.NOTICE_PUBLISHED, _("publication of a notice"), _published)
