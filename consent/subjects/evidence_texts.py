"""What the vault keeps outside the ledger: why people were looked up, merged, or a sealed proof opened."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, ids_in, keep, made_before, of_records
from consent.subjects.models import LookUp, Merge, ProofOpening, SealedProof


def _look_ups(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    return of_records(
        entries,
        "look_up",
        LookUp.objects.in_bulk,
        lambda row: Kept(
            row.pk, {"reason": Opening(row.reason_nonce, row.reason)}, {"kind": row.kind, "actor": row.by}
        ),
    )


def _mergers(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    of: dict[tuple[str, str], list[Merge]] = defaultdict(list)
    for merger in Merge.objects.filter(kept__in={entry.subject for entry in entries if entry.subject}):
        of[str(merger.kept_id), str(merger.merged_id)].append(merger)
    found = {}
    for entry in entries:
        rows = of[str(entry.subject), str(entry.payload["merged"])]
        row = made_before(rows, entry.at, lambda row: row.at)
        if row is not None:
            found[entry.id] = Kept(
                row.pk, {"reason": Opening(row.reason_nonce, row.reason)}, {"actor": row.by}
            )
    return found


def _openings(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    of: dict[str, list[ProofOpening]] = defaultdict(list)
    for opening in ProofOpening.objects.filter(proof__in=ids_in(entries, "proof")):
        of[str(opening.proof_id)].append(opening)
    found = {}
    for entry in entries:
        row = made_before(of[str(entry.payload["proof"])], entry.at, lambda row: row.asked_at)
        if row is not None:
            text = Opening(row.reason_nonce, row.reason)
            found[entry.id] = Kept(row.pk, {"reason": text}, {"actor": row.asked_by})
    return found


def _dropped(entries: Sequence[Entry]) -> set[EntryId]:
    """Tell whose proofs were dropped with their requests when their periods ended."""
    asked = ids_in(entries, "proof")
    there = {str(pk) for pk in SealedProof.objects.filter(pk__in=asked).values_list("pk", flat=True)}
    return {entry.id for entry in entries if entry.payload["proof"] not in there}


keep("subjects.looked_up", _("look-up of a person"), _look_ups)
keep("subjects.merged", _("merger of two records"), _mergers)
keep("subjects.proof_asked", _("request to open a sealed proof"), _openings, _dropped)
