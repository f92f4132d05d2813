"""Settings for production: everything comes from the environment, nothing is guessed."""

from config.checks.startup import refuse_unless_declared
from config.settings import environment
from config.settings.base import *  # noqa: F403

EMBEDDED = False
# A proxy in front ends TLS and says whose address a request has; limits per address count by it
ALLAUTH_TRUSTED_PROXY_COUNT = int(environment.text("TRUSTED_PROXIES", "1"))

DATABASES = {
    "default": environment.database(environment.text("DATABASE_URL")),
    "owner": environment.database(environment.text("DATABASE_OWNER_URL"), "DATABASE_OWNER_URL"),
}
CELERY_BROKER_URL = environment.text("BROKER_URL")
SECRET_KEY = environment.secret("SECRET_KEY")

# Where people reach us, through a proxy that ends TLS and sets X-Forwarded-Proto
ALLOWED_HOSTS = environment.needed_words("ALLOWED_HOSTS")
SITE_URL = environment.text("SITE_URL", f"https://{ALLOWED_HOSTS[0]}")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
# A health check inside the machine or the container asks without TLS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

# Mail: invitations, and the ledger's checkpoints that leave the machine
EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_PORT = environment.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = environment.text("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_STARTTLS", default=True)
EMAIL_USE_SSL = environment.flag("EMAIL_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

refuse_unless_declared(globals())
