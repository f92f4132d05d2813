"""Our profile of ISO/IEC TS 27560: what the product makes passes schema and shapes; a record with a gap fails."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest
from pyshacl import validate
from rdflib import Graph

from consent.consents.receipting import signed_content
from consent.consents.receipts import dpv
from consent.parties.models import Controller
from tests.consent.consents.cases import consented, person, said
from tests.consent.consents.test_receipts import NEWSLETTER

PROFILE = Path(__file__).parents[3] / "docs" / "consent-records"
SHAPES = Graph().parse(PROFILE / "record.shapes.ttl")
SCHEMA = json.loads((PROFILE / "record.schema.json").read_text())
RECEIPT = json.loads((PROFILE / "receipt.schema.json").read_text())


def conforms(record) -> bool:
    graph = Graph().parse(data=json.dumps(record), format="json-ld")
    return bool(validate(graph, shacl_graph=SHAPES)[0])


def fits(record, schema=SCHEMA) -> bool:
    return jsonschema.Draft202012Validator(schema).is_valid(record)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["given", "withdrawn", "renewed"])
def test_what_the_product_makes_fits_the_schema_and_the_shapes(kind, tmp_path, settings):
    settings.KEYS = tmp_path / "keys"
    Controller.objects.create(legal_name="Hansen", address="Weg 1\n30159 Hannover", contact="a@example.com")
    what, who = consented(), person()
    said(who, what, "given", notice=what.notices.get().versions.get().id, expression="box")
    content = signed_content(said(who, what, kind))
    assert fits(content, RECEIPT)
    assert fits(content["record"])
    assert conforms(content["record"])


def test_the_example_is_what_we_write_and_passes():
    example = json.loads((PROFILE / "example.jsonld").read_text())
    assert example == json.loads(json.dumps(dpv.consent_record(NEWSLETTER)))
    assert fits(example)
    assert conforms(example)


@pytest.mark.parametrize(
    "missing",
    [
        "dct:identifier", "dct:created", "dpv:hasDataSubject", "dpv:hasDataController", "dpv:hasLegalBasis",
        "dpv:hasProcess", "dpv:hasConsentControl", "dpv:hasRight", "dpv:hasConsentStatus", "dpv:hasJurisdiction",
    ],
)  # fmt: skip
def test_a_record_with_a_gap_fails_both(missing):
    record = dpv.consent_record(NEWSLETTER)
    del record[missing]
    assert not fits(record)
    assert not conforms(record)


def test_a_state_without_its_time_and_a_notice_without_its_hash_fail():
    record = dpv.consent_record(NEWSLETTER)
    timeless, hashless = copy.deepcopy(record), copy.deepcopy(record)
    del timeless["dpv:hasConsentStatus"][0]["dpv:isIndicatedAtTime"]
    hashless["dpv:hasNotice"]["dct:description"] = "see our website"
    for broken in (timeless, hashless):
        assert not fits(broken)
        assert not conforms(broken)
