"""Look at purposes: the list, one of them, one of its versions."""

from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.web.filters import Filter, filter_of
from config.web.paging import page_of
from consent.consents.figures import standings
from consent.law.basis import Art6
from consent.parties.actors import names_of
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of, visible
from consent.purposes.faults import faults_of, gaps_of, today
from consent.purposes.kinship import kindred
from consent.purposes.models import Purpose, PurposeVersion
from consent.purposes.pages.purposes_seen import purpose_or_404, purposes_seen, version_or_404
from consent.purposes.states import VersionState
from consent.purposes.stored import basis_of
from consent.purposes.telling import Changed, differences, tell
from consent.purposes.words import (
    BASES,
    CONDITIONS,
    STATES,
    citation_of,
    description_of,
    kind_words,
    name_of,
    words_of,
)

# The states of a version on which nobody decided yet, by what is there
_WAITS = {
    "draft": Q(asked_at=None, opinion_at=None),
    "asked": Q(asked_at__isnull=False, opinion_at=None),
    "advised": Q(opinion_at__isnull=False),
}
_OPEN = frozenset({VersionState.DRAFT, VersionState.ASKED, VersionState.ADVISED})


@needs(Permission.PURPOSE_SEE)
@require_safe
def purposes(request: HttpRequest) -> HttpResponse:
    """List the purposes of the departments that the reader sees into."""
    principal = principal_of(request)
    seen = purposes_seen(principal)
    filters = _filters(request, seen)
    rows = _chosen(seen, filters)
    versions = PurposeVersion.objects.select_related("balancing").order_by("number")
    rows = rows.prefetch_related(Prefetch("versions", versions))
    page = page_of(rows, ("department__sort_name", "key"), request.GET.get("cursor"))
    context = {
        "page": page,
        "rows": [line_of(row) for row in page],
        "filters": filters,
        "any": seen.exists(),
        "may_propose": principal.may(Permission.PURPOSE_PROPOSE),
        "may_consents": principal.may(Permission.CONSENT_READ),
    }
    return render(request, "purposes/purpose_list.html", context)


@needs(Permission.PURPOSE_SEE)
@require_safe
def purpose(request: HttpRequest, key: str) -> HttpResponse:
    """Show a purpose: its basis with evidence, what waits, and what hangs on it."""
    principal = principal_of(request)
    found = purpose_or_404(principal, key)
    versions = list(
        found.versions.select_related("balancing", "purpose")
        .prefetch_related("recipients")
        .order_by("-number")
    )
    standing = next((one for one in versions if one.state is VersionState.IN_FORCE), None)
    waiting = next((one for one in versions if one.state in _OPEN), None)
    shown = standing or waiting or (versions[0] if versions else None)
    context = {
        "purpose": found, "name": name_of(found), "description": description_of(found),
        "kinds": [kind_words(one) for one in found.kinds],
        "standing": standing, "waiting": waiting,
        "facts": tell(basis_of(standing)) if standing else [], "basis": _basis_words(standing),
        "rows": [_row(one) for one in versions],
        "lacks": _lacks(standing), "overdue": _overdue(standing),
        "kin": _kin(principal, found, shown),
        **_hanging(principal, found, standing),
        **_rights(principal, found, waiting, standing),
    }  # fmt: skip
    return render(request, "purposes/purpose.html", context)


@needs(Permission.PURPOSE_SEE)
@require_safe
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show a version: evidence, what lacks, opinion, decision, and how it differs from another."""
    principal = principal_of(request)
    found = version_or_404(principal, key, number)
    return render(request, "purposes/purpose_version.html", told(request, principal, found))


def told(request: HttpRequest, principal: Principal, found: PurposeVersion) -> dict[str, Any]:
    """Return everything that a page says of a version."""
    people = [one for one in (found.drafted_by, found.opinion_by, found.decided_by, found.ended_by) if one]
    names = names_of(people)
    undecided = found.state in _OPEN
    other, changed = _compared(request, found)
    return {
        "version": found, "purpose": found.purpose, "name": name_of(found.purpose), "row": _row(found),
        "facts": tell(basis_of(found)), "faults": _lacks(found) if undecided else [],
        "gaps": gaps_of(found) if undecided else [], "other": other, "changed": changed,
        "others": found.purpose.versions.exclude(pk=found.pk).order_by("number"),
        "drafter": names.get(found.drafted_by), "adviser": names.get(found.opinion_by) if found.opinion_by else "",
        "decider": names.get(found.decided_by) if found.decided_by else "",
        "ender": names.get(found.ended_by) if found.ended_by else "",
        **_rights(principal, found.purpose, found if undecided else None, None),
    }  # fmt: skip


def line_of(row: Purpose) -> dict[str, Any]:
    """Return what the list says of a purpose, read with its versions."""
    versions = list(row.versions.all())
    standing = next((one for one in versions if one.state is VersionState.IN_FORCE), None)
    waiting = next((one for one in versions if one.state in _OPEN), None)
    shown = standing or (versions[-1] if versions else None)
    review = standing.balancing.review_on if standing and standing.balancing else None
    return {
        "purpose": row, "name": name_of(row), "basis": _basis_words(shown), "state": STATES[shown.state] if shown else None,
        "waiting": waiting if waiting is not shown else None,
        "waits": STATES[waiting.state] if waiting and waiting is not shown else None,
        "review": review, "overdue": _overdue(standing), "by_consent": any(one.by_consent for one in versions),
    }  # fmt: skip


def _row(one: PurposeVersion) -> dict[str, Any]:
    return {"version": one, "basis": _basis_words(one), "state": STATES[one.state]}


def _basis_words(one: PurposeVersion | None) -> dict[str, Any]:
    if one is None:
        return {}
    return {
        "word": BASES[Art6(one.art6)], "article": citation_of(one.art6),
        "condition": CONDITIONS.get(one.art9) if one.art9 else "",  # type: ignore[call-overload]
        "condition_article": citation_of(one.art9) if one.art9 else "",
    }  # fmt: skip


def _lacks(one: PurposeVersion | None) -> list[tuple[str, str, bool]]:
    found = faults_of(one) if one else ()
    return [(words_of(fault), citation_of(fault.article), fault.verified) for fault in found]


def _overdue(one: PurposeVersion | None) -> bool:
    due = one.balancing.review_on if one and one.balancing else None
    return due is not None and due < today()


def _compared(request: HttpRequest, found: PurposeVersion) -> tuple[PurposeVersion | None, list[Changed]]:
    """Return the version to compare with, the one before where none is asked for, and what differs."""
    asked = request.GET.get("against", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else found.number - 1
    rows = found.purpose.versions.select_related("balancing").prefetch_related("recipients")
    other = rows.filter(number=number).exclude(pk=found.pk).first()
    if other is None:
        return None, []
    old, new = sorted((other, found), key=lambda one: one.number)
    return other, differences(basis_of(old), basis_of(new))


def _kin(principal: Principal, found: Purpose, shown: PurposeVersion | None) -> list[dict[str, Any]]:
    """Return the kindred purposes; those of other departments by name only."""
    rows = kindred(found, shown.categories) if shown else []
    return [
        {
            "kin": one, "name": name_of(one.purpose), "basis": _basis_words(one.standing),
            "seen": principal.may(Permission.PURPOSE_SEE, one.purpose.department_id),
        }
        for one in rows
    ]  # fmt: skip


def _hanging(principal: Principal, found: Any, standing: PurposeVersion | None) -> dict[str, Any]:
    """Return what hangs on a purpose; activities by the name of the relation that the catalogue adds."""
    activities = getattr(found, "activities", None)
    rows = activities.filter(ended_at=None).select_related("department") if activities is not None else None
    notices = found.notices.prefetch_related("versions").order_by("key")
    told_by = [
        (one, max((v.number for v in one.versions.all() if v.effective_from), default=None))
        for one in notices
    ]
    sees_consents = principal.may(Permission.CONSENT_READ, found.department_id)
    return {
        "notices": told_by,
        "sees_notices": principal.may(Permission.NOTICE_SEE, found.department_id),
        "untold": bool(standing and standing.by_consent and not any(number for _one, number in told_by)),
        "activities": visible(rows, principal, Permission.CATALOG_READ) if rows is not None else [],
        "consents": next(iter(standings([found])), None) if sees_consents else None,
        "sees_consents": sees_consents,
    }


def _rights(
    principal: Principal, found: Purpose, waiting: PurposeVersion | None, standing: PurposeVersion | None
) -> dict[str, bool]:
    """Return what the reader may do next; whoever proposed or advised may not decide."""
    where, state = found.department_id, waiting.state if waiting else None
    hands = {waiting.drafted_by, waiting.opinion_by} if waiting else set()
    apart = principal.actor not in hands
    return {
        "may_change": state in {VersionState.DRAFT, VersionState.ASKED}
        and principal.may(Permission.PURPOSE_PROPOSE, where),
        "may_advise": state is VersionState.ASKED
        and apart
        and principal.may(Permission.PURPOSE_OPINION, where),
        "may_decide": state is VersionState.ADVISED
        and apart
        and principal.may(Permission.PURPOSE_DECIDE, where),
        "may_propose": waiting is None and principal.may(Permission.PURPOSE_PROPOSE, where),
        "may_end": standing is not None and principal.may(Permission.PURPOSE_DECIDE, where),
        "may_distinguish": principal.may(Permission.PURPOSE_DISTINGUISH, where),
    }


def _filters(request: HttpRequest, seen: QuerySet[Purpose]) -> list[Filter]:
    places = (
        seen.order_by("department__sort_name").values_list("department_id", "department__name").distinct()
    )
    waiting = [("draft", _("draft, something lacks")), ("asked", _("awaits the opinion"))]
    waiting.append(("advised", _("awaits the decision")))
    return [
        filter_of(request, "department", _("Department"), [(str(key), name) for key, name in places]),
        filter_of(request, "waits", _("Waits"), waiting),
        filter_of(request, "basis", _("Legal basis"), [(one.value, BASES[one]) for one in Art6]),
    ]


def _chosen(rows: QuerySet[Purpose], filters: list[Filter]) -> QuerySet[Purpose]:
    place, waits, basis = filters
    if place.values:
        rows = rows.filter(department__in=[UUID(one) for one in place.values])
    if waits.values:
        undecided = PurposeVersion.objects.filter(purpose=OuterRef("pk"), decided_at=None)
        rows = rows.filter(Exists(undecided.filter(reduce(or_, map(_WAITS.__getitem__, waits.values)))))
    if basis.values:
        standing = PurposeVersion.objects.filter(purpose=OuterRef("pk"), art6__in=basis.values)
        rows = rows.filter(Exists(standing.exclude(accepted=False)))
    return rows
