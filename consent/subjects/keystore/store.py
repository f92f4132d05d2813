"""The key store: mint keys, read them, erase them, and replace the epoch so that an erasure is final.

Several processes may use one store; writers take a file lock, readers notice a new epoch, a longer
journal or more tombstones by themselves. A person costs 48 bytes on disk after a re-wrap.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NewType

from consent.subjects.keystore.epoch import HANDLE, KEY, Damaged, Epoch, blocks_of, pairs_of, sync_folder
from consent.subjects.keystore.kek import KekHolder
from consent.subjects.keystore.tombstones import Tombstones

Handle = NewType("Handle", bytes)


class Erased(Exception):
    """The key was destroyed by an erasure; nothing encrypted under it can be read again."""


class KeyMissing(Exception):
    """There is neither a key nor a tombstone: the store is not the one that belongs to this database."""


class KeyStore:
    """Per-person keys in `folder`, wrapped by `keks`, copied to `backups` at each change of epoch."""

    def __init__(self, folder: Path, keks: KekHolder, backups: Sequence[Path] = ()) -> None:
        self._folder, self._keks, self._backups = folder, keks, tuple(backups)
        self._epoch: Epoch | None = None
        self._keys: dict[bytes, bytes] = {}
        self._journal_read = 0
        for place in (folder, *self._backups):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._tombstones = Tombstones(folder / "tombstones")

    def mint(self, count: int = 1) -> list[Handle]:
        """Make keys and return their random handles; they are on disk when this returns."""
        pairs = [secrets.token_bytes(HANDLE) + secrets.token_bytes(KEY) for _ in range(count)]
        with self._locked():
            current = self._current(create=True)
            for place in (self._folder, *self._backups):
                Epoch(place / current.folder.name, current.number, self._keks).append(pairs)
            self._refresh()
        return [Handle(pair[:HANDLE]) for pair in pairs]

    def key(self, handle: bytes) -> bytes:
        """Return the key of a handle. Raises Erased, KeyMissing."""
        if self._tombstones.epoch_of(handle) is not None:
            raise Erased("The key was erased.")
        self._refresh()
        found = self._keys.get(handle)
        if found is None:
            raise KeyMissing("There is neither a key nor a tombstone for this handle.")
        return found

    def keys(self, handles: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the keys of many handles at once, without those that were erased. Raises KeyMissing."""
        self._refresh()
        erased = self._tombstones.all()
        wanted = [handle for handle in handles if handle not in erased]
        found = {handle: self._keys[handle] for handle in wanted if handle in self._keys}
        if len(found) != len(set(wanted)):
            raise KeyMissing("There is neither a key nor a tombstone for at least one of these handles.")
        return found

    def erased(self, handles: Iterable[bytes]) -> set[bytes]:
        """Return which of the handles were erased."""
        known = self._tombstones.all()
        return {handle for handle in handles if handle in known}

    def tombstoned(self) -> list[bytes]:
        """Return every handle that was erased."""
        return list(self._tombstones.all())

    def buried_in(self, handle: bytes) -> int | None:
        """Return the epoch in which a key was erased, or None where it was not."""
        return self._tombstones.epoch_of(handle)

    def missing(self, handles: Iterable[bytes]) -> set[bytes]:
        """Return which handles have neither a key nor a tombstone."""
        self._refresh()
        return {handle for handle in handles if handle not in self._keys} - set(self._tombstones.all())

    def erase(self, handles: Iterable[bytes]) -> int:
        """Lay tombstones in the store and every copy; the keys are unreadable from now on.

        The erasure is final, also against copies, once `rewrap` has run (`pending` says so).
        """
        wanted = list(handles)
        with self._locked():
            epoch = self._current(create=True).number
            new = self._tombstones.add(wanted, epoch)
            for place in self._backups:
                Tombstones(place / "tombstones").add(wanted, epoch)
        return new

    def pending(self, handle: bytes) -> bool:
        """Say whether an erased key could still be brought back from a copy and its epoch's key."""
        epoch = self._tombstones.epoch_of(handle)
        return epoch is not None and not self.is_destroyed(epoch)

    @property
    def epoch(self) -> int:
        """Return the number of the current epoch."""
        return self._current(create=True).number

    def living_epochs(self) -> list[int]:
        """Return the epochs whose wrapping keys exist somewhere; of an erasure in one a copy could come back."""
        return self._keks.epochs()

    def is_destroyed(self, epoch: int) -> bool:
        """Say whether the epoch's wrapping key is gone in every copy, and its person keys with it."""
        return epoch not in self._keks.epochs()

    def rewrap(self) -> int:
        """Move the survivors under a new epoch's key and destroy the old one in every copy.

        In this order: re-wrap, copy the store and the new key, read both back, switch, destroy. A crash
        between any two steps leaves a store that opens; the next run completes it. Returns the epoch.
        """
        with self._locked():
            old = self._current(create=True)
            self._remove_strays(old.number)
            number = max([old.number, *self._keks.epochs()]) + 1
            survivors = self._survivors(old)
            self._keks.create(number)
            fresh = Epoch.write(self._folder / f"epoch-{number:08}", number, self._keks, blocks_of(survivors))
            self._copy(fresh)
            for place in (self._folder, *self._backups):
                self._read_back(Epoch(place / fresh.folder.name, number, self._keks), survivors)
            self._switch(number)
            self._destroy_before(number)
            self._refresh()
        return number

    def replay(self, tombstones: Path) -> int:
        """Take over the tombstones of another copy after a restore; return how many were new."""
        with self._locked():
            return self._tombstones.merge(Tombstones(tombstones))

    def finish(self) -> None:
        """Complete a change of epoch that a crash cut short; call when a process starts."""
        with self._locked():
            if self._number() is not None:
                self._destroy_before(self._current().number)

    def __len__(self) -> int:
        self._refresh()
        erased = self._tombstones.all()
        return sum(handle not in erased for handle in self._keys)

    def _survivors(self, epoch: Epoch) -> list[bytes]:
        erased = self._tombstones.all()
        pairs = (pair for block in epoch.blocks() for pair in pairs_of(block))
        return sorted(pair for pair in pairs if pair[:HANDLE] not in erased)

    def _copy(self, epoch: Epoch) -> None:
        for place in self._backups:
            shutil.copytree(epoch.folder, place / epoch.folder.name)
            Tombstones(place / "tombstones").merge(self._tombstones)
            sync_folder(place / epoch.folder.name)

    def _read_back(self, copy: Epoch, expected: list[bytes]) -> None:
        if [pair for block in copy.blocks() for pair in pairs_of(block)] != expected:
            raise Damaged(f"{copy.folder.name} did not read back as written; the old epoch stays in use.")

    def _switch(self, number: int) -> None:
        for place in (*self._backups, self._folder):
            draft = place / "current.new"
            draft.write_text(str(number))
            descriptor = os.open(draft, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
            draft.replace(place / "current")
            sync_folder(place)

    def _destroy_before(self, number: int) -> None:
        for epoch in self._keks.epochs():
            if epoch < number:
                self._keks.destroy(epoch)
        self._remove_strays(number)

    def _remove_strays(self, number: int) -> None:
        """Remove the folders and keys of every epoch but the current one: destroyed, or never finished."""
        for place in (self._folder, *self._backups):
            for folder in place.glob("epoch-*"):
                if folder.name != f"epoch-{number:08}":
                    shutil.rmtree(folder)
        for epoch in self._keks.epochs():
            if epoch > number:
                self._keks.destroy(epoch)

    def _number(self) -> int | None:
        file = self._folder / "current"
        return int(file.read_text()) if file.exists() else None

    def _current(self, *, create: bool = False) -> Epoch:
        number = self._number()
        if number is None:
            if not create:
                raise KeyMissing("The key store is empty.")
            number = max([0, *self._keks.epochs()]) + 1
            self._keks.create(number)
            self._copy(Epoch.write(self._folder / f"epoch-{number:08}", number, self._keks, []))
            self._switch(number)
        if self._epoch is None or self._epoch.number != number:
            self._epoch = Epoch(self._folder / f"epoch-{number:08}", number, self._keks)
            self._keys, self._journal_read = {}, -1
        return self._epoch

    def _refresh(self) -> None:
        try:
            self._read_what_is_new()
        except FileNotFoundError:  # the epoch changed while we read its files
            self._epoch = None
            self._read_what_is_new()

    def _read_what_is_new(self) -> None:
        if self._number() is None:
            return
        epoch = self._current()
        if self._journal_read < 0:
            entries = epoch.journal_entries
            pairs = (pair for block in epoch.blocks() for pair in pairs_of(block))
            self._keys = {pair[:HANDLE]: pair[HANDLE:] for pair in pairs}
            self._journal_read = entries
        elif epoch.journal_entries > self._journal_read:
            new = list(epoch.journal(self._journal_read))
            self._keys.update((pair[:HANDLE], pair[HANDLE:]) for pair in new)
            self._journal_read += len(new)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        descriptor = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
