"""What lacks a basis, in one page: nothing here may wait unseen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of
from consent.purposes.lacking import ToVerify, lacking
from consent.purposes.pages.purposes_seen import purposes_seen
from consent.purposes.words import STATES, citation_of, name_of, words_of


@needs(Permission.PURPOSE_SEE)
@require_safe
def lack(request: HttpRequest) -> HttpResponse:
    """Show what lacks, of the purposes that the reader sees."""
    principal = principal_of(request)
    found = lacking(purposes_seen(principal))
    context = {
        "without": [(one, name_of(one), last, STATES[last.state] if last else None) for one, last in found.without],
        "faulty": [
            (one, name_of(one.purpose), [(words_of(f), citation_of(f.article), f.verified) for f in faults])
            for one, faults in found.faulty
        ],
        "reviews": [(one, name_of(one.version.purpose)) for one in found.reviews],
        "untold": [(one, name_of(one.purpose)) for one in found.untold],
        "to_verify": [_told(one) for one in found.to_verify],
        "nothing": not (found.without or found.faulty or found.reviews or found.untold),
        "may_propose": principal.may(Permission.PURPOSE_PROPOSE),
    }  # fmt: skip
    return render(request, "purposes/purpose_lacking.html", context)


def _told(one: ToVerify) -> tuple[str, str, list[tuple[str, str]]]:
    article = one.article if one.article.startswith(("art-", "uwg-")) else citation_of(one.article)
    words = one.en if (get_language() or "de").startswith("en") else one.de
    return article, words, [(purpose.key, name_of(purpose)) for purpose in one.purposes]
