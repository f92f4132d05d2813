"""A backup brings everything back, rights included; keys go their own way; nothing is overwritten unasked."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from config.embedded.connection import DatabaseUrls
from config.embedded.paths import ROOT
from config.embedded.postgres import ensure_running, stop
from config.operations.backup import LIST, checked_list, write_list
from config.operations.errors import OperationError

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Installation:
    """A var/ of its own, with its own database server."""

    var: Path
    urls: DatabaseUrls

    def manage(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "CATALOG_VAR": str(self.var),
                "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.urls.owner.url()) as connection:
            return connection.execute(question).fetchall()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder that the servers' account reaches, which pytest's own are not when started as root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def template(open_folder: Path) -> Path:
    """A var/ with a migrated database, one row of our own, one file and one key; at rest."""
    var = open_folder / "template"
    with running(var) as made:
        done = made.manage("migrate", "--database=owner", "--verbosity=0")
        assert done.returncode == 0, done.stderr
        with psycopg.connect(made.urls.owner.url()) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("REVOKE UPDATE ON kept FROM catalog_app")
            connection.execute("INSERT INTO kept VALUES ('Größe')")
    (var / "files").mkdir()
    (var / "files" / "report.txt").write_text("Bericht")
    (var / "keys" / "instance.key").write_bytes(b"k" * 32)
    return var


@pytest.fixture
def home(template: Path, open_folder: Path, tmp_path: Path) -> Iterator[Installation]:
    """A running copy of the template."""
    var = open_folder / tmp_path.name
    subprocess.run(["cp", "-a", str(template), str(var)], check=True)
    with running(var) as made:
        yield made


@contextmanager
def running(var: Path) -> Iterator[Installation]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CATALOG_VAR", str(var))
        made = Installation(var, ensure_running(ROOT))
        try:
            yield made
        finally:
            stop(ROOT)
            shutil.rmtree(made.urls.owner.host)


RIGHTS = """SELECT c.relname, has_table_privilege('catalog_app', c.oid, right_name), right_name
FROM pg_class c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) right_name
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
UNION ALL SELECT 'the database', has_database_privilege('catalog_app', current_database(), right_name), right_name
FROM unnest(ARRAY['CONNECT', 'CREATE', 'TEMPORARY']) right_name ORDER BY 1, 3"""


def test_a_lost_row_and_a_lost_file_come_back_and_every_right_is_as_before(
    home: Installation, tmp_path: Path
) -> None:
    rights = home.ask(RIGHTS)
    assert home.manage("backup", str(tmp_path / "saved")).returncode == 0
    with psycopg.connect(home.urls.owner.url()) as connection:
        connection.execute("DELETE FROM kept")
    (home.var / "files" / "report.txt").unlink()

    done = home.manage("restore", str(tmp_path / "saved"))

    assert done.returncode == 0, done.stderr
    assert home.ask("SELECT word FROM kept") == [("Größe",)]
    assert home.ask(RIGHTS) == rights
    assert (home.var / "files" / "report.txt").read_text() == "Bericht"


def test_an_installation_with_people_is_not_overwritten_unasked(home: Installation, tmp_path: Path) -> None:
    assert home.manage("backup", str(tmp_path / "saved")).returncode == 0
    script = "from consent.parties.models import User; User.objects.create_user('a@example.com', name='A')"
    assert home.manage("shell", "--command", script).returncode == 0

    refused = home.manage("restore", str(tmp_path / "saved"))
    allowed = home.manage("restore", "--replace", str(tmp_path / "saved"))

    assert refused.returncode == 2
    assert "This installation is not empty (1 in parties_user" in refused.stderr
    assert allowed.returncode == 0, allowed.stderr
    assert home.ask("SELECT count(*) FROM parties_user") == [(0,)]


def test_a_backup_that_was_changed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("Bericht")
    write_list(tmp_path, LIST)
    (tmp_path / "report.txt").write_text("anderes")

    with pytest.raises(OperationError, match=r"report\.txt is missing or was changed after the backup"):
        checked_list(tmp_path, LIST)


def test_a_backup_holds_no_key_and_the_keys_refuse_to_lie_beside_it(
    home: Installation, tmp_path: Path
) -> None:
    assert home.manage("backup", str(tmp_path / "saved")).returncode == 0
    refused = home.manage("backup", "--keys", str(tmp_path / "saved" / "keys"))
    assert home.manage("backup", "--keys", str(tmp_path / "apart")).returncode == 0

    assert not list((tmp_path / "saved").rglob("*.key"))
    assert refused.returncode == 2
    assert "keep the keys somewhere else" in refused.stderr
    assert (tmp_path / "apart" / "keys" / "instance.key").read_bytes() == b"k" * 32


def test_lost_keys_come_back_and_present_ones_are_not_overwritten_unasked(
    home: Installation, tmp_path: Path
) -> None:
    assert home.manage("backup", "--keys", str(tmp_path / "apart")).returncode == 0

    refused = home.manage("restore", "--keys", str(tmp_path / "apart"))
    for path in (home.var / "keys").glob("*.key"):
        path.unlink()
    (home.var / "keys" / "instance.key").write_bytes(b"x" * 32)
    allowed = home.manage("restore", "--keys", "--replace", str(tmp_path / "apart"))

    assert refused.returncode == 2
    assert allowed.returncode == 0, allowed.stderr
    assert (home.var / "keys" / "instance.key").read_bytes() == b"k" * 32
