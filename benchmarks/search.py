"""Search over 100,000 fields: the page as its reader gets it, median and 95th percentile in milliseconds."""

import json
import statistics
import time
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
        _ask(client, {})
        times: dict[str, list[float]] = {json.dumps(q, ensure_ascii=False): [] for q in QUESTIONS}
        for _round in range(ROUNDS):
            for question in QUESTIONS:
                times[json.dumps(question, ensure_ascii=False)].append(_ask(client, question))
    for words, taken in times.items():
        print(json.dumps({"name": "search", "question": words, "ms": round(statistics.median(taken), 1)}))
    everything = sorted(one for taken in times.values() for one in taken)
    p95 = everything[int(len(everything) * 0.95)]
    print(
        json.dumps(
            {
                "name": "search",
                "fields": FIELDS,
                "n": len(everything),
                "median_ms": round(statistics.median(everything), 1),
                "p95_ms": round(p95, 1),
            }
        )
    )


def _ask(client: object, question: dict[str, str]) -> float:
    began = time.perf_counter()
    answer = client.get(f"/catalog/?{urlencode(question)}")  # type: ignore[attr-defined]
    taken = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"The page answered {answer.status_code}.")
    return taken
