"""Key-encryption keys in the transit engine of OpenBao or Vault: one key an epoch, which never leaves it.

The token is read from its file at each call, so that an agent may renew it. The server must not keep
snapshots that hold a destroyed epoch's key for longer than an erasure may be pending.
"""

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import hvac
from hvac.exceptions import InvalidPath, InvalidRequest, VaultError
from requests.exceptions import RequestException

from consent.subjects.keystore.kek import KekGone

T = TypeVar("T")
_NAME = "customer-catalog-epoch-"
_TIMEOUT = 10
_UNKNOWN_KEY = re.compile(r"key not found|cipher: message authentication failed", re.IGNORECASE)


class TransitUnavailable(OSError):
    """The transit engine does not answer or refuses; the message says which, never a secret."""


class TransitKeks:
    """Keys of type aes256-gcm96 in one mount, named by epoch."""

    def __init__(self, address: str, mount: str, token_file: Path, ca: Path | None = None) -> None:
        self._address, self._mount, self._token_file, self._ca = address, mount, token_file, ca

    def create(self, epoch: int) -> None:
        """Make the epoch's key, one that may be deleted and never exported. Raises FileExistsError."""
        if epoch in self.epochs():
            raise FileExistsError(f"The transit engine holds a key of epoch {epoch} already.")
        self._do(lambda engine: engine.create_key(_name(epoch), key_type="aes256-gcm96", **self._where))
        self._do(
            lambda engine: engine.update_key_configuration(_name(epoch), deletion_allowed=True, **self._where)
        )

    def wrap(self, epoch: int, secret: bytes) -> bytes:
        """Encrypt a data key, bound to the epoch. Raises KekGone."""
        if epoch not in self.epochs():
            # To encrypt under a name that is not there would make a key of that name
            raise KekGone(f"The transit engine holds no key of epoch {epoch}.")
        answer = self._do(
            lambda engine: engine.encrypt_data(
                _name(epoch), plaintext=_text(secret), associated_data=_text(_bound(epoch)), **self._where
            )
        )
        return str(answer["data"]["ciphertext"]).encode()

    def unwrap(self, epoch: int, wrapped: bytes) -> bytes:
        """Decrypt a data key. Raises KekGone, also where it was wrapped by another key."""
        answer = self._do(
            lambda engine: engine.decrypt_data(
                _name(epoch),
                ciphertext=wrapped.decode("ascii", "replace"),
                associated_data=_text(_bound(epoch)),
                **self._where,
            ),
            epoch,
        )
        return base64.b64decode(answer["data"]["plaintext"])

    def destroy(self, epoch: int) -> None:
        """Delete the epoch's key with all its versions; nothing happens where it is gone."""
        if epoch in self.epochs():
            self._do(lambda engine: engine.delete_key(_name(epoch), **self._where))

    def epochs(self) -> list[int]:
        """Return the epochs whose keys the engine holds."""
        try:
            answer = self._do(lambda engine: engine.list_keys(**self._where))
        except InvalidPath:
            return []
        names = (name for name in answer["data"]["keys"] if name.startswith(_NAME))
        return sorted(int(name.removeprefix(_NAME)) for name in names)

    @property
    def _where(self) -> dict[str, str]:
        return {"mount_point": self._mount}

    def _do(self, ask: Callable[[Any], T], epoch: int | None = None) -> T:
        """Ask the engine. Raises TransitUnavailable, KekGone for an epoch's key that does not open, InvalidPath."""
        try:
            return ask(self._client().secrets.transit)
        except InvalidPath:
            raise
        except InvalidRequest as error:
            if epoch is not None and _UNKNOWN_KEY.search(str(error)):
                raise KekGone(f"The key of epoch {epoch} does not open this key store.") from None
            raise TransitUnavailable(f"{self._address} refuses: {_first(error)}") from None
        except VaultError as error:
            raise TransitUnavailable(f"{self._address} refuses: {_first(error)}") from None
        except RequestException as error:
            raise TransitUnavailable(f"{self._address} does not answer ({type(error).__name__}).") from None

    def _client(self) -> hvac.Client:
        try:
            token = self._token_file.read_text().strip()
        except OSError as error:
            raise TransitUnavailable(
                f"The token file {self._token_file} cannot be read ({error.strerror})."
            ) from None
        verify = str(self._ca) if self._ca else True
        return hvac.Client(url=self._address, token=token, verify=verify, timeout=_TIMEOUT)


def _name(epoch: int) -> str:
    return f"{_NAME}{epoch:08}"


def _bound(epoch: int) -> bytes:
    return b"subjects/kek/" + str(epoch).encode()


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _first(error: VaultError) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
