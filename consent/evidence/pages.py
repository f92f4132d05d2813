"""Pages of the ledger: its entries, one entry with its proof, and how it stands."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from config.web.beside import chosen_id, wants_panel
from config.web.paging import page_of
from consent.evidence import keys, proving, searching, showing, tasks
from consent.evidence.bundle import write_bundle
from consent.evidence.explanations import in_words
from consent.evidence.models import Checkpoint, Delivery, Entry, Verification
from consent.parties.actors import names_of
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of


@require_safe
@needs(Permission.EVIDENCE_STATE)
def ledger(request: HttpRequest) -> HttpResponse:
    """List the entries, the newest first; whoever may see its state alone is led there."""
    if not principal_of(request).may(Permission.EVIDENCE_READ):
        return redirect("evidence_state")
    chosen = _chosen(request)
    if wants_panel(request):
        return render(request, "evidence/panel.html", {"chosen": chosen})
    asked = searching.asked_of(request)
    page = page_of(asked.places(), ("-index",), request.GET.get("cursor"))
    tail = searching.unplaced() if asked.everything and page.preceding is None else []
    context = {
        "asked": asked,
        "actor_name": names_of([asked.actor]).get(asked.actor) if asked.actor else None,
        "page": page,
        "rows": showing.placed_rows(page),
        "tail": showing.unplaced_rows(tail),
        "chosen": chosen,
        **_standing(),
    }
    return render(request, "evidence/ledger.html", context)


@require_safe
@needs(Permission.EVIDENCE_READ)
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Show one entry: what it says, its exact bytes, its proof."""
    found = get_object_or_404(Entry, pk=entry_id)
    return render(request, "evidence/entry.html", {"entry": showing.shown(found)})


@require_safe
@needs(Permission.EVIDENCE_READ)
def bundle(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Hand out what proves the entry, to be verified by anyone without this product's database."""
    get_object_or_404(Entry, pk=entry_id)
    try:
        text = write_bundle(proving.bundle_of(entry_id))
    except proving.NotYetPlaced as error:
        raise Http404 from error
    return _download(text, f"evidence-{entry_id}.json", "application/json")


@require_safe
@needs(Permission.EVIDENCE_STATE)
def state(request: HttpRequest) -> HttpResponse:
    """Show how the ledger stands: verifications, checkpoints, and which of them left the machine."""
    rows = Checkpoint.objects.only("size", "previous", "signed_at")
    context = {
        "page": page_of(rows, ("-size",), request.GET.get("cursor"), size=20),
        "verifications": Verification.objects.order_by("-id")[:10],
        "sent": {way.value: Delivery.objects.filter(way=way).order_by("-at").first() for way in Delivery.Way},
        "key": keys.verifier(),
        **_standing(),
    }
    return render(request, "evidence/state.html", context)


@require_safe
@needs(Permission.EVIDENCE_STATE)
def checkpoint(request: HttpRequest, size: int) -> HttpResponse:
    """Hand out a signed checkpoint, to be kept elsewhere."""
    note = get_object_or_404(Checkpoint.objects.only("note"), pk=size).note
    return _download(note, f"checkpoint-{size}.txt", "text/plain; charset=utf-8")


@require_POST
@needs(Permission.EVIDENCE_STATE)
def verify(request: HttpRequest) -> HttpResponse:
    """Have the whole ledger re-computed in the background."""
    tasks.verify.delay()
    messages.info(request, _("The ledger is being re-computed; reload this page to see the result."))
    return redirect("evidence_state")


def _chosen(request: HttpRequest) -> showing.Shown | None:
    """Return the entry that is shown beside the list."""
    entry_id = chosen_id(request, "entry")
    found = Entry.objects.filter(pk=entry_id).first() if entry_id else None
    return showing.shown(found) if found else None


def _standing() -> dict[str, object]:
    """Return the ledger's length and the last verification, with its finding in a sentence."""
    last = Verification.objects.order_by("-id").first()
    newest = Checkpoint.objects.order_by("-size").only("size", "signed_at").first()
    return {"verified": last, "finding": in_words(last) if last else "", "newest": newest}


def _download(text: str, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=kind, headers=headers)
