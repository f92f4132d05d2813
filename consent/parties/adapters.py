"""How allauth behaves here: no self sign-up, limits that leave evidence, secrets sealed at rest."""

import base64
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config import keyring
from consent.evidence.services import record
from consent.parties import access_end, evidence_kinds
from consent.parties.actors import actor_id
from consent.parties.limits import note_refusal, sign_in_wait, too_often
from consent.parties.middleware import needs_second_factor
from consent.parties.models import Controller, User

_SEAL = "consent.parties.second_factor"
_LOCKED_SECONDS = 300


class AccountAdapter(DefaultAccountAdapter):
    """E-mail and password, by invitation only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("E-mail address or password is not right."),
        "account_inactive": gettext_lazy("E-mail address or password is not right."),
        "enter_current_password": gettext_lazy("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation only."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; the refusal by the limit is evidence, once per address and five minutes."""
        try:
            super().pre_authenticate(request, **credentials)
        except ImmediateHttpResponse:
            _note_refusal(str(credentials.get("email", "")), "limit")
            wait = sign_in_wait(request, self._get_login_attempts_cache_key(request, **credentials))
            raise ImmediateHttpResponse(too_often(request, wait)) from None

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Answer guessing with 429 instead of a page that looks like any other; also for codes of a factor."""
        if code == "too_many_login_attempts":
            raise ImmediateHttpResponse(too_often(self.request, _LOCKED_SECONDS))
        error: ValidationError = super().validation_error(code, *args)
        return error

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuse demo accounts from another machine, whichever way they signed in."""
        if user.is_demo and not (settings.EMBEDDED and _is_loopback(self.get_client_ip(request))):
            _note_refusal(user.email, "demo_from_elsewhere")
            words = _("Demo accounts sign in on this machine only.")
            return render(request, "parties/refused.html", {"detail": words}, status=403)
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Set the password; every other session and all tokens end."""
        super().set_password(user, password)
        current = self.request.session.session_key if self.request else None
        access_end.end_sessions(user, keep=current)
        access_end.end_tokens(user)
        actor = actor_id(user)
        record(evidence_kinds.PASSWORD_CHANGED, actor=actor, payload={"person": actor})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the reader's own language."""
        user = context.get("user")
        with translation.override(user.language if isinstance(user, User) else translation.get_language()):
            super().send_mail(template_prefix, email, context | {"controller": Controller.current()})


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: sealed under the instance key, and kept by those who need one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second factor: set another one up before you remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return base64.b64encode(keyring.seal(text.encode(), _SEAL)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed."""
        return keyring.unseal(base64.b64decode(encrypted_text), _SEAL).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of whoever needs one."""
        if not needs_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(id=authenticator.id)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def get_totp_issuer(self) -> str:
        """Name the product and its controller in the authenticator app."""
        controller = Controller.current()
        product = str(_("Customer data catalogue"))
        return f"{product} {controller.legal_name}" if controller else product


def _note_refusal(email: str, reason: str) -> None:
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    note_refusal(email, reason, user)


def _is_loopback(address: str) -> bool:
    return ip_address(address).is_loopback
