"""What notices keep outside the ledger: what people said about versions, and the copies of what was published."""

import hashlib
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.commitment import Digest
from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, ids_in, keep
from consent.evidence.overtaken import overtaken
from consent.purposes import evidence_kinds as kinds
from consent.purposes.models import NoticeVersion, NoticeWord
from consent.purposes.notice_copy import digest_of


def _words(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    rows = {str(row.pk): row for row in NoticeWord.objects.filter(pk__in=ids_in(entries, "word"))}
    return {
        entry.id: _kept(row, bytes(row.copies))
        for entry in entries
        if (row := rows.get(str(entry.payload["word"])))
    }


def _published(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    """Hold a publication against the copies themselves: a changed letter is found."""
    rows = {str(row.pk): row for row in NoticeWord.objects.filter(pk__in=ids_in(entries, "word"))}
    copies = _copies({row.notice_id for row in rows.values()})
    return {
        entry.id: _kept(row, digest_of(copies.get((row.notice_id, row.number), [])))
        for entry in entries
        if (row := rows.get(str(entry.payload["word"])))
    }


def _drafted(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    """Hold drafts against their copies; what was drafted anew has none any more."""
    given_up, copies = _redrafted(entries), _copies(ids_in(entries, "notice"))
    found = {}
    for entry in entries:
        which = UUID(str(entry.payload["notice"])), int(entry.payload["number"] or 0)
        if entry.id not in given_up and which in copies:
            facts = {"copies": Digest(digest_of(copies[which]))}
            found[entry.id] = Kept(f"{which[0]}/{which[1]}", facts=facts)
    return found


def _redrafted(entries: Sequence[Entry]) -> set[EntryId]:
    return overtaken(entries, [kinds.NOTICE_DRAFTED], ["notice", "number"])


def _copies(notices: set[UUID]) -> dict[tuple[UUID, int], list[bytes]]:
    """Hash the copies of these notices themselves, by notice and number."""
    copies: dict[tuple[UUID, int], list[bytes]] = {}
    held = NoticeVersion.objects.filter(notice__in=notices).order_by("language")
    for notice, number, copy in held.values_list("notice", "number", "rendered"):
        copies.setdefault((notice, number), []).append(hashlib.sha256(bytes(copy)).digest())
    return copies


def _kept(row: NoticeWord, copies: bytes) -> Kept:
    facts = {
        "notice": row.notice_id, "number": row.number, "material": row.material, "actor": row.by,
        "copies": str(Digest(copies)),
    }  # fmt: skip
    return Kept(row.pk, {"reason": Opening(bytes(row.nonce), row.reason)}, facts)


keep(kinds.NOTICE_DRAFTED, _("draft of a notice"), _drafted, _redrafted)
keep(kinds.NOTICE_CHANGE_PROPOSED, _("assessment of a notice"), _words)
keep(kinds.NOTICE_SENT_BACK, _("disagreement about a notice"), _words)
keep(kinds.NOTICE_PUBLISHED, _("publication of a notice"), _published)
