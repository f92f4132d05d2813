"""Collections, fields, scans as a Django app."""

from django.apps import AppConfig


class FieldsConfig(AppConfig):
    """Collections, fields, scans."""

    name = "catalog.fields"
    label = "fields"
