"""The other end of a ReferenceProcess; standard library only, runs in the reference's environment."""

import sys
import time
from collections.abc import Callable


def serve(work: Callable[[], object]) -> None:
    """Do the work once for each line that comes in, and answer with the seconds it took."""
    print("ready", flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        work()
        print(f"seconds {time.perf_counter() - begin:.9f}", flush=True)
