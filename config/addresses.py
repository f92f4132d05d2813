"""Which network addresses are open to everybody, and which only the administrator may open."""

import socket
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

# Prefixes that carry an IPv4 address inside an IPv6 one, and the bits to shift it out by.
_CARRIERS: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)

# Not global in every Python version's opinion, or global but never a customer system.
_CLOSED: tuple[IPNetwork, ...] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15",
        "64:ff9b:1::/48", "2001::/23", "fec0::/10", "fd00:ec2::/32", "100::/64",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AddressRule:
    """One entry of the administrator's list: a network, a host with its port, or a socket's folder."""

    network: IPNetwork | None = None
    host: str = ""
    port: int | None = None
    folder: str = ""

    def allows(self, host: str, address: IPAddress, port: int) -> bool:
        """Tell whether this entry opens `address` and `port`, asked for as `host`."""
        if self.folder or (self.port is not None and self.port != port):
            return False
        if self.network is not None:
            inner = carried(address)
            return any(
                one.version == self.network.version and one in self.network for one in (address, inner)
            )
        return bool(self.host) and self.host == host.casefold().rstrip(".")


def parse_rule(text: str) -> AddressRule:
    """Read "10.0.0.0/8", "10.1.2.3:5432", "::1", "[::1]:3306", "db.intern:5432" or "/run/postgresql"."""
    text = text.strip()
    if text.startswith("/"):
        return AddressRule(folder=text)
    try:
        return AddressRule(network=ip_network(unbracketed(text)))
    except ValueError:
        host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(
            f"SOURCES_ALLOWED_NETWORKS: {text!r} is neither a network nor host:port nor a socket's folder."
        )
    try:
        return AddressRule(network=ip_network(host.strip("[]")), port=int(port))
    except ValueError:
        return AddressRule(host=host.casefold().rstrip("."), port=int(port))


def carried(address: IPAddress) -> IPAddress:
    """Return the IPv4 address that an IPv6 address carries (mapped, NAT64, 6to4), or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    for network, shift in _CARRIERS:
        if address in network:
            return IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
    return address


def is_public(address: IPAddress) -> bool:
    """Tell whether an address is a plain public one: no loopback, private, link-local, metadata, ..."""
    return all(
        one.is_global and not one.is_multicast and not one.is_reserved and not any(
            one.version == closed.version and one in closed for closed in _CLOSED
        )
        for one in {address, carried(address)} - _skipped(address)
    )  # fmt: skip


def _skipped(address: IPAddress) -> set[IPAddress]:
    """A carrier's own prefix is not global; what counts is the address inside."""
    inner = carried(address)
    return {address} if inner != address and int(inner) > 0xFFFF else set()


def is_this_machine(address: IPAddress) -> bool:
    """Tell whether an address belongs to this machine, also where it is a public one."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True


def resolve(host: str, port: int) -> tuple[IPAddress, ...]:
    """Return every address of a name, in the system's order. Raises OSError.

    What some system would take for an address in another spelling is one here, whatever this system thinks of it.
    """
    plain = unbracketed(host)
    literal = _literal(plain.rstrip("."))
    if literal is not None:
        return (literal,)
    if _is_localhost(plain):
        plain = "localhost"
    found = socket.getaddrinfo(plain, port, type=socket.SOCK_STREAM)
    texts = dict.fromkeys(str(entry[4][0]) for entry in found)
    return tuple(ip_address(text.partition("%")[0]) for text in texts)


def unbracketed(host: str) -> str:
    """Return a host as systems know it: an IPv6 address stands in brackets in URLs only."""
    return host[1:-1] if host.startswith("[") and host.endswith("]") else host


def nature(address: IPAddress) -> str:
    """Say in a few words why an address is none of the public ones."""
    inner = carried(address)
    if address.is_loopback or inner.is_loopback or address.is_unspecified or inner.is_unspecified:
        return "it is a loopback address, that is this machine itself"
    if any(one.is_link_local or one in _METADATA for one in (address, inner)):
        return "it is a link-local address or one of a cloud's metadata service"
    if is_this_machine(address):
        return "it is this machine's own"
    return "it lies in a private network" if inner.is_private else "it is reserved"


_METADATA = frozenset(
    ip_address(text) for text in ("168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254")
)


def _literal(host: str) -> IPAddress | None:
    """Read an address: IPv6 with or without a zone, IPv4 also as 127.1, 0x7f.1, 0177.0.0.1 or 2130706433."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    if not host or not host.isascii() or not host.isprintable() or " " in host:
        return None
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _is_localhost(host: str) -> bool:
    """Tell whether a name means this machine wherever it is asked for (RFC 6761, 6.3)."""
    name = host.casefold().rstrip(".")
    return name == "localhost" or name.endswith(".localhost")
