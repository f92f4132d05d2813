"""A passkey as a browser registers it, so that the pages about passkeys have one to show."""

import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT


def credential(host: str = "localhost") -> dict[str, Any]:
    """Return what the browser sends when a passkey is made."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    data = AttestedCredentialData.create(bytes(16), b"passkey-of-a-test", ES256.from_cryptography_key(public))
    authenticator = AuthenticatorData.create(hashlib.sha256(host.encode()).digest(), FLAGS, 0, bytes(data))
    client = json.dumps({"type": "webauthn.create", "challenge": "", "origin": f"https://{host}"}).encode()
    return {
        "type": "public-key",
        "id": websafe_encode(data.credential_id),
        "rawId": websafe_encode(data.credential_id),
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", authenticator, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
