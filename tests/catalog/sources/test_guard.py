"""What a source may reach: decided on the address connected to and the file opened."""

import os
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.sources.connectors.base import Limits, SourceError
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.registry import open_source
from config.addresses import is_public, parse_rule

CLOSED = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
    "::", "::1", "fe80::1", "fd00:ec2::254", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
    "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1",
    "2001:db8::1", "2001:0:1::", "fec0::1",
]  # fmt: skip


def resolving(*addresses: str, networks: tuple[str, ...] = ()) -> Guard:
    """A guard to which every name has these addresses."""
    rules = Guard.from_lists(networks=networks).rules
    return Guard(rules=rules, look_up=lambda host, port: tuple(ip_address(one) for one in addresses))


@pytest.mark.parametrize("address", CLOSED)
def test_an_address_that_is_not_public_is_closed(address: str) -> None:
    with pytest.raises(SourceError) as refusal:
        resolving(address).addresses("db.example", 5432)
    assert refusal.value.code == "address_closed" and address not in str(refusal.value)


LOOPBACK = [
    "[::1]", "::1", "[0:0:0:0:0:0:0:1]", "::ffff:127.0.0.1", "[::ffff:7f00:1]", "::1%lo", "127.0.0.1", "127.1", "127.0.0.1.",
    "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001", "0", "0.0.0.0", "[::]", "localhost", "LOCALHOST",
    "localhost.", "shop.localhost", "\N{FULLWIDTH LATIN SMALL LETTER L}ocalhost",
]  # fmt: skip


@pytest.mark.parametrize("host", LOOPBACK)
def test_every_way_to_write_this_machine_is_refused_as_such(host: str) -> None:
    with pytest.raises(SourceError, match="loopback") as refusal:
        Guard().addresses(host, 5432)
    assert refusal.value.code == "address_closed"


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("[fe80::1]", "link-local"), ("169.254.169.254", "metadata"), ("[fd00:ec2::254]", "metadata"),
        ("2852039166", "metadata"), ("0xa.1", "private"), ("[fd12::1]", "private"), ("[::ffff:10.0.0.1]", "private"),
        ("[ff02::1]", "reserved"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_kind_of_address_it_is(host: str, why: str) -> None:
    with pytest.raises(SourceError, match=why) as refusal:
        Guard().addresses(host, 5432)
    assert refusal.value.code == "address_closed"


@pytest.mark.parametrize("rule", ["::1", "[::1]", "::1/128", "[::1]:5432"])
@pytest.mark.parametrize("host", ["::1", "[::1]", "0:0:0:0:0:0:0:1"])
def test_a_listed_ipv6_address_is_open_however_it_is_written(rule: str, host: str) -> None:
    assert Guard.from_lists(networks=[rule]).addresses(host, 5432) == (ip_address("::1"),)


@pytest.mark.parametrize("address", ["9.9.9.9", "2a01:4f8::1", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_a_public_address_is_open(address: str) -> None:
    assert resolving(address).addresses("db.example", 5432) == (ip_address(address),)


@given(st.integers(0, 2**32 - 1))
def test_an_ipv4_address_in_ipv6_clothes_is_judged_as_itself(number: int) -> None:
    plain = is_public(IPv4Address(number))
    for base in ("::ffff:0:0", "64:ff9b::"):
        assert is_public(IPv6Address(int(IPv6Address(base)) + number)) == plain
    assert is_public(IPv6Address((0x2002 << 112) + (number << 80) + 1)) == plain


def test_one_closed_address_among_several_refuses_the_name() -> None:
    with pytest.raises(SourceError):
        resolving("9.9.9.9", "10.0.0.1").addresses("db.example", 5432)


def test_a_name_is_resolved_once_so_that_it_cannot_change_between_check_and_connection() -> None:
    answers = iter([(ip_address("9.9.9.9"),), (ip_address("127.0.0.1"),)])
    guard = Guard(look_up=lambda host, port: next(answers))
    assert guard.addresses("rebinding.example", 5432) == (ip_address("9.9.9.9"),)


@pytest.mark.parametrize(
    ("rule", "host", "address", "port", "opened"),
    [
        ("10.1.0.0/16", "db", "10.1.2.3", 5432, True),
        ("10.1.0.0/16", "db", "10.2.2.3", 5432, False),
        ("127.0.0.1:5432", "localhost", "127.0.0.1", 5432, True),
        ("127.0.0.1:5432", "localhost", "127.0.0.1", 8000, False),
        ("127.0.0.1:5432", "localhost", "::ffff:127.0.0.1", 5432, True),
        ("[::1]:3306", "localhost", "::1", 3306, True),
        ("db.intern:5432", "DB.intern", "10.9.9.9", 5432, True),
        ("db.intern:5432", "other.intern", "10.9.9.9", 5432, False),
    ],
)
def test_the_administrator_opens_networks_hosts_and_ports(
    rule: str, host: str, address: str, port: int, opened: bool
) -> None:
    guard = resolving(address, networks=(rule,))
    if opened:
        assert guard.addresses(host, port)
    else:
        with pytest.raises(SourceError):
            guard.addresses(host, port)


@pytest.mark.parametrize("text", ["", "db.intern", "10.0.0.0/99", "db:0", "db:99999", "db:x"])
def test_a_rule_that_cannot_be_read_is_an_error_at_start(text: str) -> None:
    with pytest.raises(ValueError, match="SOURCES_ALLOWED_NETWORKS"):
        parse_rule(text)


def test_the_permissive_guard_of_the_one_off_form_binds_nothing() -> None:
    assert Guard.permissive().addresses("127.0.0.1", 5432) == (ip_address("127.0.0.1"),)


def test_a_socket_needs_its_folder_listed(tmp_path: Path) -> None:
    assert Guard.from_lists(networks=[str(tmp_path)]).socket_folder(str(tmp_path)) == str(tmp_path.resolve())
    with pytest.raises(SourceError):
        Guard().socket_folder(str(tmp_path))


@pytest.mark.parametrize(
    "url", ["postgresql://127.0.0.1:1/d", "mysql://127.0.0.1:1/d", "mysql:///d?host=/run/x/s"]
)
def test_a_connector_asks_the_guard_before_it_connects(url: str) -> None:
    with open_source(url, Limits(), Guard()) as source, pytest.raises(SourceError) as refusal:
        source.check()
    assert refusal.value.code == "address_closed"


def test_a_dialect_needs_to_be_switched_on() -> None:
    with (
        open_source("mssql+pymssql://9.9.9.9:1433/d", Limits(), Guard()) as source,
        pytest.raises(SourceError) as no,
    ):
        source.check()
    assert no.value.code == "dialect_closed"


class TestFiles:
    """Files lie under a listed root, with every link resolved, and are files."""

    def guard(self, root: Path) -> Guard:
        return Guard.from_lists(roots=[root / "open"], forbidden=[root / "open" / "var"])

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        for place in ("open/var", "open/sub", "other"):
            (tmp_path / place).mkdir(parents=True)
            (tmp_path / place / "a.csv").write_text("a\n1\n")
        (tmp_path / "open" / "a.csv").write_text("a\n1\n")
        return tmp_path

    @pytest.mark.parametrize("path", ["open/a.csv", "open/sub/a.csv", "open/sub/../a.csv"])
    def test_what_lies_below_a_root_opens(self, root: Path, path: str) -> None:
        os.close(self.guard(root).open_file(root / path))

    @pytest.mark.parametrize(
        "path", ["other/a.csv", "open/../other/a.csv", "open/var/a.csv", "openness", "open/var"]
    )
    def test_what_lies_elsewhere_or_is_our_own_does_not(self, root: Path, path: str) -> None:
        with pytest.raises(SourceError) as refusal:
            self.guard(root).open_file(root / path)
        assert refusal.value.code == "path_closed"

    def test_a_link_out_of_the_root_does_not_open(self, root: Path) -> None:
        (root / "open" / "link.csv").symlink_to(root / "other" / "a.csv")
        (root / "open" / "folder").symlink_to(root / "other")
        for path in ("link.csv", "folder/a.csv"):
            with pytest.raises(SourceError):
                self.guard(root).open_file(root / "open" / path)

    def test_a_link_within_the_root_opens(self, root: Path) -> None:
        (root / "open" / "link.csv").symlink_to(root / "open" / "sub" / "a.csv")
        os.close(self.guard(root).open_file(root / "open" / "link.csv"))

    def test_a_pipe_is_refused_without_waiting_for_its_writer(self, root: Path) -> None:
        os.mkfifo(root / "open" / "pipe.csv")
        with pytest.raises(SourceError, match="regular"):
            self.guard(root).open_file(root / "open" / "pipe.csv")
