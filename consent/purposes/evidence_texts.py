"""What this part keeps outside the ledger: proposals as advised on, opinions, decisions, ends, differences."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, ids_in, keep, of_records
from consent.evidence.overtaken import overtaken
from consent.purposes import evidence_kinds as kinds
from consent.purposes.models import Difference, PurposeVersion
from consent.purposes.stored import text_of


def _versions(entries: Sequence[Entry]) -> Mapping[EntryId, PurposeVersion]:
    found = PurposeVersion.objects.filter(pk__in=ids_in(entries, "version"))
    whole = found.select_related("purpose", "balancing").prefetch_related("recipients")
    rows = {str(row.pk): row for row in whole}
    return {
        entry.id: rows[str(entry.payload["version"])]
        for entry in entries
        if str(entry.payload["version"]) in rows
    }


def _opening(row: PurposeVersion, name: str, text: str) -> Opening:
    nonce = row.words_nonces.get(name)
    return Opening(bytes.fromhex(nonce) if nonce else None, text)


def _rewritten(entries: Sequence[Entry]) -> set[EntryId]:
    return overtaken(entries, [kinds.REDRAFTED], ["version"])


def _proposed(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    """Return proposals as they stand; what was drafted anew no longer holds its former words."""
    given_up = _rewritten(entries)
    return {
        entry: Kept(
            row.pk,
            {"words": _opening(row, "words", text_of(row))},
            {"purpose": row.purpose_id, "actor": row.drafted_by},
        )
        for entry, row in _versions(entries).items()
        if entry not in given_up
    }


def _advised(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    return {
        entry: Kept(
            row.pk,
            {
                "proposal": _opening(row, "proposal", text_of(row)),
                "opinion": _opening(row, "opinion", row.opinion),
            },
            {"favourable": row.opinion_favourable, "actor": row.opinion_by},
        )
        for entry, row in _versions(entries).items()
    }


def _decided(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    return {
        entry: Kept(
            row.pk,
            {
                "reason": _opening(row, "decision_reason", row.decision_reason),
                "consent_left": _opening(row, "consent_left_because", row.consent_left_because),
            },
            {"accepted": row.accepted, "actor": row.decided_by},
        )
        for entry, row in _versions(entries).items()
    }


def _ended(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    return {
        entry: Kept(row.pk, {"reason": _opening(row, "end_reason", row.end_reason)}, {"actor": row.ended_by})
        for entry, row in _versions(entries).items()
    }


def _distinguished(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    return of_records(
        entries,
        "difference",
        Difference.objects.in_bulk,
        lambda row: Kept(
            row.pk,
            {"reason": Opening(row.reason_nonce, row.reason)},
            {"purpose": row.purpose_id, "refused": row.refused_id, "actor": row.recorded_by},
        ),
    )


keep(kinds.PROPOSED, _("proposed basis of a purpose"), _proposed, _rewritten)
keep(kinds.REDRAFTED, _("proposed basis of a purpose"), _proposed, _rewritten)
keep(kinds.ADVISED, _("opinion on the basis of a purpose"), _advised)
keep(kinds.DECIDED, _("decision on the basis of a purpose"), _decided)
keep(kinds.ENDED, _("end of a purpose"), _ended)
keep(kinds.DISTINGUISHED, _("difference between two purposes"), _distinguished)
