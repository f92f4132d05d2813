"""Import events from a CSV file, chunk by chunk: what is broken is named by its line, the rest is stored once."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from config.messages import hand_over
from consent.consents import lines
from consent.consents.admission import GIVES, Fault
from consent.consents.checking import Checked, Checker
from consent.consents.lines import Line, NoHeading
from consent.consents.models import BrokenLine, ConsentImport
from consent.consents.recording import lock_number
from consent.consents.storing import store
from consent.law import clock
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require

CHUNK = 20_000
_SILENT = timedelta(minutes=2)


def queue_import(principal: Principal, department: Department, name: str, file: IO[bytes]) -> ConsentImport:
    """Keep a file and queue its import. Raises PermissionDenied, NoHeading."""
    require(principal, Permission.CONSENT_RECORD, department.id)
    lines.heading_of(file.readline(65_536))
    file.seek(0)
    run = ConsentImport(department=department, name=name[:120], made_by=principal.actor)
    run.sha256 = _keep(run.id, file)
    run.save()
    transaction.on_commit(lambda: _hand_over(run.id))
    return run


def import_file(path: Path) -> ConsentImport:
    """Import a file at once, by whoever runs the machine. Raises NoHeading, OSError."""
    with path.open("rb") as file:
        lines.heading_of(file.readline(65_536))
        file.seek(0)
        run = ConsentImport(name=path.name[:120])
        run.sha256 = _keep(run.id, file)
    run.save()
    work_on(run.id)
    run.refresh_from_db()
    return run


def work_on(key: UUID) -> None:
    """Work on an import unless somebody does; a killed one goes on where it stopped."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock_number(key)])
        if not cursor.fetchone()[0]:
            return
        try:
            _work(key)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [lock_number(key)])


def abandoned() -> list[UUID]:
    """Return imports whose message was lost or whose worker died."""
    open_ones = ConsentImport.objects.filter(state__in=["waiting", "running"])
    silent = Q(beat_at=None, made_at__lt=clock.now() - timedelta(seconds=20)) | Q(
        beat_at__lt=clock.now() - _SILENT
    )
    return list(open_ones.filter(silent).values_list("id", flat=True))


def _work(key: UUID) -> None:
    run = ConsentImport.objects.filter(pk=key, state__in=["waiting", "running"]).first()
    if run is None:
        return
    run.state, run.beat_at = ConsentImport.State.RUNNING, clock.now()
    run.save(update_fields=["state", "beat_at"])
    path = _path(key)
    try:
        with path.open("rb") as file:
            _read(run, file)
    except (NoHeading, FileNotFoundError) as error:
        run.state = ConsentImport.State.FAILED
        run.problem = str(error) if isinstance(error, NoHeading) else "The file is gone; send it again."
    else:
        run.state = ConsentImport.State.DONE
    run.ended_at = clock.now()
    run.save()
    path.unlink(missing_ok=True)


def _read(run: ConsentImport, file: IO[bytes]) -> None:
    heading = lines.heading_of(file.readline())
    numbered = islice(enumerate(file, start=2), run.lines, None)
    checker = Checker(_departments(run))
    while chunk := list(islice(numbered, CHUNK)):
        _take(run, chunk, heading, checker)


def _take(
    run: ConsentImport, chunk: Sequence[tuple[int, bytes]], heading: lines.Heading, checker: Checker
) -> None:
    """Store one chunk, its broken lines and how far we are, all together or not at all."""
    broken: dict[int, Fault] = {}
    read: list[Line] = []
    for one in lines.read(heading, chunk):
        if isinstance(one, Line):
            read.append(one)
        else:
            broken[one[0]] = one[1]
    checked: Checked = checker.check(read, run.made_by)
    broken.update(checked.broken)
    with transaction.atomic():
        stored = store(run.id, checked.rows, run.made_by)
        BrokenLine.objects.bulk_create(
            [BrokenLine(run=run, line=n, column=f.field, fault=f.code) for n, f in broken.items()],
            ignore_conflicts=True, batch_size=5_000,
        )  # fmt: skip
        run.lines += len(chunk)
        run.stored += stored
        run.known += checked.known + len(checked.rows) - stored
        run.broken += len(broken)
        run.unproved += sum(row.notice_id is None and row.kind in GIVES for row in checked.rows)
        run.beat_at = clock.now()
        run.save()


def _departments(run: ConsentImport) -> frozenset[UUID] | None:
    """Return the departments whose purposes the file may give; None for whoever runs the machine."""
    return None if run.department_id is None else frozenset({run.department_id})


def _keep(key: UUID, file: IO[bytes]) -> bytes:
    """Copy the file into a folder that only we read, and return its SHA-256."""
    path = _path(key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as kept:
        for block in _blocks(file):
            digest.update(block)
            kept.write(block)
    return digest.digest()


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(1 << 20):
        yield block


def _path(key: UUID) -> Path:
    return Path(settings.VAR) / "imports" / f"{key}.csv"


def _hand_over(key: UUID) -> None:
    from consent.consents.tasks import run_import

    hand_over(run_import, key)
