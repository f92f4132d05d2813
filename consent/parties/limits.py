"""What happens to whoever guesses too often: 429 that says when to try again, for people and for programs.

The counters are allauth's, which every process shares; its refusal by a form would be a page with 200.
"""

import base64
import hashlib
import math
import time
from datetime import timedelta

from allauth.core.internal import ratelimit  # the only way to its histories; tests hold it
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.parties import evidence_kinds
from consent.parties.actors import actor_id
from consent.parties.models import User

_APP = "allauth.account"
_NOTED_SECONDS = 300
_SHORT = 60
# Wrong secrets, codes and refresh tokens: of one program from one address, and of all from that address
_TOKENS = {"token_failed": "30/m/ip,5/300s/key"}


def too_often(request: HttpRequest, seconds: int = _SHORT) -> HttpResponse:
    """Answer a person: a plain page that says when to try again. Also the answer of allauth's own limits."""
    minutes = math.ceil(seconds / 60)
    wait = ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    shown = {"wait": wait, "at": clock.now() + timedelta(minutes=minutes)}
    answer = render(request, "429.html", shown, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


def sign_in_wait(request: HttpRequest, key: str) -> int:
    """Return after how many seconds another password may be tried for an address."""
    return _wait(request, "login_failed", None, key)


def refused_token(request: HttpRequest) -> HttpResponse | None:
    """Answer a program that guessed too often, None while it may try."""
    key = _program(request)
    if ratelimit.consume(
        request, app=_APP, action="token_failed", config=_TOKENS, key=key, dry_run=True
    ):  # fmt: skip
        return None
    note_refusal(key, "token_limit")
    wait = _wait(request, "token_failed", _TOKENS, key)
    said = _("Too many wrong attempts. Try again in %(seconds)d seconds.") % {"seconds": wait}
    answer = {"error": "too_many_requests", "error_description": said}
    return JsonResponse(answer, status=429, headers={"Retry-After": str(wait), "Cache-Control": "no-store"})


def count_wrong_token(request: HttpRequest) -> None:
    """Count an attempt that failed."""
    ratelimit.consume(request, app=_APP, action="token_failed", config=_TOKENS, key=_program(request))


@transaction.atomic
def note_refusal(who: str, reason: str, user: User | None = None) -> None:
    """Record a refusal; an attack may not fill the ledger, so once per address and five minutes."""
    key = hashlib.sha256(f"{reason}:{who.lower()}".encode()).hexdigest()
    if not cache.add(f"refusal:{key}", True, _NOTED_SECONDS):
        return
    person = actor_id(user) if user else None
    record(evidence_kinds.SIGNIN_REFUSED, actor=None, payload={"person": person, "reason": Code(reason)})


def _program(request: HttpRequest) -> str:
    """Name the program that asks by its id, as it is sent in one of the two ways, and its address."""
    scheme, _blank, sent = request.headers.get("Authorization", "").partition(" ")
    program = request.POST.get("client_id", "")
    if scheme.lower() == "basic":
        try:
            program = base64.b64decode(sent, validate=True).decode().partition(":")[0]
        except ValueError:  # not to be read: it counts as a program without a name
            program = ""
    return f"{program}@{ratelimit.get_ip(request)}"


def _wait(request: HttpRequest, action: str, config: dict[str, str] | None, key: str) -> int:
    """Return how long the fullest of the action's counters stays full."""
    now, longest = time.time(), 1.0
    for rate in ratelimit.get_rates(app=_APP, action=action, config=config):
        name = ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate, key=key)
        history = cache.get(name, [])
        if len(history) >= rate.amount:
            longest = max(longest, history[-1] + rate.duration - now)
    return math.ceil(longest)
