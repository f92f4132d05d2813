"""Published vectors against what is installed: AES-CMAC, HKDF, Ed25519, the RFC 9162 tree, Wycheproof files."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from consent.evidence.merkle import leaf_hash, root_of
from consent.subjects.cmac import cmac

OWN = Path(__file__).with_name("vectors.json")
# The sizes that the product uses; Wycheproof also tests others
_CMAC_KEYS, _TAG, _NONCE = (128, 256), 128, 96


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one set of vectors ended: how many were tried, and which were wrong."""

    name: str
    tried: int
    wrong: tuple[str, ...]


def own() -> list[Outcome]:
    """Try the RFC and NIST vectors that ship with the product."""
    known = json.loads(OWN.read_text(encoding="utf-8"))
    return [_outcome(name, ((str(n), _OWN[name](one)) for n, one in enumerate(known[name]))) for name in _OWN]


def wycheproof(folder: Path) -> list[Outcome]:
    """Try a folder of Wycheproof files, those of algorithms that the product uses. Raises OSError, ValueError."""
    found = []
    for file in sorted(folder.rglob("*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        check = _WYCHEPROOF.get(str(content.get("algorithm", "")).upper())
        if check is not None:
            found.append(_outcome(file.name, _cases(content, check)))
    return found


def _outcome(name: str, answers: Iterator[tuple[str, bool]]) -> Outcome:
    tried = list(answers)
    return Outcome(name, len(tried), tuple(number for number, right in tried if not right))


def _cases(content: Any, check: Callable[[Any, Any], bool | None]) -> Iterator[tuple[str, bool]]:
    """Yield each test's number and whether we said what it expects; `acceptable` allows both."""
    for group in content["testGroups"]:
        for test in group["tests"]:
            said = check(group, test)
            if said is not None and test["result"] != "acceptable":
                yield str(test["tcId"]), said == (test["result"] == "valid")


def _cmac_of(key: str, message: str) -> str:
    tag: bytes = cmac(bytes.fromhex(key), pa.array([bytes.fromhex(message)], pa.binary()))[0].as_py()
    return tag.hex()


def _hkdf_of(ikm: str, salt: str, info: str, size: int) -> str:
    derived = HKDF(SHA256(), size, bytes.fromhex(salt) or None, bytes.fromhex(info))
    return derived.derive(bytes.fromhex(ikm)).hex()


def _verifies(public: str, message: str, signature: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(
            bytes.fromhex(signature), bytes.fromhex(message)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _own_ed25519(one: Any) -> bool:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(one["secret"]))
    made = key.sign(bytes.fromhex(one["message"])).hex()
    return bool(made == one["signature"]) and _verifies(one["public"], one["message"], one["signature"])


def _own_tree(one: Any) -> bool:
    return root_of([leaf_hash(bytes.fromhex(leaf)) for leaf in one["leaves"]]).hex() == str(one["root"])


_OWN: dict[str, Callable[[Any], bool]] = {
    "aes-cmac": lambda one: _cmac_of(one["key"], one["message"]) == one["tag"],
    "hkdf-sha256": lambda one: (
        _hkdf_of(one["ikm"], one["salt"], one["info"], len(one["okm"]) // 2) == one["okm"]
    ),
    "ed25519": _own_ed25519,
    "rfc-9162-tree": _own_tree,
}


def _wycheproof_cmac(group: Any, test: Any) -> bool | None:
    if group["keySize"] not in _CMAC_KEYS or group["tagSize"] != _TAG:
        return None
    return _cmac_of(test["key"], test["msg"]) == str(test["tag"])


def _wycheproof_hkdf(group: Any, test: Any) -> bool | None:
    try:
        return _hkdf_of(test["ikm"], test["salt"], test["info"], test["size"]) == str(test["okm"])
    except ValueError:
        return False


def _wycheproof_ed25519(group: Any, test: Any) -> bool | None:
    public = (group.get("publicKey") or group["key"])["pk"]
    return _verifies(public, test["msg"], test["sig"])


def _wycheproof_gcm(group: Any, test: Any) -> bool | None:
    if group["ivSize"] != _NONCE or group["tagSize"] != _TAG:
        return None
    key, nonce, sealed = (bytes.fromhex(test[name]) for name in ("key", "iv", "ct"))
    try:
        opened = AESGCM(key).decrypt(nonce, sealed + bytes.fromhex(test["tag"]), bytes.fromhex(test["aad"]))
    except (InvalidTag, ValueError):
        return False
    return opened.hex() == str(test["msg"])


def _wycheproof_hmac(group: Any, test: Any) -> bool | None:
    made = hmac.new(bytes.fromhex(test["key"]), bytes.fromhex(test["msg"]), hashlib.sha256).hexdigest()
    return made[: group["tagSize"] // 4] == str(test["tag"])


_WYCHEPROOF: dict[str, Callable[[Any, Any], bool | None]] = {
    "AES-CMAC": _wycheproof_cmac,
    "HKDF-SHA-256": _wycheproof_hkdf,
    "HMACSHA256": _wycheproof_hmac,
    "EDDSA": _wycheproof_ed25519,
    "ED25519": _wycheproof_ed25519,
    "AES-GCM": _wycheproof_gcm,
}
