"""Who of the demo company proposes, advises, decides and tells apart, through the product's own services."""

from catalog.demo.cast import PARTS
from consent.parties.models import User
from consent.parties.permissions import Role
from consent.parties.principals import Principal
from consent.parties.rights import principal_for
from consent.purposes.models import Purpose, PurposeVersion
from consent.purposes.services import decide, give_opinion, record_difference


def person(role: Role, department: str | None = None) -> Principal:
    """Return the demo's person in a role."""
    part = next(one for one in PARTS if one.role is role and one.department == department)
    return principal_for(User.objects.get(email=part.email))


def advise(version: PurposeVersion, favourable: bool, words: str) -> None:
    """Let the data protection officer give an opinion."""
    give_opinion(person(Role.DPO), version, favourable, words)


def accept(version: PurposeVersion, department: str, reason: str = "") -> None:
    """Let the department's head accept a version."""
    decide(person(Role.HEAD, department), version, True, reason)


def refuse(version: PurposeVersion, reason: str) -> None:
    """Let the controller's representative refuse a version."""
    decide(person(Role.REPRESENTATIVE), version, False, reason)


def tell_apart(purpose: Purpose, refused: Purpose, reason: str) -> None:
    """Let the controller's representative record why a refusal of one does not deny the other."""
    record_difference(person(Role.REPRESENTATIVE), purpose, refused, reason)
