"""The embedded PostgreSQL: private, by password, and there again after everything was killed."""

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from config.embedded.connection import DatabaseAddress
from config.embedded.installation import installation
from config.embedded.paths import ROOT, Paths
from config.embedded.postgres import data_of, ensure_running, server_pid, stop
from config.embedded.processes import end, is_alive, wait_until

pytestmark = pytest.mark.slow

Checkout = Callable[[], Path]
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")


def ask(address: DatabaseAddress, question: str) -> object:
    with psycopg.connect(address.url()) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def pid_of(root: Path) -> int:
    pid = server_pid(installation(Paths(root)))
    assert pid is not None
    return pid


def in_a_process(root: Path, **environment: str) -> str:
    """Start and ask the database in a process of its own, which then ends."""
    code = (
        "import sys; from pathlib import Path; import psycopg; from config.embedded.postgres import ensure_running\n"
        "urls = ensure_running(Path(sys.argv[1]))\n"
        "print(psycopg.connect(urls.app.url()).execute(\"select upper('größe')\").fetchone()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(root)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_application_cannot_change_the_schema_and_the_owner_can(checkout: Checkout) -> None:
    urls = ensure_running(checkout())

    with psycopg.connect(urls.owner.url()) as owner:
        owner.execute("CREATE TABLE things (n int)")
    with psycopg.connect(urls.app.url()) as app:
        app.execute("INSERT INTO things VALUES (1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DROP TABLE things")


def test_the_application_may_stage_an_import_in_a_temporary_table(checkout: Checkout) -> None:
    with psycopg.connect(ensure_running(checkout()).app.url()) as app:
        app.execute("CREATE TEMPORARY TABLE staged (n int)")


def test_it_listens_on_no_network_address(checkout: Checkout) -> None:
    assert ask(ensure_running(checkout()).app, "SHOW listen_addresses") == ""


def test_a_wrong_password_is_refused(checkout: Checkout) -> None:
    address = ensure_running(checkout()).app

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address.url().replace(address.password, "guessed"))


@AS_ROOT
def test_another_local_user_reaches_neither_socket_nor_passwords_nor_data(checkout: Checkout) -> None:
    root = checkout()
    address = ensure_running(root).app
    nobody = pwd.getpwnam("nobody")

    for path in (
        Path(address.host) / ".s.PGSQL.5432",
        Paths(root).installation,
        data_of(installation(Paths(root))),
    ):
        done = subprocess.run(
            ["/usr/bin/test", "-r", str(path)],
            user=nobody.pw_uid,
            group=nobody.pw_gid,
            extra_groups=[],
            capture_output=True,
            check=False,
        )
        assert done.returncode != 0, path


@AS_ROOT
def test_started_as_root_it_does_not_run_as_root(checkout: Checkout) -> None:
    root = checkout()
    ensure_running(root)

    assert Path(f"/proc/{pid_of(root)}").stat().st_uid != 0


@pytest.mark.parametrize("locale", ["C", "de_DE@euro"])
def test_the_users_locale_changes_nothing(checkout: Checkout, locale: str) -> None:
    assert in_a_process(checkout(), LC_ALL=locale, LANG=locale) == "GRÖßE"


def test_it_ends_with_the_last_process_that_used_it(checkout: Checkout) -> None:
    root = checkout()

    in_a_process(root)

    assert server_pid(installation(Paths(root))) is None


def test_with_the_last_process_goes_the_folder_of_the_sockets_and_the_next_start_makes_it_again(
    checkout: Checkout,
) -> None:
    root = checkout()
    in_a_process(root)
    assert not installation(Paths(root)).sockets.exists()
    assert in_a_process(root) == "GRÖßE"


def test_it_stays_while_another_process_uses_it(checkout: Checkout) -> None:
    root = checkout()
    urls = ensure_running(root)

    in_a_process(root)

    assert ask(urls.app, "SELECT 1") == 1


def test_after_a_kill_it_comes_back_with_what_was_committed(checkout: Checkout) -> None:
    root = checkout()
    urls = ensure_running(root)
    with psycopg.connect(urls.owner.url()) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 7 AS n")

    end([pid_of(root)], signal.SIGKILL, 10)

    assert ask(ensure_running(root).app, "SELECT n FROM kept") == 7


def test_a_lock_file_with_the_number_of_a_living_process_does_not_keep_it_down(checkout: Checkout) -> None:
    root = checkout()
    ensure_running(root)
    found = installation(Paths(root))
    pid_file, lock = data_of(found) / "postmaster.pid", found.sockets / ".s.PGSQL.5432.lock"
    stale = pid_file.read_text().replace(str(pid_of(root)), "1", 1)
    stop(root)
    pid_file.write_text(stale)
    lock.write_text("1\n")

    assert ask(ensure_running(root).app, "SELECT 1") == 1


@pytest.mark.parametrize("written", ["", "12345\n"])
def test_a_lock_file_that_is_only_half_written_means_not_ready_yet(checkout: Checkout, written: str) -> None:
    found = installation(Paths(checkout())).usable()
    data_of(found).mkdir(parents=True)
    (data_of(found) / "postmaster.pid").write_text(written)
    assert server_pid(found) is None


def test_an_interrupted_first_start_is_made_good(checkout: Checkout) -> None:
    root = checkout()
    found = installation(Paths(root)).usable()
    half = data_of(found).with_name("postgres.new")
    half.mkdir(mode=0o700)
    (half / "PG_VERSION").write_text("18")
    found.account.owns(half)
    found.account.owns(half / "PG_VERSION")

    assert ask(ensure_running(root).app, "SELECT 1") == 1


def test_two_checkouts_run_side_by_side(checkout: Checkout) -> None:
    one, other = ensure_running(checkout()), ensure_running(checkout())

    with psycopg.connect(one.owner.url()) as owner:
        owner.execute("CREATE TABLE only_here (n int)")

    assert ask(other.owner, "SELECT to_regclass('only_here')") is None


def test_it_ends_when_the_process_that_bound_it_is_killed(checkout: Checkout) -> None:
    root = checkout()
    code = (
        "import sys, time; from pathlib import Path; from config.embedded.postgres import ensure_running\n"
        "ensure_running(Path(sys.argv[1]), end_with_parent=True); print('ready', flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(root)], cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"ready\n"
    pid = pid_of(root)

    parent.kill()
    parent.wait()

    assert wait_until(lambda: not is_alive(pid), 15)


def test_the_log_shows_no_statement_and_no_value(checkout: Checkout) -> None:
    root = checkout()
    urls = ensure_running(root)
    with psycopg.connect(urls.owner.url(), autocommit=True) as owner:
        owner.execute("CREATE TABLE people (email text PRIMARY KEY)")
        owner.execute("INSERT INTO people VALUES ('erika@example.com')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            owner.execute("INSERT INTO people VALUES ('erika@example.com')")

    assert "erika" not in (Paths(root).logs / "postgres.log").read_text()
