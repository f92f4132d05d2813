"""Who is asking, and what they may do where: the same for a person in a browser and a service.

Every page and every API view asks here; object-level permission by department is this file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from consent.parties.models import User
from consent.parties.permissions import Permission

Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class Principal:
    """Someone who acts: `actor` is the random id that the ledger shows.

    `everywhere` holds in all departments, `within` in the named ones only.
    """

    actor: UUID
    name: str
    everywhere: frozenset[Permission] = frozenset()
    within: Mapping[UUID, frozenset[Permission]] = field(default_factory=dict)

    def may(self, permission: Permission, department: UUID | None = None) -> bool:
        """Say whether the permission is held: in that department, or somewhere where none is given."""
        if permission in self.everywhere:
            return True
        if department is not None:
            return permission in self.within.get(department, frozenset())
        return any(permission in given for given in self.within.values())

    def departments(self, permission: Permission) -> frozenset[UUID]:
        """Return the departments in which the permission is held by a role of that department."""
        return frozenset(where for where, given in self.within.items() if permission in given)


def require(principal: Principal, permission: Permission, department: UUID | None = None) -> None:
    """Raise PermissionDenied unless the permission is held (in that department)."""
    if not principal.may(permission, department):
        raise PermissionDenied(_("Your role does not allow this."))


def visible(rows: Rows, principal: Principal, permission: Permission, department: str = "department") -> Rows:
    """Keep the rows of departments in which the permission is held; `department` is the path to it."""
    if permission in principal.everywhere:
        return rows
    return rows.filter(**{f"{department}__in": principal.departments(permission)})


def visible_or_404(
    rows: QuerySet[Any],
    principal: Principal,
    permission: Permission,
    department: str = "department",
    **key: Any,
) -> Any:
    """Return the one row; Http404 where it is not there or belongs to somebody else's department."""
    return get_object_or_404(visible(rows, principal, permission, department), **key)


def principal_of(request: Any) -> Principal:
    """Return who is asking; works for Django's and the API's requests. Raises PermissionDenied."""
    inner = getattr(request, "_request", None)
    found: Principal | None = getattr(request, "principal", None) or getattr(inner, "principal", None)
    if found is None:
        raise PermissionDenied(_("Please sign in."))
    return found


def user_of(request: HttpRequest) -> User:
    """Return the person who is signed in. Raises PermissionDenied for strangers."""
    if not isinstance(request.user, User):
        raise PermissionDenied(_("Please sign in."))
    return request.user


def needs(
    permission: Permission,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Guard a page: strangers go to sign in, whoever holds the permission nowhere gets 403."""

    def guard(page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(page)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            principal = getattr(request, "principal", None)
            if principal is None:
                return redirect_to_login(request.get_full_path())
            require(principal, permission)
            return page(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard
