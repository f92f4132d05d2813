"""The port is taken at once and says 503 until the web server takes it over; a taken one is passed by."""

import http.client
import socket

import pytest

from config.embedded import door
from config.embedded.door import Door
from config.embedded.errors import EmbeddedError


def test_until_the_page_is_ready_the_port_says_503_and_when_to_ask_again() -> None:
    opened = Door(0)
    try:
        connection = http.client.HTTPConnection("127.0.0.1", opened.port, timeout=5)
        connection.request("GET", "/")
        answer = connection.getresponse()

        assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
    finally:
        opened.close()


def test_the_usual_port_is_passed_by_when_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        monkeypatch.setattr(door, "FIRST", number)

        opened = Door(None)

        assert opened.port > number
        opened.close()


def test_a_given_port_that_is_taken_is_an_error_that_names_it() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(EmbeddedError, match="cannot be used"),
    ):
        Door(taken.getsockname()[1])


def test_whoever_connects_after_the_hand_over_waits_for_the_web_server() -> None:
    opened = Door(0)
    opened.hand_over()
    try:
        with socket.create_connection(("127.0.0.1", opened.port), timeout=0.2) as waiting:
            waiting.sendall(b"GET / HTTP/1.1\r\n\r\n")
            with pytest.raises(TimeoutError):
                waiting.recv(1)
    finally:
        opened.close()
