"""Who sees a notice, and who may do what with it: by department, or everywhere where it speaks for all."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.purposes.models import Notice


def notices_seen(principal: Principal) -> QuerySet[Notice]:
    """Return the notices that somebody may see: their departments' and those of the whole controller."""
    require(principal, Permission.NOTICE_SEE)
    rows = Notice.objects.select_related("department")
    if Permission.NOTICE_SEE in principal.everywhere:
        return rows
    own = principal.departments(Permission.NOTICE_SEE)
    return rows.filter(Q(department__isnull=True) | Q(department__in=own))


def seen_or_404(principal: Principal, pk: UUID) -> Notice:
    """Return one notice; Http404 where it is not there or another department's."""
    return get_object_or_404(notices_seen(principal), pk=pk)


def may_on(principal: Principal, permission: Permission, notice: Notice) -> bool:
    """Say whether somebody may do this with a notice.

    One that speaks for the whole controller is drafted by any drafter, decided by who decides everywhere.
    """
    if notice.department_id is not None:
        return principal.may(permission, notice.department_id)
    if permission == Permission.NOTICE_DECIDE:
        return permission in principal.everywhere
    return principal.may(permission)


def require_on(principal: Principal, permission: Permission, notice: Notice) -> None:
    """Raise PermissionDenied unless somebody may do this with the notice."""
    if may_on(principal, permission, notice):
        return
    require(principal, permission, notice.department_id)
    raise PermissionDenied(_("Only who decides for the whole controller publishes this notice."))
