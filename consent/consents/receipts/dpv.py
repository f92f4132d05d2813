"""The receipt as a consent record after ISO/IEC TS 27560:2023 in the terms of the W3C DPV (JSON-LD).

The profile is ours and published in docs/consent-records with a JSON Schema and SHACL shapes; DPV gives
the terms and no shapes. Every DPV term used here resolves in DPV 2.3 (tests/real).
"""

from typing import Any

from consent.consents.receipts.content import Content, Moment
from consent.law.categories import CATEGORIES

CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "loc": "https://w3id.org/dpv/loc#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "legal-eu": "https://w3id.org/dpv/legal/eu#",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SCHEMA = "https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr"


def consent_record(content: Content) -> dict[str, Any]:
    """Return the record as JSON-LD: header, process, party and events of 27560."""
    return {
        "@context": CONTEXT,
        "@id": f"urn:uuid:{content.record}",
        "@type": "dpv:ConsentRecord",
        "dct:identifier": content.record,
        "dct:created": _time(content.created),
        "dct:conformsTo": {"@id": SCHEMA},
        "dpv:hasDataSubject": {"@id": f"urn:uuid:{content.subject}"},
        "dpv:hasDataController": _controller(content),
        "dpv:hasJurisdiction": {"@id": f"loc:{content.jurisdiction}"},
        "dpv:hasApplicableLaw": {"@id": "legal-eu:law-GDPR"},
        "dpv:hasLegalBasis": [{"@id": f"eu-gdpr:{basis}"} for basis in _bases(content)],
        "dpv:hasProcess": [_process(content)],
        **_notice(content),
        "dpv:hasConsentControl": {
            "@type": "dpv:WithdrawConsent",
            "dpv:isExercisedAt": {"@id": content.withdrawal},
        },
        "dpv:hasRight": [
            {"@id": f"eu-gdpr:{right}"} for right in ("A7-3", "A15", "A16", "A17", "A18", "A20", "A77")
        ],
        **({"dpv:hasAuthority": {"dpv:hasName": content.authority}} if content.authority else {}),
        "dpv:hasConsentStatus": [_status(content, moment) for moment in content.moments],
    }


def _controller(content: Content) -> dict[str, Any]:
    party = content.controller
    return {
        "@type": "dpv:DataController",
        "dpv:hasName": party.name,
        "dpv:hasAddress": f"{party.address}, {party.country}",
        "dpv:hasContact": party.dpo_contact or party.contact,
    }


def _bases(content: Content) -> list[str]:
    article6 = f"A{content.art6}"
    if content.art6 == "6-1-a":
        article6 += "-explicit-consent" if content.explicit else "-non-explicit-consent"
    return [article6, *([f"A{content.art9}"] if content.art9 else [])]


def _process(content: Content) -> dict[str, Any]:
    return {
        "@type": "dpv:Process",
        "skos:prefLabel": {"@value": content.purpose_name, "@language": content.language},
        "dpv:hasPurpose": [{"@id": f"dpv:{kind}"} for kind in content.kinds],
        "dpv:hasPersonalData": [_data(key) for key in content.categories],
        "dpv:hasProcessing": [{"@id": f"dpv:{word}"} for word in ("Collect", "Store", "Use")],
        "dpv:hasDataSource": {"@id": "dpv:DataSubjectDataSource"},
        "dpv:hasRecipient": [{"@type": "dpv:Recipient", "dpv:hasName": name} for name in content.recipients],
        "dpv:hasStorageCondition": [
            *(
                {"@type": "dpv:StorageLocation", "dpv:hasLocation": {"@id": f"loc:{country}"}}
                for country in content.countries
            ),
            *(
                [{"@type": "dpv:StorageDuration", "dpv:hasDuration": content.retention}]
                if content.retention
                else []
            ),
        ],
    }


def _data(key: str) -> dict[str, Any]:
    category = CATEGORIES[key]
    term = (
        (category.dpv or "https://w3id.org/dpv#PersonalData")
        .replace(CONTEXT["pd"], "pd:")
        .replace(CONTEXT["dpv"], "dpv:")
    )
    return {"@id": term, "dpv:hasNecessity": {"@id": "dpv:Required"}}


def _notice(content: Content) -> dict[str, Any]:
    shown = content.notice
    if shown is None:
        return {}
    return {
        "dpv:hasNotice": {
            "@type": "dpv:ConsentNotice",
            "dct:identifier": f"{shown.key}/v{shown.number}",
            "dct:date": shown.effective.date().isoformat(),
            "dct:language": shown.language,
            "dct:description": f"sha256:{shown.sha256}",
        }
    }


def _status(content: Content, moment: Moment) -> dict[str, Any]:
    status: dict[str, Any] = {
        "@type": [f"dpv:{moment.state.value}", *(["dpv:ExpressedConsent"] if moment.state.permits else [])],
        "dpv:isIndicatedBy": {"@id": f"urn:uuid:{content.subject}"},
        "dpv:hasIndicationMethod": moment.method,
        "dpv:isIndicatedAtTime": _time(moment.at),
    }
    if moment.duration:
        status["dpv:hasDuration"] = moment.duration
    return status


def _time(moment: Any) -> dict[str, str]:
    return {"@value": moment.isoformat(), "@type": "xsd:dateTime"}
