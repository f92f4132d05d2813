"""Sign-in by the company's directory (OpenID Connect): its groups give the roles, at every sign-in."""

import logging
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.account.signals import user_logged_in
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from consent.parties import policy
from consent.parties.actors import actor_id
from consent.parties.models import Department, Membership, User
from consent.parties.permissions import Role
from consent.parties.services import add_membership, remove_membership, why_it_must_stay

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Grant:
    """A line of the mapping: whoever is in the group has the role (in the department)."""

    group: str
    role: Role
    department: str = ""


def read_mapping(path: str) -> tuple[Grant, ...]:
    """Read OIDC_GROUPS_FILE: `[[grant]]` tables of group, role and department.

    Raises ImproperlyConfigured with one sentence where the file is not like that.
    """
    try:
        lines = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("grant", [])
        grants = tuple(Grant(one["group"], Role(one["role"]), one.get("department", "")) for one in lines)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ImproperlyConfigured(
            f"OIDC_GROUPS_FILE cannot be used ({type(error).__name__}): "
            "it needs [[grant]] tables with group, role and, for roles of a department, department."
        ) from None
    for grant in grants:
        if grant.role.of_department != bool(grant.department):
            raise ImproperlyConfigured(
                f"OIDC_GROUPS_FILE: the role {grant.role} "
                f"{'needs a department' if grant.role.of_department else 'has no department'}."
            )
    return grants


def granted(groups: Iterable[str], mapping: Iterable[Grant]) -> list[Grant]:
    """Return what the groups give, without roles that exclude each other: the earlier line wins."""
    member, held, given = set(groups), set[Role](), list[Grant]()
    for grant in mapping:
        if grant.group not in member:
            continue
        if policy.why_not_beside(grant.role, held):
            log.warning("A directory group gives the role %s beside one that excludes it.", grant.role)
            continue
        held.add(grant.role)
        given.append(grant)
    return given


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """Lets in whoever the directory puts into a mapped group, and nobody else."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse whoever has no mapped group (any more); their roles end at once."""
        if _grants_of(sociallogin):
            return
        if sociallogin.is_existing:
            synchronise(sociallogin.user, [])
        words = _("Your company's directory gives you no role in this catalogue. Ask your administrator.")
        page = render(request, "parties/refused.html", {"detail": words}, status=403)
        raise ImmediateHttpResponse(page)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """A mapped group is the invitation."""
        return bool(_grants_of(sociallogin))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Take name and address from the directory."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = data.get("name") or " ".join(part for part in parts if part) or user.email
        return user


@receiver(user_logged_in)
def _bring_roles(request: HttpRequest, user: User, **more: Any) -> None:
    """Give and take roles as the directory says, each time somebody comes in by it."""
    if sociallogin := more.get("sociallogin"):
        synchronise(user, _grants_of(sociallogin))


@transaction.atomic
def synchronise(user: User, grants: list[Grant]) -> None:
    """Make the person's roles those that the directory gives; the last administrator stays one."""
    names = {grant.department.lower() for grant in grants if grant.department}
    departments = {
        department.name.lower(): department
        for department in Department.objects.filter(closed_at=None)
        if department.name.lower() in names
    }
    wanted = set[tuple[str, Any]]()
    for grant in grants:
        department = departments.get(grant.department.lower())
        if grant.department and department is None:
            log.warning("OIDC_GROUPS_FILE names a department that does not exist: %s", grant.department)
            continue
        wanted.add((grant.role.value, department.id if department else None))
        add_membership(actor_id(user), user, grant.role, department)
    for membership in Membership.objects.filter(user=user).select_related("user", "department"):
        if (membership.role, membership.department_id) not in wanted and not why_it_must_stay(membership):
            remove_membership(actor_id(user), membership)


def _grants_of(sociallogin: Any) -> list[Grant]:
    said = sociallogin.account.extra_data
    sources = [said.get("id_token") or {}, said.get("userinfo") or {}, said]
    claims = [
        source[settings.OIDC_GROUPS_CLAIM] for source in sources if settings.OIDC_GROUPS_CLAIM in source
    ]
    groups = {claims[0]} if claims and isinstance(claims[0], str) else set(claims[0] if claims else ())
    mapping = read_mapping(settings.OIDC_GROUPS_FILE) if settings.OIDC_GROUPS_FILE else ()
    return granted({str(group) for group in groups}, mapping)
