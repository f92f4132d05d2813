"""Weighs what the values show against what the name says: confirm, contradict, or find on its own."""

from collections.abc import Sequence
from dataclasses import replace

from catalog.classify.answers import Answer
from catalog.classify.columns import Column
from catalog.classify.rows import Profile
from catalog.classify.values.evidence import COMPANY, Evidence
from catalog.classify.vocabulary import Detector

CATEGORY = {
    "iban": "financial",
    "card": "financial",
    "email": "contact.email",
    "phone": "contact.phone",
    "social_security": "identifier.government",
    "health_insurance_number": "identifier.government",
    "national_id": "identifier.government",
    "imei": "identifier.online",
    "ip": "identifier.online",
    "mac": "identifier.online",
    "user_agent": "identifier.online",
    "url": "identifier.online",
    "password_hash": "credential",
    "street": "address",
    "town": "address",
    "country": "address",
    "full_name": "name",
    "first_name": "name",
    "surname": "name",
    "gender": "gender",
    "religion": "special.religion",
    "blood": "special.health",
    "icd": "special.health",
    "birth_date": "date_of_birth_age",
    "coordinate": "location",
    "person_in_prose": "free_text_may_contain_personal_data",
}
"""The category that each kind of evidence speaks for."""

_ALONE = {
    "iban": 0.9, "card": 0.9, "email": 0.93, "social_security": 0.95, "health_insurance_number": 0.93,
    "national_id": 0.85, "password_hash": 0.9, "user_agent": 0.92, "ip": 0.88, "mac": 0.75, "imei": 0.8,
    "religion": 0.9, "blood": 0.88, "gender": 0.85, "phone": 0.82, "full_name": 0.85, "first_name": 0.88,
    "surname": 0.82, "street": 0.8, "person_in_prose": 0.75, "birth_date": 0.6, "icd": 0.6, "town": 0.55,
    "country": 0.4, "coordinate": 0.45, "url": 0.2,
}  # fmt: skip
"""The probability that values of a kind are personal when nothing is known of the name."""

_ROWS = {
    "person": 1.0, "about": 1.0, "unknown": 1.0, "event": 0.95,
    "organisation": 0.45, "thing": 0.4, "system": 0.7, "lookup": 0.1,
}  # fmt: skip
"""How far that holds in a row of each kind: a shop's telephone number is nobody's."""

_FIRM_IN_THINGS = frozenset({
    "social_security", "health_insurance_number", "national_id", "password_hash", "email",
})  # fmt: skip

_OPEN = frozenset({
    "unexplained", "code", "flag", "theme", "theme_person", "name_none", "row_key", "row_reference",
    "created", "weak_none", "theme_name",
})  # fmt: skip
"""Rules that only guess: evidence from the values goes before them."""

_AGAINST: dict[str, tuple[str, ...]] = {
    "contact.email": ("flag", "whole", "decimal", "date"),
    "contact.phone": ("flag", "date", "prose"),
    "name": ("flag", "whole", "decimal", "date"),
    "date_of_birth_age": ("flag", "prose"),
    "address": ("flag", "date"),
    "identifier.online": ("flag", "date"),
    "credential": ("flag", "date"),
    "gender": ("date", "prose", "decimal"),
    "image_biometric": ("flag",),
}
"""Forms of values that a category cannot have: 0 and 1 are no e-mail addresses."""


def weigh(answer: Answer, column: Column, table: Profile, detectors: Sequence[Detector] = ()) -> Answer:
    """The answer after the values were heard; unchanged where there are none."""
    evidence = column.evidence
    if evidence.form == "none":
        return answer
    if evidence.kind is not None and evidence.kind.startswith(COMPANY):
        return _company(answer, evidence.kind.removeprefix(COMPANY), table, detectors)
    spoken = CATEGORY.get(evidence.kind or "")
    if spoken is not None and spoken == answer.category:
        return _confirmed(answer)
    if spoken is not None and _overrules(answer, evidence, table):
        return _found(spoken, evidence, table, answer)
    if spoken is None and evidence.enough and evidence.form in _AGAINST.get(answer.category, ()):
        return _contradicted(answer)
    return answer


def _company(answer: Answer, name: str, table: Profile, detectors: Sequence[Detector]) -> Answer:
    """A company's own detector decides: the company knows its numbers."""
    category = next(detector.category for detector in detectors if detector.name == name)
    if category == answer.category:
        return _confirmed(answer)
    chance = 0.05 if category == "none" else 0.95
    return Answer(
        category, "values", chance, 0.93, entity=table.entity, subjects=table.subjects, heard="found"
    )


def _confirmed(answer: Answer) -> Answer:
    return replace(
        answer,
        personal=1 - (1 - answer.personal) * 0.4,
        right=1 - (1 - answer.right) * 0.4,
        heard="confirmed",
    )


def _overrules(answer: Answer, evidence: Evidence, table: Profile) -> bool:
    """Whether the values are clearer than the name."""
    if not evidence.enough and evidence.kind not in ("iban", "email", "user_agent", "password_hash"):
        return False
    if answer.rule in _OPEN:
        return True
    if answer.category == "none":
        return evidence.kind in _FIRM_IN_THINGS and answer.rule != "never"
    return False


def _found(spoken: str, evidence: Evidence, table: Profile, answer: Answer) -> Answer:
    kind = evidence.kind or ""
    factor = max(_ROWS[table.row], 0.9 if kind in _FIRM_IN_THINGS and table.row != "lookup" else 0.0)
    chance = _ALONE[kind] * factor
    if table.row in ("person", "about"):
        chance = 1 - (1 - chance) * 0.6
    if chance < 0.5:
        return answer
    return Answer(
        spoken, "values", chance, chance * 0.9, entity=table.entity, subjects=table.subjects, heard="found"
    )


def _contradicted(answer: Answer) -> Answer:
    personal = answer.personal * 0.45
    if personal < 0.5:
        return Answer(
            "none", "values_against", personal, 1 - personal, answer.concept, answer.entity, heard="against"
        )
    return replace(answer, personal=personal, right=answer.right * 0.45, heard="against")
