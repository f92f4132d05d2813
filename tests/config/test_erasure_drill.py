"""The drill of Art. 17, with the real scripts: back up, erase, change keys, restore; nothing comes back."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from config.embedded.binaries import programs
from config.embedded.paths import ROOT
from tests.config.test_backup import Installation, home, open_folder, template  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow


class Drill:
    """An installation with two customers, copies of its keys elsewhere, and the product's own scripts."""

    def __init__(self, where: Installation, apart: Path) -> None:
        self.home = where
        self._environment = {
            "PATH": os.environ["PATH"],
            "CATALOG_VAR": str(where.var),
            "CATALOG_VENV": sys.prefix,
            "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
            "KEY_STORE_BACKUPS": str(apart / "store"),
            "KEK_BACKUPS": str(apart / "safe"),
        }

    def run(self, *words: str, fails: bool = False, **more: str) -> str:
        done = subprocess.run(
            words, cwd=ROOT, env=self._environment | more, capture_output=True, text=True, check=False
        )
        assert bool(done.returncode) == fails, done.stderr
        return done.stderr if fails else done.stdout

    def manage(self, *words: str, **more: str) -> str:
        return self.run(sys.executable, "manage.py", *words, **more)

    def say(self, word: str, **more: str) -> dict[str, object]:
        command = f"from tests.config.vault_script import main; main({word!r})"
        said: dict[str, object] = json.loads(self.manage("shell", "-v0", "--command", command, **more))
        return said

    def loaded_beside(self, dump: Path) -> str:
        """Load a dump as it is into a database beside, as a thief or a careless hand would."""
        with psycopg.connect(self.home.urls.owner.url(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE stolen TEMPLATE template0")
        target = self.home.urls.owner.url().replace("/catalog?", "/stolen?")
        subprocess.run(
            [str(programs().postgres("pg_restore")), "--no-owner", f"--dbname={target}", str(dump)],
            check=True,
        )
        return target


@pytest.fixture
def drill(home: Installation, tmp_path: Path) -> Drill:  # noqa: F811 - the fixture
    return Drill(home, tmp_path / "apart")


def test_art_17_what_was_erased_stays_erased_whatever_backup_is_restored(
    drill: Drill, tmp_path: Path
) -> None:
    before = drill.say("enrolled")
    (gone,) = before["gone"]  # type: ignore[misc]
    drill.run("script/backup", str(tmp_path / "saved"))
    drill.run("script/backup", "--keys", str(tmp_path / "keys"))
    saved_files = [path.name for path in (tmp_path / "saved").rglob("*")]
    assert not [name for name in saved_files if "kek" in name or "segment" in name or "tombstone" in name]
    assert not list((tmp_path / "keys").rglob("epoch-*"))
    shutil.copytree(drill.home.var / "keys" / "subjects", tmp_path / "old-store")
    drill.say("erased")
    assert "1 final, 0 pending" in drill.manage("rewrap")

    stolen = drill.say("seen", DATABASE_URL=drill.loaded_beside(tmp_path / "saved" / "database.dump"))
    assert stolen["subjects"] == sorted(["Erased", *(s for s in stolen["subjects"] if s != "Erased")])  # type: ignore[attr-defined]
    assert stolen["gone"] == []  # no index leads to the record
    assert stolen["links"] == ["None", *before["stays"]] or stolen["links"] == [*before["stays"], "None"]  # type: ignore[misc]
    assert stolen["indexes"] == 2  # that an identifier was known is still seen, until the replay

    shutil.rmtree(drill.home.var / "keys" / "subjects")
    shutil.copytree(tmp_path / "old-store", drill.home.var / "keys" / "subjects")
    told = drill.run(sys.executable, "manage.py", "rewrap", fails=True)
    assert "does not exist" in told  # yesterday's keys open nothing: their wrapping key is gone everywhere
    shutil.rmtree(drill.home.var / "keys" / "subjects")
    drill.run("script/restore", "--keys", "--replace", str(tmp_path / "keys"))

    drill.run("script/restore", "--replace", str(tmp_path / "saved"))

    after = drill.say("seen")
    assert after["gone"] == []
    assert after["stays"] == before["stays"] == after["links"]
    assert after["indexes"] == 1
    assert "erased" in after["subjects"]  # type: ignore[operator]
    assert drill.say("proof") == {"record": str(gone).replace("-", "")}
    drill.manage("verify_evidence")


def test_a_backup_whose_people_have_no_keys_here_is_refused_and_changes_nothing(
    drill: Drill, tmp_path: Path
) -> None:
    before = drill.say("enrolled")
    drill.run("script/backup", str(tmp_path / "saved"))
    (drill.home.var / "keys" / "subjects").rename(tmp_path / "lost")
    told = drill.run("script/restore", "--replace", str(tmp_path / "saved"), fails=True)
    assert "The key store lacks" in told
    (tmp_path / "lost").rename(drill.home.var / "keys" / "subjects-back")
    shutil.rmtree(drill.home.var / "keys" / "subjects", ignore_errors=True)
    (drill.home.var / "keys" / "subjects-back").rename(drill.home.var / "keys" / "subjects")
    assert drill.say("seen") == before
