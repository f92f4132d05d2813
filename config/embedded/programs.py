"""Programs in a place that the servers' account can reach."""

import shutil
from pathlib import Path

from config.embedded.account import Account
from config.embedded.binaries import Programs, programs
from config.embedded.installation import Installation


def reachable_programs(found: Installation) -> Programs:
    """Return the programs; copied beside the data where the account cannot reach the environment.

    That is so when root keeps the checkout in a closed folder such as /root.
    """
    ours = programs()
    if found.outside is None and found.account.reaches(ours.postgres("postgres")):
        return ours
    target = found.home / f"programs-{ours.versions}"
    if not target.exists():
        copy_programs(ours, target, found.account)
    return Programs(target, ours.parts, ours.postgres_folder, ours.valkey_program, ours.versions)


def copy_programs(ours: Programs, target: Path, account: Account) -> None:
    """Copy what the servers need to run to a folder that the account reaches."""
    draft = target.with_name(f"{target.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o755)
    for part in ours.parts:
        if (ours.bundle / part).exists():
            shutil.copytree(
                ours.bundle / part,
                draft / part,
                ignore=shutil.ignore_patterns("*.py", "__pycache__", "include"),
            )
    account.owns(draft)
    draft.rename(target)
