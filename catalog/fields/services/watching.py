"""A worker's watch beside its scan: tells that it lives, and ends a waiting source when it must stop."""

from threading import Event, Thread
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db import connection

from catalog.fields.models import Scan
from catalog.fields.states import ScanState
from catalog.sources.connectors.base import Connector
from consent.law import clock

_BEAT_SECONDS = 1.0


class Watch:
    """Beats while the block runs; when the scan is cancelled or taken over, closes the connector.

    The worker's own thread may be waiting in a driver for half a minute; closing ends that wait.
    """

    def __init__(self, scan: UUID, worker: UUID, connector: Connector) -> None:
        self._claim = {"pk": scan, "worker": worker, "state": ScanState.RUNNING}
        self._connector = connector
        self._ended = Event()
        self._thread = Thread(target=self._run, name=f"watch-{scan}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._ended.wait(_BEAT_SECONDS):
                if not Scan.objects.filter(**self._claim).update(heartbeat=clock.now()):
                    self._connector.close()
                    return
        finally:
            connection.close()
