"""Signing a receipt: JWS with Ed25519 (RFC 7515, RFC 8037), general enough to verify without us."""

import base64
import hashlib
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class NotSigned(ValueError):
    """This was not signed by the key, or is no JWS of ours."""


def sign(content: dict[str, Any], key: Ed25519PrivateKey) -> str:
    """Return the content as a compact JWS; the header names the key by its RFC 7638 thumbprint."""
    header = {"alg": "EdDSA", "typ": "consent-receipt+jwt", "kid": thumbprint(key.public_key())}
    signed = f"{_b64(_json(header))}.{_b64(_json(content))}"
    return f"{signed}.{_b64(key.sign(signed.encode()))}"


def verify(token: str, keys: dict[str, Ed25519PublicKey]) -> dict[str, Any]:
    """Return the content of a JWS that one of the keys signed. Raises NotSigned."""
    try:
        head, body, signature = token.strip().split(".")
        header = json.loads(_unb64(head))
        if header.get("alg") != "EdDSA" or "crit" in header:
            raise NotSigned("This receipt names a signature that we do not accept.")
        keys[header["kid"]].verify(_unb64(signature), f"{head}.{body}".encode())
        content: dict[str, Any] = json.loads(_unb64(body))
    except (InvalidSignature, KeyError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, NotSigned):
            raise
        raise NotSigned("This receipt was not signed by this installation, or was changed since.") from None
    return content


def public_jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """Return the public key as a JSON Web Key (RFC 8037)."""
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": _b64(key.public_bytes_raw()),
        "kid": thumbprint(key),
        "use": "sig",
    }


def key_of(jwk: dict[str, str]) -> Ed25519PublicKey:
    """Read a public key from a JSON Web Key. Raises ValueError for any other kind of key."""
    if (jwk.get("kty"), jwk.get("crv")) != ("OKP", "Ed25519"):
        raise ValueError("A receipt's key is an Ed25519 key (kty OKP).")
    return Ed25519PublicKey.from_public_bytes(_unb64(jwk["x"]))


def thumbprint(key: Ed25519PublicKey) -> str:
    """Return the key's thumbprint (RFC 7638: SHA-256 over the required members in order)."""
    members = {"crv": "Ed25519", "kty": "OKP", "x": _b64(key.public_bytes_raw())}
    return _b64(hashlib.sha256(_json(members)).digest())


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
