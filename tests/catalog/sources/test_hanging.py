"""A source that hangs, dies half-way or is closed meanwhile costs bounded time and one table."""

import threading
import time
from collections.abc import Callable

import pytest

from catalog.sources.connectors.base import CollectionRef, Limits, SourceError
from tests.catalog.sources import proxies
from tests.catalog.sources.conftest import Open
from tests.servers import Server

IMPATIENT = Limits(connect_seconds=1, statement_seconds=1)
SILENCE = 8  # seconds after which waiting counts as hanging


@pytest.fixture
def big_pg(pg_sql: Callable[[str], None]) -> CollectionRef:
    """A table of some 60 MB on PostgreSQL."""
    pg_sql(
        "CREATE TABLE big AS SELECT g AS id, repeat(md5(g::text), 10) AS t FROM generate_series(1, 200000) g"
    )
    return CollectionRef("public", "big")


@pytest.fixture
def big_maria(maria_sql: Callable[[str], None]) -> CollectionRef:
    """A table of some 30 MB on MariaDB."""
    maria_sql("CREATE TABLE big AS SELECT seq AS id, repeat(md5(seq), 10) AS t FROM seq_1_to_100000")
    return CollectionRef("test", "big")


@pytest.mark.parametrize("opener", ["open_pg", "open_maria"])
def test_a_server_that_accepts_and_says_nothing_times_out(
    opener: str, request: pytest.FixtureRequest
) -> None:
    open_it = request.getfixturevalue(opener)
    started = time.monotonic()
    with proxies.silent() as port, pytest.raises(SourceError) as failure:
        open_it(IMPATIENT, port=port).check()
    assert failure.value.code == "timeout" and time.monotonic() - started < SILENCE


def test_a_source_that_stays_silent_is_not_tried_for_every_table(open_pg: Open) -> None:
    refs = [CollectionRef("public", f"t{number}") for number in range(2_000)]
    started = time.monotonic()
    with proxies.silent() as port:
        described = list(open_pg(IMPATIENT, port=port).describe(refs))
    assert len(described) == 2_000 and all(one.error for one in described)
    assert time.monotonic() - started < 3 * SILENCE


@pytest.mark.parametrize("hang", [True, False], ids=["hangs", "breaks"])
@pytest.mark.parametrize(("opener", "table"), [("open_pg", "big_pg"), ("open_maria", "big_maria")])
def test_a_stream_that_ends_half_way_fails_alone_and_the_next_table_is_read(
    opener: str, table: str, hang: bool, request: pytest.FixtureRequest
) -> None:
    ref = request.getfixturevalue(table)
    server: Server = request.getfixturevalue("pg" if opener == "open_pg" else "maria")
    started = time.monotonic()
    with proxies.faltering(server.port, after=5_000_000, hang=hang) as port:
        source = request.getfixturevalue(opener)(IMPATIENT, port=port)
        with pytest.raises(SourceError) as failure:
            for _ in source.read(ref, ["id", "t"]):
                pass
        assert failure.value.code == ("timeout" if hang else "lost")
        assert source.sample(ref).num_rows == 200
    assert time.monotonic() - started < 2 * SILENCE


@pytest.mark.parametrize(("opener", "table"), [("open_pg", "big_pg"), ("open_maria", "big_maria")])
def test_closing_frees_a_thread_that_waits_for_the_server(
    opener: str, table: str, request: pytest.FixtureRequest
) -> None:
    ref = request.getfixturevalue(table)
    server: Server = request.getfixturevalue("pg" if opener == "open_pg" else "maria")
    failures: list[SourceError] = []
    started = threading.Event()

    with proxies.faltering(server.port, after=20_000_000, hang=True) as port:
        source = request.getfixturevalue(opener)(Limits(statement_seconds=60), port=port)

        def read() -> None:
            try:
                for _ in source.read(ref, ["id", "t"]):
                    started.set()
            except SourceError as error:
                failures.append(error)

        thread = threading.Thread(target=read)
        thread.start()
        assert started.wait(SILENCE)
        source.close()
        thread.join(SILENCE)
        assert not thread.is_alive() and failures


@pytest.mark.parametrize(("opener", "table"), [("open_pg", "big_pg"), ("open_maria", "big_maria")])
def test_a_stream_that_is_left_does_not_wait_for_its_rest(
    opener: str, table: str, request: pytest.FixtureRequest
) -> None:
    ref = request.getfixturevalue(table)
    source = request.getfixturevalue(opener)()
    stream = source.read(ref, ["id", "t"])
    next(stream)
    stream.close()
    assert source.sample(ref).num_rows == 200
