"""Verifies the whole ledger against its signatures and against checkpoints that were kept elsewhere."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from consent.evidence import keys
from consent.evidence.audit import Audit, Fault, Finding, audit, first_difference
from consent.evidence.checkpoint import Checkpoint
from consent.evidence.explanations import explained, explained_record
from consent.evidence.keeping import Standing
from consent.evidence.kept import Differing, first_differing
from consent.evidence.models import Node, Verification
from consent.evidence.reading import entry_bodies, placed_hashes, signed_checkpoints, split
from consent.law import clock

# A place that does not follow from its entry: what lists show would not be what is proved.
_WRONG_PLACE = """
SELECT index FROM evidence_place AS place
LEFT JOIN (SELECT id, body, encode(body, 'escape')::jsonb AS said FROM evidence_entry) AS entry
       ON entry.id = place.entry_id
WHERE entry.id IS NULL
   OR place.leaf_hash <> sha256('\\x00'::bytea || body)
   OR (place.kind, place.at) IS DISTINCT FROM (said ->> 'kind', evidence_moment(said ->> 'at'))
   OR place.actor IS DISTINCT FROM evidence_uuid(said ->> 'actor')
   OR place.objects_named <> evidence_objects(said)
ORDER BY index LIMIT 1
"""
# Places in another order than was signed, missing or additional ones.
_WRONG_ORDER = """
SELECT previous, size, leaf_hashes FROM evidence_checkpoint AS signed, LATERAL (
    SELECT string_agg(leaf_hash, ''::bytea ORDER BY index) AS hashes
    FROM evidence_place WHERE index >= signed.previous AND index < signed.size
) AS placed
WHERE placed.hashes IS DISTINCT FROM signed.leaf_hashes ORDER BY size LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found: nothing wrong, or the first thing that is, in one sentence."""

    size: int
    root: bytes
    unplaced: int
    compared: int
    seconds: float
    finding: Finding | None = None
    entry_id: UUID | None = None
    sentence: str = ""
    differing: Differing | None = None


def verify_ledger(outside: Sequence[Checkpoint] = ()) -> Report:
    """Re-compute leaves, tree, roots and signatures, then what lists are made of; compare with outside.

    At last compare what the parts keep outside the ledger with the entries that prove it.
    """
    begin = time.monotonic()
    found = recompute(outside)
    if found.finding is None:
        found.finding = _check_places(found.tree.size) or _check_nodes(found)
    if found.finding is None and (differing := first_differing()):
        return _report(found, begin, *_explained(differing, found.tree.size))
    return _report(found, begin, *(explained(found.finding) if found.finding else (None, "")))


def _explained(differing: Differing, size: int) -> tuple[UUID, str, Finding, Differing]:
    """Turn a record that is not what its entry proves into a finding; in the tail it counts as the next."""
    index = size if differing.place is None else differing.place
    altered = differing.comparison.standing is Standing.ALTERED
    finding = Finding(Fault.KEPT_ALTERED if altered else Fault.KEPT_GONE, index, index + 1)
    return differing.entry.id, explained_record(differing, index), finding, differing


def _report(
    found: Audit,
    begin: float,
    entry_id: UUID | None,
    sentence: str,
    finding: Finding | None = None,
    differing: Differing | None = None,
) -> Report:
    return Report(
        size=found.tree.size,
        root=found.tree.root(),
        unplaced=found.unplaced,
        compared=found.compared,
        seconds=time.monotonic() - begin,
        finding=finding or found.finding,
        entry_id=entry_id,
        sentence=sentence,
        differing=differing,
    )


def recompute(outside: Sequence[Checkpoint] = ()) -> Audit:
    """Re-compute leaves, tree, roots and signatures from the tables."""
    opened = partial(keys.open_signed, verifiers=keys.known_verifiers())
    return audit(signed_checkpoints(), entry_bodies(), opened, placed_hashes, outside)


def store(report: Report) -> Verification:
    """Keep what was found, for the page that shows the last verification."""
    return Verification.objects.create(
        at=clock.now(),
        seconds=report.seconds,
        size=report.size,
        found=report.finding.fault.value if report.finding else "",
        index=report.finding.index if report.finding else None,
        compared=report.compared,
    )


def _check_places(size: int) -> Finding | None:
    """Compare the places with what was signed, in order and in what they say of their entries."""
    misplaced = _row(_WRONG_ORDER)
    if misplaced:
        start, end, signed = misplaced
        first = start + first_difference(placed_hashes(start, end), split(bytes(signed)))
        return Finding(Fault.PLACE, first, first + 1)
    wrong = _row(_WRONG_PLACE) or _row("SELECT index FROM evidence_place WHERE index >= %s LIMIT 1", [size])
    return Finding(Fault.PLACE, wrong[0], wrong[0] + 1) if wrong else None


def _check_nodes(found: Audit) -> Finding | None:
    """Compare the kept nodes with the re-computed ones."""
    kept = {(node.level, node.index): bytes(node.hash) for node in Node.objects.all()}
    for level, row in found.nodes.items():
        for index, value in enumerate(row):
            if kept.pop((level, index), b"") != value:
                return Finding(Fault.NODE, index << level, index + 1 << level)
    if kept:
        level, index = min(kept)
        return Finding(Fault.NODE, index << level, index + 1 << level)
    return None


def _row(statement: str, values: Sequence[Any] = ()) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()
