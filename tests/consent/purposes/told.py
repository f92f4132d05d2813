"""Notices for the tests: complete unless a test leaves something out."""

from typing import Any

from consent.law import clock
from consent.law.notices import points
from consent.parties.models import Department
from consent.parties.principals import Principal
from consent.purposes.editions import Edition
from consent.purposes.models import Notice, Purpose
from consent.purposes.services.notices import Draft, create_notice, draft_version
from consent.purposes.services.notices import propose_change as propose
from consent.purposes.services.notices import publish_version as publish

MAILER = "Mailversand Nord GmbH"


def notice(drafter: Principal, where: Department | None, key: str = "newsletter") -> Notice:
    """Create a notice for data that come from the person."""
    return create_notice(drafter, key, f"Hinweise {key}", "person", where)


def draft(*purposes: Purpose, **other: Any) -> Draft:
    """Draft every point that Art. 13 knows, in German; `words` replaces single points."""
    told = {one.key: f"Angaben zu: {one.de}" for one in points("person", clock.now().date())}
    words = {"de": told | {"first_layer": "Kurz gesagt."} | other.pop("words", {})}
    values = {"covers": [one.pk for one in purposes], "recipients": [MAILER], "countries": ["DE"]}
    return Draft(words=words, **(values | other))


def published(
    drafter: Principal, decider: Principal, about: Notice, what: Draft, material: bool = False
) -> Edition:
    """Draft a version and publish it at once, by two people."""
    number = draft_version(drafter, about, what).number
    propose(drafter, about, number, material, "geprüft")
    return publish(decider, about, number, None, "einverstanden")
