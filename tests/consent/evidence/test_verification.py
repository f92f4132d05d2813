"""Tamper drills: whatever an intruder with the owner's rights changes, verification names the first of it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from consent.evidence import keys
from consent.evidence.audit import Fault, Finding
from consent.evidence.bundle import write_bundle
from consent.evidence.checkpoint import Checkpoint as Head
from consent.evidence.checkpoint import sign_checkpoint
from consent.evidence.explanations import explained
from consent.evidence.merkle import Frontier, leaf_hash
from consent.evidence.models import Checkpoint, Entry, Place, Verification
from consent.evidence.proving import bundle_of
from tests.consent.evidence.ledger import filled, recorded, run, unguarded

pytestmark = pytest.mark.django_db
SAY = (
    "UPDATE evidence_entry SET body = replace(encode(body, 'escape'), '\"count\":', '\"count\":9')::bytea"
    " WHERE id = %s"
)
REHASH = "(SELECT sha256('\\x00'::bytea || body) FROM evidence_entry WHERE id = %s)"
SWAP = "UPDATE evidence_checkpoint SET leaf_hashes = overlay(leaf_hashes placing {} from %s) WHERE size = %s"


def verified(*arguments: Any) -> dict[str, Any]:
    """Run the command as an operator would, and return its JSON; its exit must agree."""
    out, failed = StringIO(), None
    try:
        call_command("verify_evidence", *arguments, "--json", stdout=out)
    except CommandError as error:
        failed = error
    result: dict[str, Any] = json.loads(out.getvalue())
    assert result["ok"] == (failed is None)
    assert failed is None or (failed.returncode == 1 and "\n" not in str(failed))
    return result


def newest_checkpoint(folder: Path) -> Path:
    path = folder / "checkpoint.txt"
    path.write_text(Checkpoint.objects.latest("size").note)
    return path


def rewrite_and_sign_anew() -> None:
    """What the machine's owner can do: make all tables agree again, with the ledger's own key."""
    tree = Frontier()
    for row in Checkpoint.objects.order_by("size"):
        places = Place.objects.filter(index__gte=row.previous, index__lt=row.size).order_by("index")
        leaves = [leaf_hash(bytes(place.entry.body)) for place in places.select_related("entry")]
        tree.extend(leaves)
        note = sign_checkpoint(Head(keys.origin(), tree.size, tree.root()), keys.signing_key())
        run(
            "UPDATE evidence_checkpoint SET note = %s, leaf_hashes = %s, frontier = %s WHERE size = %s",
            note,
            b"".join(leaves),
            b"".join(tree.subtrees()),
            row.size,
        )
    run(
        "UPDATE evidence_place SET leaf_hash = sha256('\\x00'::bytea || body) FROM evidence_entry WHERE id = entry_id"
    )


def test_an_untouched_ledger_verifies():
    filled(3, 300, 2)
    recorded(4, first=305)
    result = verified()
    assert (result["ok"], result["size"], result["unplaced"]) == (True, 305, 4)


def test_an_empty_ledger_verifies():
    assert verified()["size"] == 0


def test_a_changed_entry_is_named():
    ids = filled(5, 5)
    with unguarded():
        run(SAY, ids[7])
        run(SAY, ids[3])
    result = verified()
    assert (result["found"], result["index"], result["entry"]) == ("entry", 3, str(ids[3]))
    assert "was changed" in result["sentence"]


def test_an_entry_changed_along_with_its_kept_hash_is_named():
    ids = filled(5, 5)
    with unguarded():
        run(SAY, ids[7])
        run(f"UPDATE evidence_place SET leaf_hash = {REHASH} WHERE entry_id = %s", ids[7], ids[7])
    result = verified()
    assert (result["found"], result["index"]) == ("entry", 7)


def test_an_entry_changed_along_with_the_checkpoints_copy_is_named():
    ids = filled(5, 5)
    with unguarded():
        run(SAY, ids[7])
        run(SWAP.format(REHASH), ids[7], 32 * 2 + 1, 10)
    result = verified()
    assert (result["found"], result["index"]) == ("entry", 7)


def test_an_entry_changed_with_all_kept_hashes_is_placed_between_two_signatures():
    ids = filled(5, 5)
    with unguarded():
        run(SAY, ids[7])
        run(f"UPDATE evidence_place SET leaf_hash = {REHASH} WHERE entry_id = %s", ids[7], ids[7])
        run(SWAP.format(REHASH), ids[7], 32 * 2 + 1, 10)
    result = verified()
    assert (result["found"], result["index"]) == ("rewritten", 5)
    assert "Entries 5 to 9" in result["sentence"]


def test_a_removed_entry_is_named():
    ids = filled(5, 5)
    with unguarded():
        run("DELETE FROM evidence_entry WHERE id = %s", ids[6])
    result = verified()
    assert (result["found"], result["index"]) == ("entry", 6)
    assert "was removed" in result["sentence"]


def test_an_entry_removed_along_with_its_place_and_the_rest_moved_up_is_named():
    ids = filled(5, 5)
    with unguarded():
        run("DELETE FROM evidence_place WHERE entry_id = %s", ids[2])
        run("DELETE FROM evidence_entry WHERE id = %s", ids[2])
        run("UPDATE evidence_place SET index = index + 1000 WHERE index > 2")
        run("UPDATE evidence_place SET index = index - 1001 WHERE index > 2")
    result = verified()
    assert (result["found"], result["index"]) == ("entry", 2)
    assert "was removed" in result["sentence"]


def test_an_entry_pushed_in_between_is_named():
    filled(5, 5)
    added = recorded(1, first=99)[0]
    with unguarded():
        run("UPDATE evidence_place SET index = index + 1000 WHERE index >= 4")
        run("UPDATE evidence_place SET index = index - 999 WHERE index >= 4")
        run(
            f"INSERT INTO evidence_place SELECT 4, entry_id, {REHASH}, kind, at, actor, objects_named"
            " FROM evidence_place WHERE index = 0".replace("entry_id, ", "%s, ", 1),
            added,
            added,
        )
    result = verified()
    assert (result["found"], result["index"]) == ("place", 4)


def test_two_places_that_were_swapped_are_named():
    filled(5, 5)
    with unguarded():
        run("UPDATE evidence_place SET index = index + 1000 WHERE index IN (3, 8)")
        run("UPDATE evidence_place SET index = 1011 - index WHERE index > 1000")
    result = verified()
    assert (result["found"], result["index"]) == ("place", 3)


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'test.other'",
        "actor = gen_random_uuid()",
        "at = at - interval '1 day'",
        "objects_named = '{}'::uuid[] || gen_random_uuid()",
    ],
)
def test_a_list_that_would_show_something_else_is_found(change: str):
    filled(5, 5)
    with unguarded():
        run(f"UPDATE evidence_place SET {change} WHERE index = 6")
    result = verified()
    assert (result["found"], result["index"]) == ("place", 6)


def test_a_changed_kept_hash_of_an_intact_entry_is_told_apart():
    filled(5, 5)
    with unguarded():
        run(
            "UPDATE evidence_checkpoint SET leaf_hashes = overlay(leaf_hashes placing '\\x00'::bytea from 70)"
            " WHERE size = 10"
        )
    result = verified()
    assert (result["found"], result["index"]) == ("leaf_kept", 7)


def test_a_changed_node_is_found():
    filled(300, 300)
    with unguarded():
        run("UPDATE evidence_node SET hash = sha256('') WHERE index = 1")
    result = verified()
    assert (result["found"], result["index"]) == ("node", 256)


def test_a_removed_checkpoint_is_found():
    filled(5, 5, 5)
    with unguarded():
        run("DELETE FROM evidence_checkpoint WHERE size = 10")
    result = verified()
    assert (result["found"], result["index"]) == ("checkpoint_missing", 5)


def test_a_checkpoint_with_another_root_is_found():
    filled(5, 5)
    with unguarded():
        run(
            "UPDATE evidence_checkpoint SET note = replace(note, chr(10) || '10' || chr(10), chr(10) || '11' || chr(10))"
            " WHERE size = 10"
        )
    result = verified()
    assert (result["found"], result["index"]) == ("checkpoint_forged", 5)
    assert "does not fit" in result["sentence"]


def test_a_rewritten_and_newly_signed_ledger_is_found_by_an_outside_checkpoint(tmp_path: Path):
    ids = filled(5, 5)
    outside = newest_checkpoint(tmp_path)
    with unguarded():
        run(SAY, ids[3])
        rewrite_and_sign_anew()
    assert verified()["ok"]
    result = verified("--since", outside)
    assert (result["found"], result["index"]) == ("outside_differs", 0)
    assert "entries 0 to 9" in result["sentence"]


def test_several_outside_checkpoints_narrow_down_where_it_was_rewritten(tmp_path: Path):
    ids = filled(5)
    (tmp_path / "a.txt").write_text(Checkpoint.objects.latest("size").note)
    ids += filled(5)
    (tmp_path / "b.txt").write_text(Checkpoint.objects.latest("size").note)
    with unguarded():
        run(SAY, ids[8])
        rewrite_and_sign_anew()
    result = verified("--since", tmp_path)
    assert (result["found"], result["index"]) == ("outside_differs", 5)


def test_a_shortened_ledger_is_found_by_an_outside_checkpoint(tmp_path: Path):
    filled(5, 5)
    outside = newest_checkpoint(tmp_path)
    with unguarded():
        run("DELETE FROM evidence_checkpoint WHERE size = 10")
        run("DELETE FROM evidence_place WHERE index >= 5")
        run("DELETE FROM evidence_entry WHERE id NOT IN (SELECT entry_id FROM evidence_place)")
    assert verified()["ok"]
    result = verified("--since", outside)
    assert (result["found"], result["index"]) == ("shorter_than_outside", 5)


def test_a_past_outside_checkpoint_agrees_with_a_ledger_that_went_on(tmp_path: Path):
    filled(5)
    outside = newest_checkpoint(tmp_path)
    filled(3)
    result = verified("--since", outside)
    assert (result["ok"], result["compared"]) == (True, 1)


def test_an_outside_checkpoint_that_others_signed_is_something_wrong(tmp_path: Path):
    filled(3)
    outside = newest_checkpoint(tmp_path)
    outside.write_text(outside.read_text().replace("\n3\n", "\n2\n"))
    assert verified("--since", outside)["found"] == "outside_unsigned"


def test_the_folder_of_outside_checkpoints_is_always_compared(tmp_path: Path, settings):
    settings.EVIDENCE_CHECKPOINT_DIR = str(tmp_path)
    filled(5)
    newest_checkpoint(tmp_path)
    with unguarded():
        run(SAY, Entry.objects.first().id)
        rewrite_and_sign_anew()
    assert verified()["found"] == "outside_differs"


def test_the_last_verification_is_kept_for_the_page():
    filled(3)
    verified()
    with unguarded():
        run(SAY, Entry.objects.order_by("id")[1].id)
    verified()
    assert list(Verification.objects.order_by("id").values_list("size", "found", "index")) == [
        (3, "", None),
        (0, "entry", 1),
    ]


def test_a_missing_file_is_one_sentence_and_exit_2(tmp_path: Path):
    with pytest.raises(CommandError, match="cannot be read") as error:
        call_command("verify_evidence", "--since", tmp_path / "nothing.txt")
    assert error.value.returncode == 2


def test_a_bundle_verifies_without_a_database(tmp_path: Path, django_db_blocker):
    ids = filled(300)
    path = tmp_path / "bundle.json"
    path.write_text(write_bundle(bundle_of(ids[17])))
    with django_db_blocker.block():
        result = verified(path)
    assert (result["index"], result["entry"], result["key_known"]) == (17, str(ids[17]), True)


def test_a_bundle_signed_anew_by_another_key_is_found(tmp_path: Path, settings):
    settings.EVIDENCE_ORIGIN = "catalogue.example/evidence"
    honest, settings.KEYS = settings.KEYS, tmp_path / "other"
    ids = filled(3)
    path = tmp_path / "bundle.json"
    path.write_text(write_bundle(bundle_of(ids[0])))
    assert verified(path)["ok"]
    settings.KEYS = honest
    keys.signing_key()
    assert verified(path)["found"] == "bundle"


def test_a_bundle_of_another_ledger_says_that_its_key_must_be_compared(tmp_path: Path, settings):
    ids = filled(3)
    path = tmp_path / "bundle.json"
    path.write_text(write_bundle(bundle_of(ids[0])))
    settings.KEYS = tmp_path / "none"
    out = StringIO()
    call_command("verify_evidence", path, stdout=out)
    assert "compare its fingerprint" in out.getvalue()


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_a_sentence_that_says_where(fault: Fault):
    filled(2)
    sentence = explained(Finding(fault, 1, 2))[1]
    assert "1" in sentence
    assert sentence.endswith((".", ". "))
