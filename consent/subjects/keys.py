"""Where the vault's keys are: the key store, and the root of the blind indexes."""

import shutil
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import keyring
from consent.subjects.keystore.kek import FileKeks, KekHolder
from consent.subjects.keystore.store import KeyStore


def key_store() -> KeyStore:
    """Return the key store of this installation, with its copies."""
    copies, keks = (
        tuple(Path(place) for place in places)
        for places in (settings.KEY_STORE_BACKUPS, settings.KEK_BACKUPS)
    )
    return _key_store(Path(settings.KEYS), copies, keks, settings.KEK_TRANSIT)


def index_root() -> bytes:
    """Return the key of all blind indexes; only for processes that map rows to people.

    Raises ImproperlyConfigured in a process that serves pages: a fault there must not be able to look
    people up (DESIGN decision 4).
    """
    if not settings.MAPS_ROWS_TO_PEOPLE:
        raise ImproperlyConfigured("This process serves pages and must not look people up; use a task.")
    return keyring.key("blind-index")


def bring_back_from_copies() -> bool:
    """Put the key store and its wrapping key in place from their copies, where they are lost; say whether.

    Never over a store that is there: it may know of erasures that a copy does not know.
    """
    keys = Path(settings.KEYS)
    brought = False
    keks = () if settings.KEK_TRANSIT else settings.KEK_BACKUPS
    for name, places in (("kek", keks), ("subjects", settings.KEY_STORE_BACKUPS)):
        copies = [Path(place) / name for place in places if any((Path(place) / name).glob("*"))]
        if copies and not any((keys / name).glob("*")):
            shutil.rmtree(keys / name, ignore_errors=True)
            shutil.copytree(copies[0], keys / name)
            (keys / name).chmod(0o700)
            brought = True
    return brought


@cache
def _key_store(keys: Path, copies: tuple[Path, ...], kek_copies: tuple[Path, ...], transit: str) -> KeyStore:
    keks = _transit(transit) if transit else FileKeks(keys / "kek", [place / "kek" for place in kek_copies])
    return KeyStore(keys / "subjects", keks, [place / "subjects" for place in copies])


def _transit(address: str) -> KekHolder:
    """Return the holder for an address such as https://bao.example:8200/transit. Raises ImproperlyConfigured."""
    from consent.subjects.keystore.transit import TransitKeks

    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.hostname or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "KEK_TRANSIT must be the address of a transit engine, such as https://bao.example:8200/transit."
        )
    if not settings.KEK_TRANSIT_TOKEN_FILE:
        raise ImproperlyConfigured(
            "KEK_TRANSIT_TOKEN_FILE is not set; it names the file that holds the token."
        )
    ca = Path(settings.KEK_TRANSIT_CA) if settings.KEK_TRANSIT_CA else None
    server = f"{parts.scheme}://{parts.netloc}"
    return TransitKeks(server, parts.path.strip("/"), Path(settings.KEK_TRANSIT_TOKEN_FILE), ca)
