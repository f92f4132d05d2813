"""Search over 100,000 fields, the whole page and the API: milliseconds of the wall and of the processors."""

import json
import os
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
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
    {"q": "unvertraeglihckeiten"},
    {"q": "kunden_auftrag"},
    {"q": "allergie tour"},
    {"q": "handbuch"},
    {"q": "email", "sort": "-confidence"},
    {"q": "lat_", "decision": "proposed"},
    {"q": "gibtesnicht"},
    {"q": "unvertraeglichkeiten", "sort": "name"},
    {"q": "handbuch", "category": "special.union", "sort": "-confidence"},
    {"text": "kunden versand handbuch"},
    {"text": "kundne versnad"},
    {"category": "financial", "subjects": "employee", "decision": "proposed"},
    {"special": "yes"},
    {"special": "yes", "subjects": "customer", "sort": "name"},
    {"special": "yes", "sort": "category"},
    {"personal": "yes", "sort": "decision"},
    {},
)
# Pages of the API that are turned to come to a page deep in the list; the page takes the same cursor
DEEP = 40

# Only the link to the next page has one; the headers that sort begin anew
_CURSOR = re.compile(r'cursor=[^"&]+')


@dataclass(frozen=True)
class Kind:
    """One kind of request: who asks for what."""

    name: str
    client: Any
    url: str


@dataclass(frozen=True)
class Taken:
    """What one request took, in milliseconds."""

    wall: float
    processor: float


def run() -> None:
    """Fill a scratch catalogue, ask every question in turns over HTTP's own path, print the times."""
    with scratch_database():
        from benchmarks.invented_catalogue import invent

        invent(FIELDS)
        kinds = list(_kinds())
        for kind in kinds:
            _ask(kind)
        taken = [(kind.name, _ask(kind)) for _round in range(ROUNDS) for kind in kinds]
    of = {kind.name: [one for name, one in taken if name == kind.name] for kind in kinds}
    for name, mine in of.items():
        _tell(name, mine)
    for part in ("DPO, page", "DPO, API", "steward, page", ""):
        about = f"search over {FIELDS} fields: {part or 'all'}"
        _tell(about, [one for name, mine in of.items() if name.startswith(part) for one in mine])
        # On a machine that others load, too: what each kind took when it was disturbed least
        least = [min(mine, key=lambda one: one.wall) for name, mine in of.items() if name.startswith(part)]
        _tell(f"{about}, fastest round of each", least)


def _kinds() -> Iterator[Kind]:
    """Yield the page as a data protection officer and a department's steward get it, and the API."""
    from consent.parties.models import Department
    from consent.parties.permissions import Role
    from tests import factories

    dpo = factories.signed_in(Role.DPO)
    steward = factories.signed_in(Role.STEWARD, Department.objects.order_by("name").first())
    for question in QUESTIONS:
        asked = urlencode(question)
        said = json.dumps(question, ensure_ascii=False)
        yield Kind(f"DPO, page {said}", dpo, f"/catalog/?{asked}")
        yield Kind(f"steward, page {said}", steward, f"/catalog/?{asked}")
        # The API knows one order
        unsorted = urlencode({name: value for name, value in question.items() if name != "sort"})
        yield Kind(f"DPO, API {said}", dpo, f"/api/v1/fields/?{unsorted}")
        following = _CURSOR.search(dpo.get(f"/catalog/?{asked}").content.decode())
        if following:
            yield Kind(f"DPO, page 2 {said}", dpo, f"/catalog/?{asked}&{following[0]}")
    for asked in ("", "text=handbuch&"):
        deep = _deep(dpo, f"/api/v1/fields/?{asked}page_size=1000")
        yield Kind(f"DPO, page deep in the list {asked}", dpo, f"/catalog/?{asked}{deep}")
        yield Kind(f"DPO, API deep in the list {asked}", dpo, f"/api/v1/fields/?{asked}{deep}")


def _deep(client: Any, url: str) -> str:
    """Return the cursor of the last of many pages."""
    found = ""
    for _page in range(DEEP):
        following = client.get(url).json()["next"]
        if following is None:
            break
        url, found = following, _CURSOR.findall(following)[0]
    return found


def _tell(name: str, mine: list[Taken]) -> None:
    walls, processors = sorted(one.wall for one in mine), sorted(one.processor for one in mine)
    at = int(len(mine) * 0.95)
    told = {
        "name": name,
        "n": len(mine),
        "p50_ms": round(statistics.median(walls), 1),
        "p95_ms": round(walls[at], 1),
        "max_ms": round(walls[-1], 1),
        "p50_cpu_ms": round(statistics.median(processors), 1),
        "p95_cpu_ms": round(processors[at], 1),
    }
    print(json.dumps(told, ensure_ascii=False))


def _ask(kind: Kind) -> Taken:
    """Ask once; the processors' time is ours and the database's, which the machine's other load spares."""
    server = Path(f"/proc/{_backend()}/stat")
    began, worked, served = time.perf_counter(), time.process_time(), _ticks(server)
    answer = kind.client.get(kind.url)
    wall, processor = time.perf_counter() - began, time.process_time() - worked
    if answer.status_code != 200:
        raise RuntimeError(f"{kind.name}: the answer was {answer.status_code}.")
    return Taken(wall * 1000, (processor + _ticks(server) - served) * 1000)


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
