"""Which purposes and versions a reader sees; another department's are not there."""

from django.db.models import QuerySet
from django.http import Http404

from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require, visible, visible_or_404
from consent.purposes.models import Purpose, PurposeVersion


def purposes_seen(principal: Principal) -> QuerySet[Purpose]:
    """Return the purposes that the reader may see. Raises PermissionDenied where there can be none."""
    require(principal, Permission.PURPOSE_SEE)
    return visible(Purpose.objects.select_related("department"), principal, Permission.PURPOSE_SEE)


def purpose_or_404(
    principal: Principal, key: str, permission: Permission = Permission.PURPOSE_SEE
) -> Purpose:
    """Return a purpose that the reader sees. Raises Http404, and PermissionDenied without the permission there."""
    require(principal, Permission.PURPOSE_SEE)
    found: Purpose = visible_or_404(
        Purpose.objects.select_related("department"), principal, Permission.PURPOSE_SEE, key=key
    )
    require(principal, permission, found.department_id)
    return found


def version_or_404(
    principal: Principal, key: str, number: int, permission: Permission = Permission.PURPOSE_SEE
) -> PurposeVersion:
    """Return a version of a purpose that the reader sees. Raises Http404, PermissionDenied."""
    purpose = purpose_or_404(principal, key, permission)
    rows = purpose.versions.select_related("balancing", "purpose__department").prefetch_related("recipients")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found
