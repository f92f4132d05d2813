"""Pages of the frame itself: the way in, which version it is, what robots may, is it up."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from config.web.frame import frame_template, places_of

_A_DAY = 24 * 3600


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead strangers to sign in, and everyone else to the first place of their role."""
    if getattr(request, "principal", None) is None:
        return redirect_to_login(request.get_full_path())
    places = [place["url"] for place in places_of(request) if place["url"] != request.path]
    return redirect(places[0]) if places else render(request, "web/no_role.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say to everyone which version this is, and under which licences others' work is shipped."""
    return render(request, "web/about.html", {"frame": frame_template(request), "version": version()})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep search engines out."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@require_safe
@cache_control(max_age=_A_DAY, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask for the old name to the mark."""
    return HttpResponsePermanentRedirect(static("web/mark.svg"))


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say that the web server answers; nothing else, to nobody in particular."""
    return HttpResponse("ok", content_type="text/plain")


@cache
def version() -> str:
    """Return the product's version, as pyproject.toml has it."""
    read = tomllib.loads((Path(settings.ROOT) / "pyproject.toml").read_text(encoding="utf-8"))
    return str(read["project"]["version"])
