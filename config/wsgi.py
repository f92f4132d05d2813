"""The web server's door to the product."""

import os

from django.core.wsgi import get_wsgi_application

from config.settings import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
# 3 tells gunicorn that a worker cannot be started at all, so that it does not try for ever
with environment.said_plainly(status=3):
    application = get_wsgi_application()
