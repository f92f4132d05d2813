"""What a source may reach: addresses, files and dialects, checked on what is actually opened."""

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from catalog.sources.connectors.base import SourceError
from config.addresses import (
    AddressRule,
    IPAddress,
    is_public,
    is_this_machine,
    nature,
    parse_rule,
    resolve,
)


@dataclass(frozen=True, slots=True)
class Guard:
    """The administrator's lists as a value. `free` binds nothing: the caller's own rights count."""

    rules: tuple[AddressRule, ...] = ()
    roots: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    dialects: frozenset[str] = frozenset()
    free: bool = False
    look_up: Callable[[str, int], tuple[IPAddress, ...]] = field(default=resolve, repr=False)

    @classmethod
    def from_lists(
        cls,
        *,
        networks: Iterable[str] = (),
        roots: Iterable[str | Path] = (),
        dialects: Iterable[str] = (),
        forbidden: Iterable[str | Path] = (),
    ) -> Self:
        """Build the guard of registered sources. Raises ValueError for an entry that cannot be read."""
        return cls(
            rules=tuple(parse_rule(text) for text in networks),
            roots=tuple(os.path.realpath(root) for root in roots),
            forbidden=tuple(os.path.realpath(path) for path in forbidden),
            dialects=frozenset(dialects),
        )

    @classmethod
    def permissive(cls) -> Self:
        """Build the guard of the one-off form, which runs with its caller's own rights."""
        return cls(free=True)

    def addresses(self, host: str, port: int) -> tuple[IPAddress, ...]:
        """Resolve `host` once and return what to connect to; connect to these and nothing else.

        One closed address among several refuses the whole name: which one a driver takes is chance.
        """
        try:
            found = self.look_up(host, port)
        except (OSError, UnicodeError):
            raise SourceError(
                "The host's name could not be resolved; check its spelling.",
                code="unresolved",
            ) from None
        if not found:
            raise SourceError("The host's name has no address.", code="unresolved")
        for address in found:
            if not self.free and not self._may_connect(host, address, port):
                raise SourceError(
                    f"This address is closed: {nature(address)}. "
                    "The administrator can open it with SOURCES_ALLOWED_NETWORKS.",
                    code="address_closed",
                )
        return found

    def socket_folder(self, folder: str) -> str:
        """Return the real folder of a Unix socket. Raises SourceError unless it is listed."""
        real = os.path.realpath(folder)
        if not self.free and not any(
            rule.folder and os.path.realpath(rule.folder) == real for rule in self.rules
        ):
            raise SourceError(
                "Unix sockets are closed; the administrator can open one's folder with SOURCES_ALLOWED_NETWORKS.",
                code="address_closed",
            )
        return real

    def dialect(self, name: str) -> str:
        """Return the dialect's name. Raises SourceError unless the administrator has switched it on."""
        if not self.free and name not in self.dialects:
            raise SourceError(
                "This kind of database is not switched on; the administrator can do so with SOURCES_ALLOWED_DIALECTS.",
                code="dialect_closed",
            )
        return name

    def path(self, path: str | Path) -> str:
        """Return the real path with every link resolved. Raises SourceError outside the listed roots."""
        real = os.path.realpath(path)
        if self.free:
            return real
        if any(_inside(real, place) for place in self.forbidden) or not any(
            _inside(real, root) for root in self.roots
        ):
            raise SourceError(
                "This place is closed; the administrator can open folders with SOURCES_ALLOWED_ROOTS.",
                code="path_closed",
            )
        return real

    def open_file(self, path: str | Path) -> int:
        """Open a regular file for reading and return its descriptor, checked on what was really opened.

        Pipes and devices are refused before they can make anybody wait.
        """
        real = self.path(path)
        try:
            number = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            raise SourceError("There is no such file.", code="missing") from None
        except OSError as error:
            code = "permission" if isinstance(error, PermissionError) else "missing"
            raise SourceError(f"The file cannot be opened ({error.strerror}).", code=code) from None
        try:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise SourceError("This is not a regular file.", code="broken_file")
            self.path(_opened_path(number, real))
        except SourceError:
            os.close(number)
            raise
        return number

    def _may_connect(self, host: str, address: IPAddress, port: int) -> bool:
        """Decide one address: public ones are open, all others and our own need a listed entry."""
        if any(rule.allows(host, address, port) for rule in self.rules):
            return True
        return is_public(address) and not is_this_machine(address)


def _inside(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")


def _opened_path(number: int, fallback: str) -> str:
    """Ask the kernel which file a descriptor is, so that a link swapped meanwhile is seen."""
    try:
        return os.readlink(f"/proc/self/fd/{number}")
    except OSError:
        return fallback
