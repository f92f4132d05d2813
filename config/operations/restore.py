"""Bringing a backup back: into a database beside the present one, verified there, then put in its place."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings

from config.operations import dump
from config.operations.backup import LIST, checked_list
from config.operations.dump import Database
from config.operations.errors import OperationError

BESIDE = "restoring"
# A freshly prepared installation holds nothing but what the migrations and the first start put there.
HOLDS_SOMETHING = ("parties_user", "evidence_entry")


def restore(source: Path, *, replace: bool, say: Callable[[str], None]) -> None:
    """Bring a backup back; what is there stays as it is until the restored ledger has been verified."""
    checked_list(source, LIST)
    present = dump.owned_database()
    if not replace and (held := _held(present)):
        raise OperationError(
            f"This installation is not empty ({held}): --replace removes what it holds and puts the backup there."
        )
    say("Reading the backup into a database beside the present one ...")
    fresh = dump.make(present, f"{present.name}_{BESIDE}")
    try:
        dump.load(fresh, source / "database.dump")
        _bring_up_to_date(fresh, source, say)
        dump.put_in_place(fresh, present)
    except OperationError:
        dump.drop(fresh)
        raise
    say("Bringing the files back ...")
    _put_files(source / "files", Path(settings.MEDIA_ROOT))


def _bring_up_to_date(fresh: Database, source: Path, say: Callable[[str], None]) -> None:
    """Do what a restored database needs before anybody may use it, in this order."""
    say("Bringing its schema up to date ...")
    _manage(fresh, "migrate", "--database=owner", "--no-input", "--verbosity=0")
    say("Verifying its evidence ledger ...")
    checkpoints = source / "checkpoints"  # before the replay: it writes what it did into the ledger
    _manage(fresh, "verify_evidence", *(["--since", str(checkpoints)] if checkpoints.is_dir() else []))
    say("Replaying the erasures that came after the backup ...")
    _manage(fresh, "replay_erasures")


def _manage(fresh: Database, *words: str) -> None:
    """Run a command on the restored database, which the settings reach by these two addresses."""
    app = settings.DATABASES["default"]
    addresses = {
        "DATABASE_URL": fresh.url(app["USER"], app["PASSWORD"]),
        "DATABASE_OWNER_URL": fresh.url(),
    }
    done = subprocess.run(
        [sys.executable, str(Path(settings.ROOT) / "manage.py"), *words],
        env=os.environ | addresses,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said: Sequence[str] = done.stderr.strip().splitlines() or ["it said nothing"]
        raise OperationError(f"{words[0]} on the restored database failed, nothing was changed: {said[-1]}")


def _held(database: Database) -> str:
    """Say in numbers what an installation holds; nothing where it is empty."""
    with database.connected() as connection:
        found = []
        for table in HOLDS_SOMETHING:
            there = connection.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone()
            if there and there[0]:
                row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a constant
                found.append((table, row[0] if row else 0))
    return ", ".join(f"{count} in {table}" for table, count in found if count)


def _put_files(source: Path, target: Path) -> None:
    if not source.is_dir():
        return
    former = target.with_name(f"{target.name}.former")
    shutil.rmtree(former, ignore_errors=True)
    if target.exists():
        target.rename(former)
    shutil.copytree(source, target)
    shutil.rmtree(former, ignore_errors=True)
