"""The web server's port: taken at once, answering 503 until the real page can be served."""

import socket
import threading

from config.embedded.errors import EmbeddedError

HOST = "127.0.0.1"  # the embedded default is for this machine only
FIRST = 8000
TRIES = 200

_PAGE = b"""<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>Starting</title><p>The catalogue is starting. This page tries again by itself.
<p lang="de">Der Katalog startet. Diese Seite versucht es von selbst wieder."""
_ANSWER = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nCache-Control: no-store\r\nConnection: close\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(_PAGE)
)


class Door:
    """A listening socket. Open it first, hand its descriptor to the web server when that can start."""

    def __init__(self, port: int | None) -> None:
        self._socket = _listen(port)
        self._socket.settimeout(0.2)
        self._handed_over = threading.Event()
        self._thread = threading.Thread(target=self._say_wait, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Return the port that was free."""
        number: int = self._socket.getsockname()[1]
        return number

    def hand_over(self) -> int:
        """Stop answering here and return the descriptor; who connects meanwhile waits in its queue."""
        self._handed_over.set()
        self._thread.join()
        self._socket.setblocking(True)
        return self._socket.fileno()

    def close(self) -> None:
        """Give the port back."""
        self._handed_over.set()
        self._socket.close()

    def _say_wait(self) -> None:
        while not self._handed_over.is_set():
            try:
                connection, _ = self._socket.accept()
            except TimeoutError:
                continue
            except OSError:
                return  # closed
            with connection:
                _turn_away(connection)


def _turn_away(connection: socket.socket) -> None:
    connection.settimeout(1)
    try:
        connection.recv(4096)
        connection.sendall(_ANSWER + _PAGE)
    except OSError:
        return  # the caller has gone


def _listen(port: int | None) -> socket.socket:
    """Listen on the given port, or on the first free one from the usual one on."""
    for number in [port] if port is not None else range(FIRST, FIRST + TRIES):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, number))
            listener.listen(512)
        except OSError as error:
            listener.close()
            if port is not None:
                raise EmbeddedError(
                    f"Port {port} cannot be used ({error.strerror}): stop what listens there, or give --port."
                ) from error
        else:
            return listener
    raise EmbeddedError(f"No port from {FIRST} to {FIRST + TRIES - 1} is free: give one with --port.")
