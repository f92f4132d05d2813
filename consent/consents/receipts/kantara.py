"""The receipt in the form of the Kantara Consent Receipt 1.1 (KI-CR-v1.1.0)."""

from typing import Any

from consent.consents.receipts.content import Content
from consent.law.categories import CATEGORIES


def receipt(content: Content) -> dict[str, Any]:
    """Return the receipt; `consentTimestamp` is in seconds, as the specification says."""
    last = content.moments[-1]
    special = [key for key in content.categories if CATEGORIES[key].special]
    return {
        "version": "KI-CR-v1.1.0",
        "jurisdiction": content.jurisdiction,
        "consentTimestamp": int(last.at.timestamp()),
        "collectionMethod": last.method,
        "consentReceiptID": content.receipt,
        "language": content.language,
        "piiPrincipalId": content.subject,
        "piiControllers": [_controller(content)],
        "policyUrl": content.withdrawal,
        "services": [{"service": content.purpose_name, "purposes": [_purpose(content)]}],
        "sensitive": bool(special),
        "spiCat": [CATEGORIES[key].en for key in special],
    }


def _controller(content: Content) -> dict[str, Any]:
    party = content.controller
    return {
        "piiController": party.name,
        "contact": party.dpo_contact or party.contact,
        "address": {"streetAddress": party.address, "addressCountry": party.country},
        "email": party.contact,
        "phone": "",
    }


def _purpose(content: Content) -> dict[str, Any]:
    return {
        "purpose": content.purpose_name,
        "purposeCategory": list(content.kinds),
        "consentType": "EXPLICIT",
        "piiCategory": [CATEGORIES[key].en for key in content.categories],
        "primaryPurpose": True,
        "termination": content.retention or "until withdrawal",
        "thirdPartyDisclosure": bool(content.recipients),
        "thirdPartyName": ", ".join(content.recipients),
    }
