"""One session with a server: opened late, cut when it hangs, opened again after it broke."""

import os
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

from catalog.sources.connectors.base import SourceError

C = TypeVar("C")

# After so many broken sessions in a row the rest of the work fails at once instead of waiting each time.
_PATIENCE = 3
_BROKEN = frozenset({"lost", "unreachable", "unresolved"})


class Session(Generic[C]):
    """Holds one connection. `cut` ends its socket from any thread; `close` frees it in its own."""

    def __init__(
        self,
        open_it: Callable[[], C],
        *,
        close: Callable[[C], None],
        cut: Callable[[C | None], None],
        errors: tuple[type[Exception], ...],
        translate: Callable[[Exception], SourceError],
        connect_seconds: float,
    ) -> None:
        self._open_it = open_it
        self._close_it = close
        self._cut_it = cut
        self._errors = errors
        self._translate = translate
        self._connect_seconds = connect_seconds
        self._connection: C | None = None
        self._lock = threading.RLock()
        self._closed = False
        self._failures = 0

    @contextmanager
    def use(self, seconds: float) -> Iterator[C]:
        """Lend the connection for at most `seconds`; every failure comes out as a SourceError."""
        with self._lock:
            connection = self._opened()
            with self._limited(seconds, connection):
                yield connection
            self._failures = 0

    def drop(self) -> None:
        """Throw the connection away without talking to the server; the next use opens a new one."""
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                self._cut_it(connection)
                self._close_it(connection)

    def close(self) -> None:
        """End the session. While another thread waits in it, the socket is cut and that thread cleans up."""
        self._closed = True
        if self._lock.acquire(blocking=False):
            try:
                self.drop()
            finally:
                self._lock.release()
        else:
            self._cut_it(self._connection)

    def _opened(self) -> C:
        """Return the connection, opened where there is none."""
        if self._closed:
            raise SourceError("The session has been closed.", code="lost")
        if self._connection is not None:
            return self._connection
        if self._failures >= _PATIENCE:
            raise SourceError(
                "The source no longer answers, so this was not tried any more.",
                code="unreachable",
            )
        # Name resolution, several addresses and the greeting each have their own time: hence the factor.
        with self._limited(self._connect_seconds * 2 + 2, None):
            self._connection = self._open_it()
        return self._connection

    @contextmanager
    def _limited(self, seconds: float, connection: C | None) -> Iterator[None]:
        """Cut the connection when time is up, and translate what the driver says then."""
        expired = threading.Event()

        def cut() -> None:
            expired.set()
            self._cut_it(connection)

        timer = threading.Timer(seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        except SourceError as error:
            raise self._judged(error, connection, expired.is_set()) from None
        except GeneratorExit:
            self.drop()
            raise
        except self._errors as error:
            raise self._judged(self._translate(error), connection, expired.is_set()) from None
        finally:
            timer.cancel()

    def _judged(self, error: SourceError, connection: C | None, expired: bool) -> SourceError:
        """Drop a connection that can no longer be used, and say what a cut one died of."""
        if expired:
            error = SourceError("The source did not answer in time.", code="timeout")
        if (expired or error.code in _BROKEN) and connection is self._connection:
            self._failures += 1
            with suppress(*self._errors):  # the connection is broken; so may its closing be
                self.drop()
        return error


def open_sockets() -> frozenset[int]:
    """Return the descriptors of this process that are sockets."""
    found = set()
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):  # the descriptor of the listing itself is gone by now
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                found.add(int(name))
    return frozenset(found)


def shut_down(descriptors: frozenset[int], peers: frozenset[tuple[str, int] | str]) -> None:
    """End the conversation on those of the sockets that are connected to one of `peers`.

    A C library that waits on its socket then returns with an error; the descriptor stays its own.
    """
    for number in descriptors:
        with suppress(OSError), socket.socket(fileno=os.dup(number)) as one:
            if _peer(one) in peers:
                one.shutdown(socket.SHUT_RDWR)


def _peer(one: socket.socket) -> tuple[str, int] | str:
    """Return whom a socket is connected to: (address, port), or a Unix socket's path."""
    peer = one.getpeername()
    return peer if isinstance(peer, str) else (str(peer[0]), int(peer[1]))
