"""The arrow between the two halves: the catalogue knows consent, consent never knows the catalogue."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OF_CONSENT = {config.label for config in apps.get_app_configs() if config.name.startswith("consent.")}
OF_CATALOG = {config.label for config in apps.get_app_configs() if config.name.startswith("catalog.")}


def test_no_model_of_consent_points_into_the_catalogue():
    pointing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OF_CONSENT
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label in OF_CATALOG
    ]
    assert pointing == []


@pytest.mark.django_db
def test_no_migration_of_consent_waits_for_one_of_the_catalogue():
    loader = MigrationLoader(connection)
    waiting = [
        f"{migration} waits for {app}"
        for (label, _name), migration in loader.disk_migrations.items()
        if label in OF_CONSENT
        for app, _needed in migration.dependencies
        if app in OF_CATALOG
    ]
    assert waiting == []


def test_both_halves_are_there():
    assert {"parties", "evidence"} <= OF_CONSENT
    assert {"sources", "fields"} <= OF_CATALOG
