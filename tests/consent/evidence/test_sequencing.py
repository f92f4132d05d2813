"""The sequencer: every committed entry gets one place, whenever it was committed, and none waits."""

import threading
import uuid

import psycopg
import pytest
from django.db import connection, connections, transaction

from consent.evidence import keys, sequencing
from consent.evidence.merkle import leaf_hash, root_of
from consent.evidence.models import Checkpoint, Entry, Node, Place
from consent.evidence.sequencing import LedgerBroken, sequence_entries
from consent.evidence.services import record
from tests.consent.evidence.ledger import filled, recorded, run, unguarded

pytestmark = pytest.mark.django_db


def leaves() -> list[bytes]:
    return [leaf_hash(bytes(p.entry.body)) for p in Place.objects.order_by("index").select_related("entry")]


def head():
    return keys.open_signed(Checkpoint.objects.latest("size").note, keys.known_verifiers())


def another_connection() -> psycopg.Connection:
    given = connection.get_connection_params()
    return psycopg.connect(
        **{k: v for k, v in given.items() if k in {"host", "port", "dbname", "user", "password", "options"}}
    )


def test_entries_get_consecutive_places_in_the_order_of_their_time():
    ids = recorded(5)
    assert sequence_entries() == 5
    assert list(Place.objects.order_by("index").values_list("index", "entry_id")) == list(enumerate(ids))


def test_the_signed_head_is_the_root_over_all_entries():
    filled(3, 4, 600)
    assert (head().size, head().root) == (607, root_of(leaves()))


def test_nothing_new_signs_nothing():
    filled(3)
    assert sequence_entries() == 0
    assert Checkpoint.objects.count() == 1


def test_a_batch_that_is_full_is_followed_by_the_next():
    recorded(25)
    assert sequence_entries(batch=10) == 25
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [10, 20, 25]


def test_every_eighth_level_is_kept():
    filled(300, 300)
    assert [bytes(node.hash) for node in Node.objects.order_by("index")] == [
        root_of(leaves()[:256]),
        root_of(leaves()[256:512]),
    ]


def test_a_place_can_be_filtered_by_what_its_entry_says():
    actor, thing, person = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    record("test.seen", actor=actor, subject_ref=person, payload={"object": thing, "category": "name"})
    sequence_entries()
    place = Place.objects.get()
    assert (place.kind, place.actor, set(place.objects_named)) == ("test.seen", actor, {thing, person})


def test_a_ledger_that_was_rewritten_is_not_signed_again():
    filled(3)
    with unguarded():
        run("UPDATE evidence_checkpoint SET frontier = overlay(frontier placing '\\x00' from 1)")
    recorded()
    with pytest.raises(LedgerBroken, match="not what was signed"):
        sequence_entries()


def test_another_key_does_not_sign_on(settings, tmp_path):
    filled(3)
    settings.KEYS = tmp_path
    recorded()
    with pytest.raises(LedgerBroken, match="not by a key of this ledger"):
        sequence_entries()


def test_a_former_key_named_in_the_key_folder_is_believed(settings, tmp_path):
    settings.EVIDENCE_ORIGIN = "catalogue.example/evidence"
    filled(3)
    former = keys.verifier()
    settings.KEYS = tmp_path
    (tmp_path / keys.FORMER_KEYS).write_text(f"{former}\n")
    recorded(first=3)
    assert sequence_entries() == 1
    assert head().size == 4


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_gets_the_next_places_and_holds_nobody_up():
    with another_connection() as late:
        late.execute("SELECT pg_current_xact_id()")
        filled(3)
        late.execute(
            "INSERT INTO evidence_entry (body) SELECT replace(encode(body, 'escape'),"
            ' \'"id":"0\', \'"id":"1\')::bytea FROM evidence_entry LIMIT 1'
        )
        assert sequence_entries() == 0
        filled_later = recorded(2, first=3)
        assert sequence_entries() == len(filled_later)
        late.commit()
        assert sequence_entries() == 1
        assert Place.objects.count() == Entry.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_a_second_sequencer_leaves_the_work_to_the_first():
    recorded(3)
    with another_connection() as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [sequencing._LOCK])
        assert sequence_entries() == 0
    assert sequence_entries() == 3


@pytest.mark.django_db(transaction=True)
def test_a_ledger_restored_into_a_server_that_counts_anew_skips_nothing():
    filled(3)
    with unguarded():
        run("UPDATE evidence_checkpoint SET settled_tx = 9000000000000")
    recorded(2, first=3)
    assert sequence_entries() == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_writers_that_commit_late_or_not_at_all_lose_and_double_nothing():
    writers, each = 6, 40
    done = threading.Event()

    def write(number: int) -> None:
        try:
            for turn in range(each):
                with transaction.atomic():
                    record("test.counted", actor=None, payload={"count": number * each + turn})
                    if turn % 5 == 0:
                        connection.cursor().execute("SELECT pg_sleep(0.02)")
                    if turn % 7 == 0:
                        transaction.set_rollback(True)
        finally:
            connections.close_all()

    def sequence() -> None:
        try:
            while not done.is_set():
                sequence_entries(batch=17)
        finally:
            connections.close_all()

    sequencers = [threading.Thread(target=sequence) for _ in range(2)]
    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in [*sequencers, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    for thread in sequencers:
        thread.join()
    sequence_entries()
    kept = writers * sum(turn % 7 != 0 for turn in range(each))
    assert Entry.objects.count() == Place.objects.count() == kept
    assert list(Place.objects.order_by("index").values_list("index", flat=True)) == list(range(kept))
    assert head().root == root_of(leaves())
