"""Notices: the list, one with its versions, one version as people read it, and the way to the next one."""

from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.web.paging import page_of
from consent.parties.actors import names_of
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of
from consent.purposes import reach
from consent.purposes.editions import Edition, before, editions, editions_of
from consent.purposes.models import Notice, NoticeVersion, NoticeWord, Purpose
from consent.purposes.notice_forms import ChangeForm, DraftForm, NoticeForm, PublishForm, cite
from consent.purposes.notice_reading import may_on, notices_seen, require_on, seen_or_404
from consent.purposes.notice_review import found_material, review, words_changed
from consent.purposes.notice_words import ADDED, STATES, headings
from consent.purposes.services import notices as services
from consent.purposes.words import name_of

# Only our own copy is shown in a frame, without script and style, and nothing in it may do anything
_FRAMES_OURS = csp_update({"frame-src": ["'self'"]})


@require_safe
@needs(Permission.NOTICE_SEE)
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices with where their newest versions stand; two queries."""
    principal = principal_of(request)
    page = page_of(notices_seen(principal), ("key", "id"), request.GET.get("cursor"))
    versions: dict[UUID, list[NoticeVersion]] = {}
    rows = NoticeVersion.objects.filter(notice__in=[one.pk for one in page])
    for row in rows.defer("points", "rendered"):
        versions.setdefault(row.notice_id, []).append(row)
    shown = [(one, _told(editions(versions.get(one.pk, [])))) for one in page]
    context = {
        "page": page,
        "rows": shown,
        "may_draft": principal.may(Permission.NOTICE_DRAFT),
        "waiting": sum(1 for _one, told in shown if told["open"]),
    }
    return render(request, "purposes/notice_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.NOTICE_DRAFT)
def notice_new(request: HttpRequest) -> HttpResponse:
    """Create a notice; its words come next."""
    principal = principal_of(request)
    form = NoticeForm(principal, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.create_notice(
                principal, given["key"], given["name"], given["origin"], given["department"]
            )
        except Refused as refused:
            form.add_error("key", str(refused))
        else:
            return redirect("notice_draft", pk=made.pk)
    return render(request, "purposes/notice_new.html", {"form": form})


@require_safe
@needs(Permission.NOTICE_SEE)
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a notice: which version holds, and what is to be done about the next one."""
    principal = principal_of(request)
    found = seen_or_404(principal, pk)
    return render(request, "purposes/notice.html", _context(principal, found))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.NOTICE_DRAFT)
def notice_draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the next version, beginning with the words of the newest one."""
    principal = principal_of(request)
    found = seen_or_404(principal, pk)
    require_on(principal, Permission.NOTICE_DRAFT, found)
    known = editions_of(found)
    form = DraftForm(found, known[0] if known else None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.draft_version(principal, found, form.draft())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The draft is kept. See what is missing, and what it changes."))
            return redirect("notice", pk=pk)
    return render(request, "purposes/notice_draft.html", {"form": form, "notice": found})


@require_POST
@needs(Permission.NOTICE_DRAFT)
def notice_assess(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Take the first person's word on whether the version changes the matter."""
    principal = principal_of(request)
    found = seen_or_404(principal, pk)
    require_on(principal, Permission.NOTICE_DRAFT, found)
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return render(request, "purposes/notice.html", _context(principal, found, change=form), status=400)
    given = form.cleaned_data
    return _done(
        request, found, _("Noted. A second person must agree before the version is published."),
        lambda: services.propose_change(
            principal, found, number, given["material"] == "yes", given["reason"], given["seen"]
        ),
    )  # fmt: skip


@require_POST
@needs(Permission.NOTICE_DECIDE)
def notice_decide(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Take the second person's word: publish, or back to the draft."""
    principal = principal_of(request)
    found = seen_or_404(principal, pk)
    require_on(principal, Permission.NOTICE_DECIDE, found)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return render(request, "purposes/notice.html", _context(principal, found, publish=form), status=400)
    given = form.cleaned_data
    if given["agrees"] == "no":
        return _done(
            request, found, _("The version is a draft again."),
            lambda: services.send_back(principal, found, number, given["reason"]),
        )  # fmt: skip
    return _done(
        request, found, _("The version is published and never changes again."),
        lambda: services.publish_version(
            principal, found, number, form.effective_from(), given["reason"], given["seen"]
        ),
    )  # fmt: skip


@_FRAMES_OURS
@require_safe
@needs(Permission.NOTICE_SEE)
def notice_version(request: HttpRequest, pk: UUID, number: int, language: str) -> HttpResponse:
    """Show one version exactly as people read it, what it changed, and who decided what about it."""
    principal = principal_of(request)
    found = seen_or_404(principal, pk)
    known = editions_of(found)
    edition = next((one for one in known if one.number == number), None)
    row = edition.in_language(language) if edition else None
    if edition is None or row is None:
        raise Http404
    context = _of_edition(found, known, edition) | {
        "row": row,
        "sha256": bytes(row.sha256).hex(),
        "changed": _changed(found, known, edition, language),
        "words": _words(found, number),
    }
    return render(request, "purposes/notice_version.html", context)


def _words(found: Notice, number: int) -> list[tuple[NoticeWord, str | None]]:
    """Return what people said about a version, in order, each with their name."""
    rows = list(NoticeWord.objects.filter(notice=found, number=number).order_by("at"))
    names = names_of(row.by for row in rows)
    return [(row, names.get(row.by)) for row in rows]


def _done(request: HttpRequest, found: Notice, words: str, deed: Any) -> HttpResponse:
    try:
        deed()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect("notice", pk=found.pk)


def _told(known: list[Edition]) -> dict[str, Any]:
    """Say for the list which version holds and whether one is on its way."""
    holds = next((one for one in known if one.state == "in_force"), None)
    newest = known[0] if known else None
    return {
        "holds": holds,
        "newest": newest,
        "state": STATES[newest.state] if newest else None,
        "open": newest is not None and not newest.published,
    }


def _context(
    principal: Principal, found: Notice, change: ChangeForm | None = None, publish: PublishForm | None = None
) -> dict[str, Any]:
    known = editions_of(found)
    pending = known[0] if known and not known[0].published else None
    context: dict[str, Any] = {
        "notice": found,
        "editions": [(one, STATES[one.state]) for one in known],
        "holds": next((one for one in known if one.state == "in_force"), None),
        "pending": pending,
        "may_draft": may_on(principal, Permission.NOTICE_DRAFT, found),
    }
    if pending is None:
        return context
    material = pending.first.material
    proposed_by_reader = pending.first.proposed_by == principal.actor
    decides = may_on(principal, Permission.NOTICE_DECIDE, found)
    asked = {"seen": pending.digest.hex()}
    guess = {"material": "yes" if found_material(pending, before(known, pending)) else "no"}
    return context | _of_edition(found, known, pending) | {
        "changed": [
            (row.language, _changed(found, known, pending, row.language)) for row in pending.rows
        ],
        "who": names_of([pending.first.proposed_by]).get(pending.first.proposed_by),
        "change_form": change or ChangeForm(initial=asked | guess) if context["may_draft"] else None,
        "publish_form": (publish or PublishForm(initial=asked))
        if decides and material is not None and not proposed_by_reader
        else None,
        "own_proposal": material is not None and proposed_by_reader,
    }  # fmt: skip


def _of_edition(found: Notice, known: list[Edition], edition: Edition) -> dict[str, Any]:
    """Return what is missing in a version, what it adds, and how many consents a material change ends."""
    earlier = before(known, edition)
    held = review(found, edition, edition.first.effective_from)
    purposes = Purpose.objects.filter(pk__in=edition.covers).order_by("key")
    return {
        "notice": found,
        "edition": edition,
        "state": STATES[edition.state],
        "earlier": earlier,
        "review": held,
        "lacks": [(one, cite(one.point.article)) for one in held.lacks],
        "added": [ADDED[one] for one in sorted(found_material(edition, earlier))],
        "purposes": [name_of(one) for one in purposes],
        "reached": 0 if edition.published else reach.standing_consents(edition.covers),
    }


def _changed(
    found: Notice, known: list[Edition], edition: Edition, language: str
) -> list[tuple[str, str, str]]:
    row, earlier = edition.in_language(language), before(known, edition)
    if row is None or earlier is None:
        return []
    named = headings(found)
    differing = words_changed(row, earlier.in_language(language))
    return [(named.get(one.key, one.key), one.before, one.now) for one in differing]
