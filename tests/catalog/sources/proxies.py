"""Servers that misbehave: one that accepts and says nothing, one that stops in the middle of an answer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def silent() -> Iterator[int]:
    """Accept every connection and never say a word; yields the port."""
    with _listener() as listener:
        kept: list[socket.socket] = []

        def accept() -> None:
            with suppress(OSError):
                while True:
                    kept.append(listener.accept()[0])

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        for one in kept:
            one.close()


@contextmanager
def faltering(port: int, *, after: int, hang: bool, times: int = 1) -> Iterator[int]:
    """Pass everything on to `port`; the first `times` connections that got `after` bytes then hang or break."""
    with _listener() as listener:
        left = [times]
        opened: list[socket.socket] = []

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client = listener.accept()[0]
                    server = socket.create_connection(("127.0.0.1", port))
                    opened.extend((client, server))
                    threading.Thread(target=_pass_on, args=(client, server), daemon=True).start()
                    threading.Thread(target=answer, args=(server, client), daemon=True).start()

        def answer(server: socket.socket, client: socket.socket) -> None:
            passed = 0
            with suppress(OSError):
                while data := server.recv(65536):
                    passed += len(data)
                    if passed > after and left[0] > 0:
                        left[0] -= 1
                        if hang:
                            return  # both sockets stay open, nothing is said any more
                        break
                    client.sendall(data)
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
            server.close()

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        for one in opened:  # a server that waits to be read would keep its locks
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


@contextmanager
def _listener() -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield listener
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


@contextmanager
def asking_in_clear_text(greeting: bytes, *questions: bytes) -> Iterator[tuple[int, bytearray]]:
    """Play a server that asks for the password as it is; yields the port and all that it was told."""
    heard = bytearray()
    with _listener() as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client = listener.accept()[0]
                    client.sendall(greeting)
                    for answer in questions:
                        heard.extend(client.recv(65536))
                        client.sendall(answer)
                    while data := client.recv(65536):
                        heard.extend(data)

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1], heard
