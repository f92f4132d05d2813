"""Says in one sentence what a verification found, and which entry it concerns."""

from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.evidence.audit import Fault, Finding
from consent.evidence.keeping import Standing
from consent.evidence.kept import Differing
from consent.evidence.models import Entry, Place, Verification
from consent.evidence.words import field_words

_CHANGED = _("Entry %(index)s (%(id)s) was changed: its bytes no longer give the hash that was signed.")
_REMOVED = _(
    "Entry %(index)s was removed: nothing in the ledger gives the hash that was signed for its place."
)
_SENTENCES: dict[Fault, str | Promise] = {
    Fault.LEAF_KEPT: _("The kept hash of entry %(index)s was changed; the entry itself is as it was signed."),
    Fault.REWRITTEN: _(
        "Entries %(index)s to %(last)s are not what was signed, nor is what was kept of them;"
        " entry %(index)s is the first that cannot be trusted."
    ),
    Fault.CHECKPOINT_MISSING: _(
        "The checkpoint over entries %(index)s to %(last)s was removed; entry %(index)s is the first"
        " that it would prove."
    ),
    Fault.CHECKPOINT_FORGED: _(
        "The checkpoint over entries %(index)s to %(last)s is not signed by this ledger; entry %(index)s"
        " is the first that it would prove. %(why)s"
    ),
    Fault.CHECKPOINT_CHANGED: _(
        "What is kept beside the signed checkpoint over entries %(index)s to %(last)s was changed;"
        " the entries are as they were signed."
    ),
    Fault.OUTSIDE_DIFFERS: _(
        "The ledger was rewritten and signed anew: entries %(index)s to %(last)s are not those that the"
        " checkpoint kept outside shows."
    ),
    Fault.SHORTER_THAN_OUTSIDE: _(
        "Entry %(index)s and those after it were removed: the checkpoint kept outside shows %(end)s entries."
    ),
    Fault.NODE: _(
        "A kept node over entries %(index)s to %(last)s was changed; the entries are as they were"
        " signed, but proofs over them would fail."
    ),
    Fault.PLACE: _(
        "Place %(index)s was changed: lists and proofs would show another entry there than was signed."
    ),
    Fault.KEPT_ALTERED: _(
        "What is kept outside the ledger was altered: %(why)s is not what entry %(index)s (%(id)s) proves."
    ),
    Fault.KEPT_GONE: _(
        "What is kept outside the ledger was removed: %(why)s, which entry %(index)s (%(id)s) proves."
    ),
}

_BRIEF: dict[Fault, str | Promise] = {
    Fault.ENTRY: _("Entry %(index)s was changed or removed."),
    Fault.LEAF_KEPT: _("The kept hash of entry %(index)s was changed."),
    Fault.REWRITTEN: _("From entry %(index)s on the ledger is not what was signed."),
    Fault.CHECKPOINT_MISSING: _("The checkpoint from entry %(index)s on was removed."),
    Fault.CHECKPOINT_FORGED: _("The checkpoint from entry %(index)s on is not signed by this ledger."),
    Fault.CHECKPOINT_CHANGED: _("The checkpoint from entry %(index)s on was changed."),
    Fault.OUTSIDE_DIFFERS: _("From entry %(index)s on the ledger contradicts a checkpoint kept outside."),
    Fault.SHORTER_THAN_OUTSIDE: _("From entry %(index)s on entries were removed."),
    Fault.NODE: _("A kept node from entry %(index)s on was changed."),
    Fault.PLACE: _("Place %(index)s was changed."),
    Fault.KEPT_ALTERED: _("What is kept of entry %(index)s outside the ledger was altered."),
    Fault.KEPT_GONE: _("What is kept of entry %(index)s outside the ledger was removed."),
}


def explained(finding: Finding) -> tuple[UUID | None, str]:
    """Return the id of the entry that the finding concerns, where it is known, and the sentence."""
    place = Place.objects.filter(index=finding.index).first()
    entry_id = place.entry_id if place else None
    sentence = _SENTENCES.get(finding.fault) or (_CHANGED if _is_there(place, finding) else _REMOVED)
    values = {"index": finding.index, "last": finding.end - 1, "end": finding.end, "why": finding.why}
    return entry_id, str(sentence) % {**values, "id": entry_id}


def explained_record(differing: Differing, index: int) -> str:
    """Say which record outside the ledger is not what its entry proves; never what stands in it."""
    outcome = differing.comparison
    altered = outcome.standing is Standing.ALTERED
    why = (
        f"{outcome.words} {outcome.record} ({field_words(outcome.field)})" if altered else str(outcome.words)
    )
    sentence = _SENTENCES[Fault.KEPT_ALTERED if altered else Fault.KEPT_GONE]
    return str(sentence) % {"why": why, "index": index, "id": differing.entry.id}


def _is_there(place: Place | None, finding: Finding) -> bool:
    """Tell whether the entry that was signed at the place still has a row, whatever it says now."""
    if place is None or bytes(place.leaf_hash) != finding.leaf:
        return False
    return Entry.objects.filter(id=place.entry_id).exists()


def in_words(verification: Verification) -> str:
    """Say what a kept verification found; empty where it found nothing."""
    if not verification.found:
        return ""
    return str(_BRIEF[Fault(verification.found)]) % {"index": verification.index}
