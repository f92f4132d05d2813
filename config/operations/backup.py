"""A backup is a folder: the database, the files, the checkpoints kept outside, and a list with hashes.

The keys are never in it: whoever finds a backup must not be able to read what is encrypted in it. They
have a backup of their own (keys.py), to be kept elsewhere.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from config.operations import dump
from config.operations.errors import OperationError
from consent.law import clock

LIST = "backup.json"
KEYS_LIST = "keys.json"
FORMAT = 1


def back_up(target: Path, say: Callable[[str], None]) -> None:
    """Write a backup to a folder that is new or empty; it appears whole or not at all."""
    with_draft(target, lambda draft: _fill(draft, say))


def _fill(draft: Path, say: Callable[[str], None]) -> None:
    say("Saving the database ...")
    dump.dump(dump.owned_database(), draft / "database.dump")
    say("Saving files and checkpoints ...")
    _copy(Path(settings.MEDIA_ROOT), draft / "files")
    if settings.EVIDENCE_CHECKPOINT_DIR:
        _copy(Path(settings.EVIDENCE_CHECKPOINT_DIR), draft / "checkpoints")
    write_list(draft, LIST)


def with_draft(target: Path, fill: Callable[[Path], None]) -> None:
    """Fill a draft beside the target and rename it when all of it is on the disk."""
    if target.exists() and any(target.iterdir()):
        raise OperationError(f"{target} is not empty: name a new folder for each backup.")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.mkdir(mode=0o700)
    try:
        fill(draft)
        os.sync()
        draft.replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write_list(folder: Path, name: str) -> None:
    """Write what a backup holds, with a hash of each file."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    content = {
        "format": FORMAT,
        "made": clock.now().isoformat(timespec="seconds"),
        "files": {path.relative_to(folder).as_posix(): digest_of(path) for path in files},
    }
    (folder / name).write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")


def checked_list(folder: Path, name: str) -> None:
    """Make sure that a backup is whole and unchanged. Raises OperationError."""
    path = folder / name
    if not path.is_file():
        other = "the keys" if name == LIST else "the data"
        hint = (
            f" (it is a backup of {other})" if (folder / ({LIST, KEYS_LIST} - {name}).pop()).is_file() else ""
        )
        raise OperationError(f"{folder} is not such a backup{hint}: {name} is missing.")
    content = json.loads(path.read_text(encoding="utf-8"))
    if content["format"] > FORMAT:
        raise OperationError(f"{folder} was made by a newer version of the product.")
    for file, digest in content["files"].items():
        if not (folder / file).is_file() or digest_of(folder / file) != digest:
            raise OperationError(f"{folder / file} is missing or was changed after the backup.")


def digest_of(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
