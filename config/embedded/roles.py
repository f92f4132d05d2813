"""Make the two roles and the database in the embedded PostgreSQL, by the same script as in production."""

import subprocess

from config.embedded.connection import PORT
from config.embedded.errors import EmbeddedError
from config.embedded.installation import Installation
from config.embedded.paths import ROOT
from config.embedded.processes import clean_environment
from config.embedded.programs import reachable_programs

SCRIPT = ROOT / "deploy" / "roles.sql"


def create_roles(found: Installation) -> None:
    """Run deploy/roles.sql, which changes nothing where all of it exists."""
    done = subprocess.run(
        [
            reachable_programs(found).postgres("psql"), "--no-psqlrc", "--quiet", "--no-password",
            "--set=ON_ERROR_STOP=1", "--host", str(found.sockets), "--port", str(PORT),
            "--username", "postgres", "--dbname", "postgres", "--file", str(SCRIPT),
        ],
        env=clean_environment()
        | {
            "PGPASSWORD": found.passwords["postgres"],
            "CATALOG_OWNER_PASSWORD": found.passwords["catalog_owner"],
            "CATALOG_APP_PASSWORD": found.passwords["catalog_app"],
        },
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise EmbeddedError(
            f"The roles of the embedded database could not be made: {(done.stderr or 'psql said nothing').strip().splitlines()[-1]}"
        )
