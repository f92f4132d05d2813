"""Reads the ledger's tables for those who compute with all of it, or with a few hashes of it."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
from django.db import connection, transaction

from consent.evidence.audit import Signed
from consent.evidence.merkle import HASH_SIZE
from consent.evidence.models import Checkpoint, Entry
from consent.evidence.proofs import Ranges, ReadHashes

CHUNK = 20_000
T = TypeVar("T")

_HASHES = {
    True: "SELECT index, leaf_hash FROM evidence_place JOIN unnest(%s::bigint[], %s::bigint[])"
    " AS wanted (first, beyond) ON index >= first AND index < beyond",
    False: "SELECT index, hash FROM evidence_node JOIN unnest(%s::bigint[], %s::bigint[])"
    " AS wanted (first, beyond) ON index >= first AND index < beyond WHERE level = %s",
}


def entry_bodies(size: int = CHUNK) -> Iterator[Sequence[bytes]]:
    """Stream the bytes of all entries in the order in which they lie, which is nearly that of places.

    One chunk is fetched ahead, so that PostgreSQL reads while the caller hashes.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronize_seqscans = off")  # begin at the beginning
        with psycopg.ServerCursor(connection.connection, "evidence_bodies") as rows:
            rows.execute("SELECT body FROM evidence_entry", binary=True)
            yield from _ahead(_chunks(rows, size))


def unplaced_bodies() -> Iterator[bytes]:
    """Stream the bytes of the entries that have no place yet."""
    settled = Checkpoint.objects.order_by("-size").values_list("settled_tx", flat=True).first() or 0
    rows = Entry.objects.filter(tx__gte=settled, place__isnull=True).values_list("body", flat=True)
    return (bytes(body) for body in rows.iterator())


def signed_checkpoints() -> Iterator[Signed]:
    """Stream the checkpoints from the first on, a few at a time."""
    last = 0
    while True:
        found = list(Checkpoint.objects.filter(size__gt=last).order_by("size")[:50])
        for row in found:
            yield Signed(
                row.previous, row.size, row.note, split(bytes(row.leaf_hashes)), split(bytes(row.frontier))
            )
        if not found:
            return
        last = found[-1].size


def placed_hashes(start: int, end: int) -> list[bytes]:
    """Return the leaf hashes of the places from `start` up to without `end`."""
    with connection.cursor() as cursor:
        cursor.execute(_HASHES[True], [[start], [end]])
        return [bytes(leaf) for _index, leaf in sorted(cursor.fetchall())]


def hashes_for(ranges: Ranges) -> ReadHashes:
    """Fetch what a proof needs, one query a level, and return how to read it."""
    kept = {level: _fetched(level, wanted) for level, wanted in ranges.items()}

    def read(level: int, start: int, end: int) -> Sequence[bytes]:
        return [kept[level][index] for index in range(start, end)]

    return read


def split(hashes: bytes) -> list[bytes]:
    """Cut joined hashes apart."""
    return [hashes[start : start + HASH_SIZE] for start in range(0, len(hashes), HASH_SIZE)]


def _fetched(level: int, wanted: Iterable[tuple[int, int]]) -> dict[int, bytes]:
    firsts, beyonds = zip(*wanted, strict=True)
    values: list[Any] = [list(firsts), list(beyonds), *([level] if level else [])]
    with connection.cursor() as cursor:
        cursor.execute(_HASHES[level == 0], values)
        return {index: bytes(value) for index, value in cursor.fetchall()}


def _chunks(rows: psycopg.ServerCursor[tuple[bytes]], size: int) -> Iterator[Sequence[bytes]]:
    while chunk := rows.fetchmany(size):
        yield [body for (body,) in chunk]


def _ahead(chunks: Iterator[T]) -> Iterator[T]:
    """Fetch the next chunk in a thread while the caller works on this one."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = thread.submit(next, chunks, None)
            yield chunk
