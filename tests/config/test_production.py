"""Production takes everything from the environment, says what is missing, and refuses foreign ground."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded.paths import ROOT

NEEDED = [
    "ALLOWED_HOSTS", "BROKER_URL", "DATABASE_OWNER_URL", "DATABASE_URL", "EMAIL_HOST", "MAIL_FROM", "SECRET_KEY",
]  # fmt: skip


def example(folder: Path) -> dict[str, str]:
    """Return the example environment of deploy/, with the example declaration."""
    lines = (ROOT / "deploy" / "production.env.example").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return values | {
        "HOSTING_FILE": str(ROOT / "deploy" / "hosting.toml.example"),
        "CATALOG_VAR": str(folder / "var"),
        "CATALOG_KEYS": str(folder / "keys"),
    }


def manage(environment: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_complete_example_passes_every_deploy_check(tmp_path: Path) -> None:
    done = manage(example(tmp_path), "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", NEEDED)
def test_each_missing_variable_is_one_sentence_and_exit_2(name: str, tmp_path: Path) -> None:
    done = manage(example(tmp_path) | {name: ""}, "check")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{name} is not set; docs/operators.md says what it holds.\n"


def test_a_host_that_nobody_declared_keeps_production_from_starting(tmp_path: Path) -> None:
    done = manage(example(tmp_path) | {"EMAIL_HOST": "smtp.example.com"}, "check")

    assert done.returncode == 2
    assert done.stderr.startswith("smtp.example.com (named by EMAIL_HOST) is not declared")


def test_a_host_abroad_keeps_production_from_starting_and_says_why(tmp_path: Path) -> None:
    declaration = (ROOT / "deploy" / "hosting.toml.example").read_text()
    abroad = tmp_path / "hosting.toml"
    abroad.write_text(declaration.replace('country = "FR"', 'country = "US"', 1))

    done = manage(example(tmp_path) | {"HOSTING_FILE": str(abroad)}, "check")

    assert done.returncode == 2
    assert "mail.example.eu (named by EMAIL_HOST) stands in US according to A. Krause" in done.stderr


def test_the_web_server_and_the_worker_refuse_just_the_same(tmp_path: Path) -> None:
    for module in ("config.wsgi", "config.celery"):
        done = subprocess.run(
            [sys.executable, "-c", f"import {module}"],
            cwd=ROOT,
            env=example(tmp_path) | {"HOSTING_FILE": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode != 0
        assert "is not declared" in done.stderr
        assert "Traceback" not in done.stderr
