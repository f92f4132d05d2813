"""Between the forms of a proposal and its values, both ways."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from consent.law.basis import Art6, Art9, BalancingTest
from consent.purposes.drafts import Basis, Identity, Recipient
from consent.purposes.words import STEPS

_TEXTS = ("contract", "law", "art10_law", "freedom_to_refuse")
_MARKS = (
    "direct_marketing", "for_children", "legal_claims", "public_task", "bundled_with_contract",
    "professional_secrecy", "non_profit_members_only",
)  # fmt: skip


def identity_from(given: Mapping[str, Any]) -> Identity:
    """Return what a purpose is from what the forms hold."""
    return Identity(
        given["key"], given["name_de"], given["name_en"], given["description_de"], given["description_en"],
        tuple(given["kinds"]),
    )  # fmt: skip


def basis_from(given: Mapping[str, Any]) -> Basis:
    """Return a basis from what the forms hold; what a form did not ask for is empty."""
    art6 = Art6(given["art6"])
    texts: dict[str, Any] = {name: (given.get(name) or "").strip() for name in _TEXTS}
    marks: dict[str, Any] = {name: bool(given.get(name)) for name in _MARKS}
    return Basis(
        art6=art6,
        art9=Art9(given["art9"]) if given.get("art9") else None,
        categories=frozenset(given["categories"]),
        subjects=frozenset(given["subjects"]),
        balancing=_test(given) if art6 is Art6.LEGITIMATE_INTERESTS else None,
        recipients=recipients_from(given.get("recipients", "")),
        automated=not given.get("by_hand"),
        consent_days=given.get("consent_days") or None,
        **texts,
        **marks,
    )


def recipients_from(text: str) -> tuple[Recipient, ...]:
    """Read recipients, one a line: name; country; role. What lacks stays empty, for the check to name."""
    lines = (line.split(";") for line in text.splitlines() if line.strip())
    padded = ([part.strip() for part in [*line, "", ""][:3]] for line in lines)
    return tuple(
        Recipient(name, country.upper(), role.lower() or "processor") for name, country, role in padded
    )


def typed(basis: Basis, identity: Identity | None = None, department: object = None) -> QueryDict:
    """Return values as the forms would hold them had somebody typed them."""
    found = QueryDict(mutable=True)
    if identity is not None:
        for name in ("key", "name_de", "name_en", "description_de", "description_en"):
            found[name] = getattr(identity, name)
        found.setlist("kinds", list(identity.kinds))
        found["department"] = str(department)
    for name in ("categories", "subjects"):
        found.setlist(name, sorted(getattr(basis, name)))
    found["recipients"] = "\n".join(f"{one.name}; {one.country}; {one.role}" for one in basis.recipients)
    found["art6"], found["art9"] = basis.art6.value, basis.art9.value if basis.art9 else ""
    found["consent_days"] = str(basis.consent_days or "")
    for name in _TEXTS:
        found[name] = getattr(basis, name)
    _tick(found, {"by_hand": not basis.automated, **{name: getattr(basis, name) for name in _MARKS}})
    if basis.balancing is not None:
        _type_test(found, basis.balancing)
    return found


def _tick(found: QueryDict, marks: Mapping[str, bool]) -> None:
    for name, holds in marks.items():
        if holds:
            found[name] = "on"


def _type_test(found: QueryDict, test: BalancingTest) -> None:
    for name in (*STEPS, "whose"):
        found[name] = getattr(test, name)
    found["outweighs"] = "yes" if test.outweighs else "no"
    found["review_on"] = test.review_on.isoformat() if test.review_on else ""


def _test(given: Mapping[str, Any]) -> BalancingTest | None:
    """Return the balancing test; none where nothing of it was said."""
    said = {name: (given.get(name) or "").strip() for name in (*STEPS, "whose")}
    if not any(said.values()):
        return None
    return BalancingTest(**said, outweighs=given.get("outweighs") == "yes", review_on=given.get("review_on"))
