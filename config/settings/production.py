"""Settings for production: everything comes from the environment, nothing is guessed."""

from config.settings import environment
from config.settings.base import *  # noqa: F403

DATABASES = {
    "default": environment.database(environment.text("DATABASE_URL")),
    "owner": environment.database(environment.text("DATABASE_OWNER_URL"), "DATABASE_OWNER_URL"),
}
CELERY_BROKER_URL = environment.text("BROKER_URL")
SECRET_KEY = environment.text("SECRET_KEY")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
EMBEDDED = False

CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
