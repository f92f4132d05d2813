"""Pages of the outbox: what the embedded product would have sent. Only on this machine, only for administrators."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from config.web import outbox
from config.web.models import KEPT, OutboxMessage
from config.web.paging import page_of
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of

View = Callable[..., HttpResponseBase]


def on_this_machine(page: View) -> View:
    """Hide the page from everyone who does not sit at the machine: 404 from elsewhere or through a proxy."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"} & set(request.META)
        if forwarded or not ip_address(request.META["REMOTE_ADDR"]).is_loopback:
            raise Http404
        return page(request, *args, **kwargs)

    return guarded


@require_safe
@on_this_machine
@needs(Permission.OUTBOX_READ)
def messages(request: HttpRequest) -> HttpResponse:
    """List the messages of the last week, the newest first."""
    page = page_of(_alive(), ("-sent_at", "id"), request.GET.get("cursor"))
    return render(request, "web/outbox.html", {"page": page, "days": KEPT.days})


@require_safe
@on_this_machine
@needs(Permission.OUTBOX_READ)
def message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Show one message's plain text; HTML is never rendered."""
    found = get_object_or_404(_alive(), pk=message_id)
    letter = outbox.read(found, principal_of(request))
    return render(request, "web/outbox_message.html", {"message": found, "letter": letter})


@require_safe
@on_this_machine
@needs(Permission.OUTBOX_READ)
def download(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Hand out one message as a file for a mail program."""
    found = get_object_or_404(_alive(), pk=message_id)
    outbox.read(found, principal_of(request))
    headers = {"Content-Disposition": f'attachment; filename="{found.id}.eml"'}
    return HttpResponse(bytes(found.raw), content_type="message/rfc822", headers=headers)


def _alive() -> Any:
    return OutboxMessage.objects.filter(sent_at__gte=clock.now() - KEPT).defer("raw")
