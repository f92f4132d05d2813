"""A server that asks for the password in clear text, over a connection that anybody can read, does not get it."""

import pytest

from catalog.sources.connectors.base import Limits, SourceError
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.registry import open_source
from catalog.sources.connectors.spec import Kind, Secret, SourceSpec
from tests.catalog.sources import proxies

SECRET = "Geheim-1"


def packet(number: int, body: bytes) -> bytes:
    """Frame what a MySQL server says."""
    return len(body).to_bytes(3, "little") + bytes([number]) + body


MYSQL = (
    packet(
        0,
        b"\x0a8.0.0\0" + bytes(4) + b"12345678\0" + b"\x00\xa2\x21\x02\x00\x08\x00\x15" + bytes(10)
        + b"123456789012\0mysql_native_password\0",
    ),
    packet(2, b"\xfemysql_clear_password\0"),
)  # fmt: skip
# To the question for encryption: no; then: the password, please, as it is.
POSTGRESQL = (b"", b"N", b"R\x00\x00\x00\x08\x00\x00\x00\x03")


@pytest.mark.parametrize(("kind", "server"), [(Kind.MYSQL, MYSQL), (Kind.POSTGRESQL, POSTGRESQL)])
def test_the_password_is_not_told(kind: Kind, server: tuple[bytes, ...]) -> None:
    with proxies.asking_in_clear_text(*server) as (port, heard):
        spec = SourceSpec(kind, "127.0.0.1", port, "d", "leser", Secret(SECRET))
        with (
            open_source(spec, Limits(connect_seconds=3), Guard.permissive()) as source,
            pytest.raises(SourceError) as no,
        ):
            source.check()
    assert no.value.code == "tls"
    assert b"leser" in heard and SECRET.encode() not in heard
