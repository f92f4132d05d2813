"""The backup of the keys: a step and a folder of its own, so that one theft does not give both."""

import os
import shutil
from pathlib import Path

from django.conf import settings

from config.embedded.paths import Paths
from config.operations.backup import KEYS_LIST, LIST, checked_list, with_draft, write_list
from config.operations.errors import OperationError
from consent.subjects.keys import bring_back_from_copies

INSTALLATION = "embedded.json"


def back_up_keys(target: Path) -> None:
    """Write the instance's keys to a folder of their own, which never lies with a backup of the data.

    Per-person keys have a store and copies of their own: a backup of them would undo erasures.
    """
    for folder in (target, *target.resolve().parents):
        if (folder / LIST).is_file():
            raise OperationError(f"{folder} is a backup of the data: keep the keys somewhere else.")
    with_draft(target, _fill)


def restore_keys(source: Path, *, replace: bool) -> None:
    """Bring the keys back, into an installation that has none unless `replace`.

    The per-person keys come from their own copies, where they are lost here.
    """
    checked_list(source, KEYS_LIST)
    folder = Path(settings.KEYS)
    there = _keys_in(folder)
    if there and not replace:
        raise OperationError(
            f"{folder} holds keys already ({len(there)}): --replace puts the saved ones in their place."
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in _keys_in(source / "keys"):
        _put(path, folder / path.name)
    bring_back_from_copies()


def _fill(draft: Path) -> None:
    found = _keys_in(Path(settings.KEYS))
    if not found:
        raise OperationError(
            f"There are no keys in {settings.KEYS}: has the product run with these settings?"
        )
    (draft / "keys").mkdir(mode=0o700)
    for path in found:
        _put(path, draft / "keys" / path.name)
    if settings.EMBEDDED and Paths().installation.is_file():
        _put(Paths().installation, draft / INSTALLATION)
    write_list(draft, KEYS_LIST)


def _keys_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.is_file() and path.suffix in (".key", ".txt"))


def _put(source: Path, target: Path) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copyfile(source, draft)
    draft.chmod(0o600)
    draft.replace(target)
