"""The reader's language: from their account, else from the switch, else from the browser, else German."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from consent.parties.models import User

_CHOSEN = "language_chosen"


class LanguageMiddleware:
    """Speak the language of the signed-in person; for strangers, LocaleMiddleware has decided."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in the person's language."""
        if request.user.is_authenticated and request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Change the language, stay on the page, and keep the choice for the person."""
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
        else:
            request.session[_CHOSEN] = language
    return set_language(request)


@receiver(user_logged_in)
def keep_choice(sender: Any, request: HttpRequest, user: User, **_more: Any) -> None:
    """Whoever chose a language on the way to signing in goes on in it."""
    chosen = request.session.pop(_CHOSEN, None)
    if chosen and chosen != user.language:
        user.language = chosen
        user.save(update_fields=["language"])
