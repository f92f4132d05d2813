"""Search over 100,000 fields: the whole page, in milliseconds; and the processor's time, which load spares."""

import json
import os
import statistics
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.scratch import scratch_database

FIELDS = 100_000
ROUNDS = 5
QUESTIONS: tuple[dict[str, str], ...] = (
    {"q": "Gesundheitsdaten von Kunden"},
    {"q": "health data about customers: where?"},
    {"q": "iban"},
    {"q": "geburtsdatum"},
    {"q": "geburstdatum"},
    {"q": "kunden_auftrag"},
    {"q": "allergie tour"},
    {"q": "handbuch"},
    {"q": "email", "sort": "-confidence"},
    {"q": "lat_", "decision": "proposed"},
    {"q": "gibtesnicht"},
    {"special": "yes"},
    {},
)


def run() -> None:
    """Fill a scratch catalogue, ask each question several times over HTTP's own path, print the times."""
    with scratch_database():
        from benchmarks.invented_catalogue import invent
        from consent.parties.permissions import Role
        from tests import factories

        invent(FIELDS)
        client = factories.signed_in(Role.DPO)
        for question in QUESTIONS:
            _ask(client, question)
        taken = [(question, *_ask(client, question)) for _round in range(ROUNDS) for question in QUESTIONS]
    for question in QUESTIONS:
        mine = [(wall, cpu) for asked, wall, cpu in taken if asked == question]
        _tell(f"search {json.dumps(question, ensure_ascii=False)}", mine)
    _tell(f"search over {FIELDS} fields", [(wall, cpu) for _asked, wall, cpu in taken])


def _tell(name: str, times: list[tuple[float, float]]) -> None:
    walls, cpus = (sorted(column) for column in zip(*times, strict=True))
    at = int(len(times) * 0.95)
    print(
        json.dumps(
            {
                "name": name,
                "n": len(times),
                "median_ms": round(statistics.median(walls), 1),
                "p95_ms": round(walls[at], 1),
                "median_cpu_ms": round(statistics.median(cpus), 1),
                "p95_cpu_ms": round(cpus[at], 1),
            },
            ensure_ascii=False,
        )
    )


def _ask(client: Any, question: dict[str, str]) -> tuple[float, float]:
    """Ask once; return the wall's time and the processor's (ours and the database's), in milliseconds."""
    server = Path(f"/proc/{_backend()}/stat")
    began, worked, served = time.perf_counter(), time.process_time(), _ticks(server)
    answer = client.get(f"/catalog/?{urlencode(question)}")
    wall, cpu = time.perf_counter() - began, time.process_time() - worked
    if answer.status_code != 200:
        raise RuntimeError(f"The page answered {answer.status_code}.")
    return wall * 1000, (cpu + _ticks(server) - served) * 1000


def _backend() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _ticks(stat: Path) -> float:
    """Return the seconds that a process has run; a database on another machine counts as nothing."""
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
