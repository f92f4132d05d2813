"""Blind indexes: identifiers turned into a keyed PRF, so that they can be found and not read.

An index is AES-256-CMAC of the normalised value under a key of its own for (kind, issuing source,
normaliser version): customer 1001 of the shop is not customer 1001 of finance. Normalisers are versioned,
because an index can never be computed anew without the value.
"""

import hashlib
import hmac
from collections.abc import Callable
from uuid import UUID

import phonenumbers
import polars as pl
import pyarrow as pa

from consent.subjects.cmac import cmac

GLOBAL = b"global"
_LABEL = b"blind-index/1"


def index_key(root: bytes, kind: str, issuer: UUID | None, normaliser: int) -> bytes:
    """Derive the key of one kind of index (HMAC-SHA256 over its unambiguous description)."""
    parts = (_LABEL, kind.encode(), issuer.bytes if issuer else GLOBAL, str(normaliser).encode())
    message = b"".join(len(part).to_bytes(2, "big") + part for part in parts)
    return hmac.new(root, message, hashlib.sha256).digest()


def blind_indexes(root: bytes, kind: str, issuer: UUID | None, values: pl.Series) -> pa.FixedSizeBinaryArray:
    """Return the index of every value, normalised by the current version; null where there is no value."""
    version, normalised = normalise(kind, values)
    return cmac(index_key(root, kind, issuer, version), normalised.to_arrow())


def normalise(kind: str, values: pl.Series) -> tuple[int, pl.Series]:
    """Return the version and the normalised values; what has no identifier in it becomes null."""
    version, normaliser = _NORMALISERS.get(kind, (1, _plain))
    done = normaliser(values.cast(pl.String))
    return version, done.set(done == "", None)


def _plain(values: pl.Series) -> pl.Series:
    return _composed(values).str.strip_chars()


def _composed(values: pl.Series) -> pl.Series:
    """Normalise to NFC; ASCII is so already, and looking at it would cost more than all the rest."""
    odd = (values.str.len_bytes() != values.str.len_chars()).fill_null(False).arg_true()
    if not len(odd):
        return values
    return values.clone().scatter(odd, values.gather(odd).str.normalize("NFC"))


def _email(values: pl.Series) -> pl.Series:
    return _plain(values.str.to_lowercase()).str.replace(r"^(mailto:)+\s*", "")


def _number(values: pl.Series) -> pl.Series:
    return _plain(values).str.to_uppercase().str.replace_all(r"[\s./-]", "")


def _phone(values: pl.Series) -> pl.Series:
    distinct = values.drop_nulls().unique()
    read = pl.Series([_e164(value) for value in distinct], dtype=pl.String)
    return values.replace_strict(distinct, read, default=None, return_dtype=pl.String)


def _e164(value: str) -> str | None:
    try:
        number = phonenumbers.parse(value, "DE")
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_NORMALISERS: dict[str, tuple[int, Callable[[pl.Series], pl.Series]]] = {
    "email": (1, _email),
    "phone": (1, _phone),
    "customer_number": (1, _number),
    "iban": (1, _number),
}
