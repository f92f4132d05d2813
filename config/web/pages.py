"""Pages of the frame itself: is it up."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say that the web server answers; nothing else, to nobody in particular."""
    return HttpResponse("ok", content_type="text/plain")
