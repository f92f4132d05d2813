"""Who may sign in and how, and how programs reach the API: allauth, OAuth2, the shared counters."""

from typing import Any
from urllib.parse import urlsplit

from config.settings import environment

# Sign-in: e-mail and password, then a second factor; no self sign-up (consent/parties/adapters.py)
ACCOUNT_ADAPTER = "consent.parties.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "consent.parties.signin_forms.SignInForm",
    "change_password": "consent.parties.signin_forms.ChangePasswordForm",
    "reset_password": "consent.parties.signin_forms.AskResetForm",
    "reset_password_from_key": "consent.parties.signin_forms.NewPasswordForm",
    "set_password": "consent.parties.signin_forms.SetPasswordForm",
    "reauthenticate": "consent.parties.signin_forms.PasswordAgainForm",
    "add_email": "consent.parties.signin_forms.ChangeEmailForm",
    "change_email": "consent.parties.signin_forms.ChangeSentEmailForm",
    "confirm_email_verification_code": "consent.parties.signin_forms.MailedCodeForm",
}
# Addresses are known to work: people come by a mailed invitation, and a change is confirmed by a code
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# The sixth wrong password for an address within five minutes is refused, wherever it comes from
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "30/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 0

MFA_ADAPTER = "consent.parties.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "consent.parties.signin_forms.FactorCodeForm",
    "reauthenticate": "consent.parties.signin_forms.FactorCodeAgainForm",
    "activate_totp": "consent.parties.signin_forms.ActivateAppForm",
    "add_webauthn": "consent.parties.signin_forms.AddPasskeyForm",
    "edit_webauthn": "consent.parties.signin_forms.RenamePasskeyForm",
}
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
# Administrator, representative, DPO and auditor need a second factor
REQUIRE_SECOND_FACTOR = environment.flag("REQUIRE_SECOND_FACTOR", default=True)

# Sessions end with the browser, and after twelve hours at the latest
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
USERSESSIONS_TRACK_ACTIVITY = False

# Invitations and reset links
INVITATION_DAYS = 7
PASSWORD_RESET_TIMEOUT = 24 * 3600
# How long the ledger's random id of somebody who left can still be resolved (Art. 5(1)(e) GDPR)
ACTOR_ID_DAYS = int(environment.text("ACTOR_ID_DAYS", str(3 * 365)))

# OpenID Connect, where an issuer is named; groups give departments and roles at every sign-in
OIDC_ISSUER = environment.text("OIDC_ISSUER", "").rstrip("/")
OIDC_GROUPS_CLAIM = environment.text("OIDC_GROUPS_CLAIM", "groups")
OIDC_GROUPS_FILE = environment.text("OIDC_GROUPS_FILE", "")
SOCIALACCOUNT_ADAPTER = "consent.parties.directory.DirectoryAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "company",
                "name": environment.text("OIDC_NAME", "OpenID Connect"),
                "client_id": environment.text("OIDC_CLIENT_ID"),
                "secret": environment.text("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ],
    }
# The sign-in form leads to the issuer, which the content policy has to know
FORM_TARGETS = [f"{urlsplit(OIDC_ISSUER).scheme}://{urlsplit(OIDC_ISSUER).netloc}"] if OIDC_ISSUER else []

# The API: people by authorization code with PKCE, services by client credentials; nothing else
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "OAUTH2_VALIDATOR_CLASS": "consent.parties.oauth.Validator",
    "SCOPES_BACKEND_CLASS": "consent.parties.oauth.Scopes",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "REFRESH_TOKEN_EXPIRE_SECONDS": 14 * 24 * 3600,
    "ROTATE_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "PKCE_REQUIRED": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https", "http"],
    "ALLOW_URI_WILDCARDS": False,
    "OAUTH2_RESPONSE_TYPES_SUPPORTED": ["code"],
    "OAUTH2_GRANT_TYPES_SUPPORTED": ["authorization_code", "client_credentials", "refresh_token"],
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
}

# Counters that every process shares: brute-force limits hold for all of them together
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "parties_counter",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
