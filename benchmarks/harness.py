"""Time ours and the reference side by side in one run: interleaved, at least five rounds, median."""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

LEAST_ROUNDS = 5

# Does the work once. Returns nothing and is timed, or returns the seconds that it took by its own clock
# (a reference in another process, whose start-up does not count).
Work = Callable[[], float | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One result. `ours` and `reference` are throughputs in `unit`, `ratio` is ours / reference."""

    name: str
    ours: float
    reference: float
    against: str
    unit: str
    ratio: float
    n: int

    def as_json(self) -> str:
        """Return the one line that the checks read."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def as_text(self) -> str:
        """Return one line for a person."""
        ours, reference = f"{self.ours:,.0f}", f"{self.reference:,.0f}"
        return f"{self.name}: {self.ratio:.2f}x ({ours} against {reference} {self.unit}, n = {self.n:,}; {self.against})"


_as_json = False


def print_json(wanted: bool) -> None:
    """Choose how comparisons are printed, for the whole process."""
    global _as_json  # noqa: PLW0603 - one command line, one choice
    _as_json = wanted


def compare(
    name: str,
    ours: Work,
    reference: Work,
    against: str,
    unit: str,
    n: int,
    rounds: int = LEAST_ROUNDS,
    *,
    warm_up: bool = True,
) -> Comparison:
    """Time both kinds of work over the same `n` things, print one line and return it.

    `unit` names the throughput ("entries/s"). Each round runs both, in turns first; the median of the
    rounds counts. `warm_up` runs both once before, untimed.
    """
    if rounds < LEAST_ROUNDS:
        raise ValueError(f"A comparison takes at least {LEAST_ROUNDS} rounds, not {rounds}.")
    if warm_up:
        ours()
        reference()
    times: dict[str, list[float]] = {"ours": [], "reference": []}
    for number in range(rounds):
        pair = [("ours", ours), ("reference", reference)]
        for side, work in pair if number % 2 == 0 else reversed(pair):
            times[side].append(_seconds(work))
        _progress(name, number + 1, rounds)
    result = _result(name, times, against, unit, n)
    print(result.as_json() if _as_json else result.as_text(), flush=True)
    return result


def _seconds(work: Work) -> float:
    gc.collect()
    begin = time.perf_counter()
    own = work()
    took = time.perf_counter() - begin
    return took if own is None else own


def _result(name: str, times: dict[str, list[float]], against: str, unit: str, n: int) -> Comparison:
    ours, reference = (n / statistics.median(times[side]) for side in ("ours", "reference"))
    return Comparison(
        name=name,
        ours=round(ours, 1),
        reference=round(reference, 1),
        against=against,
        unit=unit,
        ratio=round(ours / reference, 3),
        n=n,
    )


def _progress(name: str, done: int, rounds: int) -> None:
    print(f"{name}: round {done} of {rounds}", file=sys.stderr, flush=True)


@contextmanager
def product_database() -> Iterator[None]:
    """Set Django up with an empty, migrated database of its own, dropped afterwards.

    The schema's owner makes it, the work runs as the application's role. Models are imported inside the block. The product's own data are not touched.
    """
    import os

    from config.embedded import start

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    start.for_management(["benchmark", "run"])
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    def become(owner: bool) -> None:
        connection.close()
        source = settings.DATABASES["owner"] if owner else product
        connection.settings_dict.update({name: source[name] for name in ("USER", "PASSWORD", "OPTIONS")})

    product = dict(connection.settings_dict)
    become(owner=True)
    made = setup_databases(verbosity=0, interactive=False, aliases={"default": {}}, serialized_aliases=[])
    become(owner=False)
    try:
        yield
    finally:
        become(owner=True)
        teardown_databases(made, verbosity=0)
        become(owner=False)
