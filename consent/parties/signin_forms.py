"""The sign-in forms in our words: allauth's behaviour, no placeholders, one plain label each."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Plain:
    """Gives an allauth form our labels and hints, and takes its placeholders away."""

    fields: dict[str, forms.Field]
    labels: Mapping[str, str | Promise] = {}
    hints: Mapping[str, str | Promise] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)  # type: ignore[assignment]
            field.help_text = self.hints.get(name, "")  # type: ignore[assignment]


_EMAIL = _("E-mail address")
_PASSWORD = _("Password")
_NEW = {"password1": _("New password"), "password2": _("New password again")}
_RULE = {"password1": _("At least 12 characters; a few words in a row are good.")}
_CODE = {"code": _("Code")}


class SignInForm(Plain, account.LoginForm):
    """E-mail address and password."""

    labels = {"login": _EMAIL, "password": _PASSWORD}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """The present password and a new one."""

    labels = {"oldpassword": _("Present password"), **_NEW}
    hints = _RULE


class SetPasswordForm(Plain, account.SetPasswordForm):
    """A first password for somebody who signs in elsewhere."""

    labels = _NEW
    hints = _RULE


class AskResetForm(Plain, account.ResetPasswordForm):
    """Where the reset link shall go."""

    labels = {"email": _EMAIL}


class NewPasswordForm(Plain, account.ResetPasswordKeyForm):
    """A new password, by a reset link."""

    labels = _NEW
    hints = _RULE


class PasswordAgainForm(Plain, account.ReauthenticateForm):
    """The password once more, before something that matters."""

    labels = {"password": _PASSWORD}


class ChangeEmailForm(Plain, account.AddEmailForm):
    """Another e-mail address."""

    labels = {"email": _("New e-mail address")}
    hints = {"email": _("We send a code there; until it is entered the present address stays.")}


class ChangeSentEmailForm(Plain, account.ChangeEmailForm):
    """Another address in place of the one that the code was sent to."""

    labels = {"email": _("New e-mail address")}


class MailedCodeForm(Plain, account.ConfirmEmailVerificationCodeForm):
    """The code from the mail."""

    labels = _CODE


class FactorCodeForm(Plain, factor.AuthenticateForm):
    """A code of the authenticator app, or a recovery code."""

    labels = _CODE


class FactorCodeAgainForm(Plain, factor.ReauthenticateForm):
    """The same, before something that matters."""

    labels = _CODE


class ActivateAppForm(Plain, totp.ActivateTOTPForm):
    """The first code of a newly set up authenticator app."""

    labels = {"code": _("Code that the app shows")}


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    """A new passkey or security key."""

    labels = {"name": _("Name"), "passwordless": _("Sign in with it instead of the password")}
    hints = {"passwordless": _("The device then asks for your fingerprint, face or PIN.")}


class RenamePasskeyForm(Plain, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    labels = {"name": _("Name")}
