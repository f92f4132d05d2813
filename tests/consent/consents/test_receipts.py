"""Receipts: the forms say the same, the signature holds, and a changed receipt does not verify."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from consent.consents.receipts import dpv, jws, kantara
from consent.consents.receipts.content import Content, Moment, Party, Shown
from consent.law.standing import State

GIVEN = datetime(2026, 5, 10, 7, 14, 3, tzinfo=UTC)
NEWSLETTER = Content(
    receipt="0d0c4b6e-7a2f-4d0a-9a55-0a4d5a6f7b81", record="a6f58318-72e6-46a2-bfd7-f36d795e30cd",
    subject="0760c9ba-1111-4222-8333-944455566677", created=GIVEN,
    controller=Party("Hansen & Co.", "Hafenstr. 1, 20457 Hamburg", "service@example.com", dpo_contact="dsb@example.com"),
    purpose="newsletter", purpose_name="Newsletter", kinds=("DirectMarketing",), art6="6-1-a",
    categories=("contact.email",), recipients=("Mailversand Nord GmbH",), retention="P24M",
    moments=(Moment(State.GIVEN, GIVEN, "double_opt_in", "P24M"),), withdrawal="https://example.com/einwilligungen",
    notice=Shown("newsletter", 7, "de", GIVEN, "ab" * 32), authority="HmbBfDI",
)  # fmt: skip


def test_a_27560_record_names_header_process_party_and_events():
    record = dpv.consent_record(NEWSLETTER)
    assert record["dct:identifier"] == NEWSLETTER.record
    assert record["dpv:hasLegalBasis"] == [{"@id": "eu-gdpr:A6-1-a-non-explicit-consent"}]
    assert record["dpv:hasProcess"][0]["dpv:hasPersonalData"][0]["@id"] == "pd:EmailAddress"
    assert record["dpv:hasConsentStatus"][0]["@type"] == ["dpv:ConsentGiven", "dpv:ExpressedConsent"]


def test_a_kantara_receipt_has_the_required_members_and_seconds():
    made = kantara.receipt(NEWSLETTER)
    assert made["consentTimestamp"] == 1778397243
    assert {"version", "jurisdiction", "collectionMethod", "consentReceiptID", "piiPrincipalId", "piiControllers",
            "policyUrl", "services", "sensitive", "spiCat"} <= made.keys()  # fmt: skip


def test_what_was_signed_verifies_and_says_the_same():
    key = Ed25519PrivateKey.generate()
    token = jws.sign(kantara.receipt(NEWSLETTER), key)
    keys = {jws.thumbprint(key.public_key()): key.public_key()}
    assert jws.verify(token, keys) == json.loads(json.dumps(kantara.receipt(NEWSLETTER)))


def test_rfc_8037_the_example_signature_verifies():
    # RFC 8037 appendix A.2 and A.4: key, header {"alg":"EdDSA"}, payload "Example of Ed25519 signing"
    secret = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
    key = Ed25519PrivateKey.from_private_bytes(jws._unb64(secret))
    assert jws.public_jwk(key.public_key())["x"] == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    assert jws.thumbprint(key.public_key()) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    signed = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    assert jws._b64(key.sign(signed)) == (
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )


@given(st.integers(0, 2000), st.integers(1, 255))
def test_a_changed_receipt_does_not_verify(place, change):
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    token = bytearray(jws.sign(kantara.receipt(NEWSLETTER), key), "ascii")
    before = bytes(token)
    token[place % len(token)] ^= change
    keys = {jws.thumbprint(key.public_key()): key.public_key()}
    changed = token.decode("latin-1")
    try:
        read = jws.verify(changed, keys)
    except jws.NotSigned:
        return
    # base64 has spare bits at its end: what still verifies must be the same bytes
    assert jws._unb64(changed.split(".")[2]) == jws._unb64(before.decode().split(".")[2])
    assert read == kantara.receipt(NEWSLETTER)


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "e30.e30.e30", "…"])
def test_what_is_no_receipt_gets_one_clear_sentence(token):
    with pytest.raises(jws.NotSigned):
        jws.verify(token, {})
