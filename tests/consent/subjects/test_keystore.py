"""The key store: what is erased stays erased, whatever is restored, and no crash loses a survivor."""

import shutil

import pytest

from consent.subjects.keystore.kek import FileKeks, KekGone
from consent.subjects.keystore.store import Erased, KeyMissing, KeyStore
from consent.subjects.keystore.tombstones import Tombstones


class Places:
    """The folders of one installation, and stores opened on them as processes would."""

    def __init__(self, root):
        self.store, self.backup, self.keks, self.kek_backup = (root / n for n in ("s", "b", "k", "kb"))

    def open(self, keks=None):
        return KeyStore(self.store, keks or FileKeks(self.keks, [self.kek_backup]), [self.backup])


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path)


def test_a_minted_key_is_there_for_another_process(places):
    handles = places.open().mint(3)
    keys = {places.open().key(handle) for handle in handles}
    assert len(keys) == 3
    assert all(len(key) == 32 for key in keys)


def test_a_reader_that_was_open_before_sees_new_keys_erasures_and_epochs(places):
    writer, reader = places.open(), places.open()
    first, second = writer.mint(2)
    key = reader.key(first)
    writer.erase([second])
    with pytest.raises(Erased):
        reader.key(second)
    writer.rewrap()
    assert reader.key(first) == key
    (third,) = writer.mint()
    assert len(reader.key(third)) == 32


def test_an_erased_key_is_unreadable_at_once_and_final_after_the_rewrap(places):
    store = places.open()
    gone, kept = store.mint(2)
    key = store.key(kept)
    store.erase([gone])
    with pytest.raises(Erased):
        store.key(gone)
    assert store.pending(gone)
    store.rewrap()
    assert not store.pending(gone)
    assert store.key(kept) == key
    assert len(store) == 1


def test_a_missing_key_without_a_tombstone_is_an_error_and_not_an_erasure(places):
    store = places.open()
    store.mint()
    with pytest.raises(KeyMissing):
        store.key(b"\0" * 16)


def test_many_keys_come_at_once_without_the_erased_ones(places):
    store = places.open()
    gone, kept = store.mint(2)
    store.erase([gone])
    assert store.keys([gone, kept]) == {kept: store.key(kept)}
    with pytest.raises(KeyMissing):
        store.keys([kept, b"\0" * 16])


def test_a_restored_older_store_does_not_open_because_its_epochs_key_is_destroyed_everywhere(
    places, tmp_path
):
    store = places.open()
    gone, _kept = store.mint(2)
    shutil.copytree(places.store, tmp_path / "stolen")
    shutil.copytree(places.backup, tmp_path / "stolen-backup")
    store.erase([gone])
    store.rewrap()
    for copy in ("stolen", "stolen-backup"):
        restored = KeyStore(tmp_path / copy, FileKeks(places.keks, [places.kek_backup]))
        with pytest.raises(KekGone):
            restored.key(gone)
    assert len(list(places.kek_backup.glob("*.kek"))) == 1


def test_a_restored_copy_of_the_same_epoch_replays_the_tombstones_that_came_after_it(places, tmp_path):
    store = places.open()
    gone, kept = store.mint(2)
    shutil.copytree(places.store, tmp_path / "yesterday")
    store.erase([gone])
    restored = KeyStore(tmp_path / "yesterday", FileKeks(places.keks))
    assert len(restored.key(gone)) == 32
    assert restored.replay(places.backup / "tombstones") == 1
    with pytest.raises(Erased):
        restored.key(gone)
    assert restored.key(kept) == store.key(kept)


def test_the_store_can_be_rebuilt_from_its_backup_alone(places):
    store = places.open()
    before = store.mint(2)
    store.rewrap()
    after = store.mint(2)
    keys = [store.key(handle) for handle in before + after]
    shutil.rmtree(places.store)
    shutil.copytree(places.backup, places.store)
    assert [places.open().key(handle) for handle in before + after] == keys


def test_no_key_and_no_handle_stands_in_clear_in_the_stores_files(places):
    store = places.open()
    handles = store.mint(5)
    store.rewrap()
    written = b"".join(file.read_bytes() for file in places.store.rglob("*") if file.is_file())
    assert not any(handle in written or store.key(handle) in written for handle in handles)


class Crash(Exception):
    """The process dies here."""


@pytest.mark.parametrize("step", ["_survivors", "_copy", "_read_back", "_switch", "_destroy_before"])
def test_a_crash_at_any_step_of_the_rewrap_loses_nothing_and_the_next_run_completes_it(
    places, monkeypatch, step
):
    store = places.open()
    gone, kept = store.mint(2)
    key = store.key(kept)
    store.erase([gone])

    def crash(*_):
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(KeyStore, step, crash)
        with pytest.raises(Crash):
            store.rewrap()
    again = places.open()
    assert again.key(kept) == key
    with pytest.raises(Erased):
        again.key(gone)
    again.finish()
    again.rewrap()
    assert not again.pending(gone)
    assert again.key(kept) == key
    assert len(FileKeks(places.keks, [places.kek_backup]).epochs()) == 1
    assert len(list(places.store.glob("epoch-*"))) == len(list(places.backup.glob("epoch-*"))) == 1


def test_a_torn_last_entry_of_the_journal_is_cut_off(places):
    store = places.open()
    (kept,) = store.mint()
    (journal,) = places.store.glob("epoch-*/journal")
    with journal.open("ab") as file:
        file.write(b"torn")
    again = places.open()
    (later,) = again.mint()
    assert places.open().key(kept) == store.key(kept)
    assert places.open().key(later) == again.key(later)


def test_erasing_twice_lays_one_tombstone(places):
    store = places.open()
    (gone,) = store.mint()
    assert store.erase([gone, gone]) == 1
    assert store.erase([gone]) == 0
    assert list(Tombstones(places.backup / "tombstones").all()) == [gone]


def test_a_damaged_tombstone_is_an_error(places):
    store = places.open()
    store.erase(store.mint())
    file = places.store / "tombstones"
    file.write_bytes(b"\xff" + file.read_bytes()[1:])
    with pytest.raises(ValueError, match="damaged"):
        places.open().key(b"\0" * 16)


def test_a_changed_file_does_not_open(places):
    store = places.open()
    handles = store.mint(2)
    store.rewrap()
    (segment,) = places.store.glob("epoch-*/segment-000000")
    segment.write_bytes(segment.read_bytes()[:-1] + b"\0")
    with pytest.raises(Exception, match="damaged"):
        places.open().key(handles[0])
