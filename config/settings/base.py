"""What is common to every way of running the product."""

from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.contrib import messages
from django.utils.translation import gettext_lazy as _

from config.settings import environment
from config.settings.access import *  # noqa: F403
from consent.law.facts import Channel

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(environment.text("CATALOG_VAR", str(ROOT / "var")))
KEYS = Path(environment.text("CATALOG_KEYS", str(VAR / "keys")))

# Where the per-person keys are copied at each change of epoch; never a part of script/backup
KEY_STORE_BACKUPS = environment.words("KEY_STORE_BACKUPS")
# Where the key that wraps them is copied, one generation only; never where the per-person keys are copied
KEK_BACKUPS = environment.words("KEK_BACKUPS")
# In place of files: the transit engine of OpenBao or Vault that holds it, with a token that may use its keys
KEK_TRANSIT = environment.text("KEK_TRANSIT", "")
KEK_TRANSIT_TOKEN_FILE = environment.text("KEK_TRANSIT_TOKEN_FILE", "")
KEK_TRANSIT_CA = environment.text("KEK_TRANSIT_CA", "")
# Only processes that map rows to people hold the key of the blind indexes; the web server does not
MAPS_ROWS_TO_PEOPLE = environment.flag("CATALOG_MAPS_ROWS", True)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    # Before what they dress: our templates and words come first
    "config.web",
    "config.operations",
    "consent.parties",
    "django_htmx",
    "csp",
    "pgtrigger",
    "rest_framework",
    "drf_spectacular",
    "oauth2_provider",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "config.checks",
    "consent.evidence",
    "consent.subjects",
    "consent.purposes",
    "consent.consents",
    "consent.decisions",
    "catalog.sources",
    "catalog.fields",
    "catalog.enrolment",
    "catalog.activities",
    "catalog.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.web.headers.PrivacyHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "consent.parties.middleware.PrincipalMiddleware",
    "config.web.language.LanguageMiddleware",
    "config.web.zone.ControllerMiddleware",
    "config.web.problems.NotAllowedMiddleware",
    "consent.parties.middleware.SecondFactorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "config.web.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "config.web.templatetags.web",
                "config.web.templatetags.words",
                "config.web.templatetags.lists",
                "config.web.templatetags.forms",
            ],
        },
    }
]

# Who may sign in, and how
AUTH_USER_MODEL = "parties.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
]
# The address is unique without regard to case, by a constraint of the model
# and plain http leads to the person's own machine only (consent/parties/clients.py; RFC 8252, 7.3)
SILENCED_SYSTEM_CHECKS = ["auth.W004", "oauth2_provider.W008"]
MESSAGE_TAGS = {
    messages.DEBUG: "",
    messages.INFO: "",
    messages.SUCCESS: "ok",
    messages.WARNING: "warn",
    messages.ERROR: "bad",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language, time
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
TIME_ZONE = environment.text("TIME_ZONE", "Europe/Berlin")
USE_TZ = True

# Files that the pages need; nothing comes from another host
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "files"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *FORM_TARGETS],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.web.problems.csrf_failure"

# The API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "consent.parties.authentication.BearerAuthentication",
        "consent.parties.authentication.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "config.web.described.AsDescribed",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "config.web.paging.KeyPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.web.problems.problem_response",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Customer Data Catalog",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": [
        "rest_framework.permissions.IsAuthenticated",
        "config.web.described.AsDescribed",
    ],
    "ENUM_NAME_OVERRIDES": {
        "DecisionActionEnum": ["confirmed", "changed", "rejected"],
        "WordsActionEnum": ["preview", "apply", "withdraw"],
        "RecipientRoleEnum": ["processor", "controller", "authority"],
        "CategoryEnum": "consent.law.categories.CATEGORIES",
        "EventChannelEnum": "consent.consents.admission.CHANNELS",
        "ContactChannelEnum": [channel.value for channel in Channel],
    },
}

# Work in the background
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")

# The evidence ledger: its name, and where its checkpoints go so that they leave the machine
EVIDENCE_ORIGIN = environment.text("EVIDENCE_ORIGIN", "")
EVIDENCE_CHECKPOINT_DIR = environment.text("EVIDENCE_CHECKPOINT_DIR", "")
EVIDENCE_MAIL_TO = environment.words("EVIDENCE_MAIL_TO")
CELERY_BEAT_SCHEDULE = {
    "forget-who-left": {"task": "consent.parties.tasks.forget_who_left", "schedule": 24 * 3600.0},
    "clear-worn-out": {"task": "consent.parties.tasks.clear_worn_out", "schedule": 3600.0},
    "sequence-evidence": {"task": "consent.evidence.tasks.sequence", "schedule": timedelta(seconds=5)},
    "mail-evidence": {
        "task": "consent.evidence.tasks.mail_checkpoint",
        "schedule": crontab(hour="5", minute="30"),
    },
    "bury-erased": {"task": "consent.subjects.tasks.bury", "schedule": 300.0},
    "rewrap-keys": {
        "task": "consent.subjects.tasks.rewrap_daily",
        "schedule": crontab(hour="3", minute="20"),
    },
    "drop-proofs": {"task": "consent.subjects.tasks.drop_proofs", "schedule": crontab(hour="3", minute="50")},
    "sweep-chores": {"task": "consent.subjects.tasks.sweep", "schedule": 60.0},
    "sweep-enrolments": {"task": "catalog.enrolment.tasks.sweep_enrolments", "schedule": 60.0},
    "review-activities": {"task": "catalog.activities.tasks.review_activities", "schedule": 120.0},
    "sweep-consents": {"task": "consent.consents.tasks.sweep_consents", "schedule": 10.0},
    "sweep-scans": {"task": "catalog.fields.tasks.sweep_scans", "schedule": 20.0},
    "fold-counts": {"task": "catalog.fields.tasks.fold_counts", "schedule": 300.0},
    "recount": {"task": "catalog.fields.tasks.recount", "schedule": crontab(hour="2", minute="40")},
    "verify-evidence": {"task": "consent.evidence.tasks.verify", "schedule": crontab(hour="2", minute="10")},
}

# The database role that the application runs as; the other one owns the schema
DATABASE_APP_ROLE = environment.text("DATABASE_APP_ROLE", "catalog_app")

# Which addresses, folders and dialects registered sources may use beyond public addresses
SOURCES_ALLOWED_NETWORKS = environment.words("SOURCES_ALLOWED_NETWORKS")
SOURCES_ALLOWED_ROOTS = environment.words("SOURCES_ALLOWED_ROOTS")
SOURCES_ALLOWED_DIALECTS = environment.words("SOURCES_ALLOWED_DIALECTS")

# Which addresses webhooks may use beyond public ones over https; entries as in SOURCES_ALLOWED_NETWORKS
WEBHOOKS_ALLOWED_NETWORKS = environment.words("WEBHOOKS_ALLOWED_NETWORKS")

# How people reach us: stands in links that leave the product (mail, console)
SITE_URL = environment.text("SITE_URL", "http://localhost:8000")

DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "catalog@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.db.backends": {"level": "WARNING"}},
}

# Where the outside hosts stand (config/checks): the operator's declaration, and countries beyond the default
HOSTING_FILE = environment.text("HOSTING_FILE", "")
HOSTING_COUNTRIES = environment.words("HOSTING_COUNTRIES")
