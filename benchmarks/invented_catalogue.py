"""A large catalogue for measurements: tables and columns with plausible names, in sets, quickly."""

import random

from django.db import connection

from catalog.fields.models import Collection, Field
from catalog.sources.models import Source
from consent.law import clock
from consent.law.categories import CATEGORIES
from consent.parties.models import Department

_PARTS = [
    "kunden",
    "auftrag",
    "liefer",
    "rechnung",
    "zahlung",
    "adress",
    "kontakt",
    "artikel",
    "lager",
    "versand",
    "retouren",
    "umfrage",
    "ticket",
    "mahn",
    "vertrag",
    "tarif",
    "bonus",
    "gutschein",
    "newsletter",
    "konto",
    "buchung",
    "mandat",
    "steuer",
    "personal",
    "tour",
    "fahrer",
    "paket",
]
_NAMES = [
    "id",
    "nr",
    "name",
    "vorname",
    "nachname",
    "email",
    "telefon",
    "strasse",
    "plz",
    "ort",
    "land",
    "geburtsdatum",
    "anrede",
    "iban",
    "bic",
    "betrag",
    "datum",
    "status",
    "menge",
    "preis",
    "bemerkung",
    "text",
    "code",
    "typ",
    "wert",
    "anzahl",
    "von",
    "bis",
    "erstellt",
    "geaendert",
    "benutzer",
    "sprache",
    "allergie",
    "diagnose",
    "konfession",
    "lat",
    "lon",
    "ip",
    "session",
    "token",
    "note",
    "kommentar",
    "unvertraeglichkeiten",
]
_SUBJECTS = ("customer", "employee", "contact_person", None)
_ROWS = 5_000


def invent(fields: int, *, columns: int = 30, departments: int = 4, seed: int = 1) -> None:
    """Fill the catalogue with so many fields, `columns` to a table."""
    dice = random.Random(seed)
    sources = [
        Source.objects.create(
            name=f"Quelle {n}",
            kind="sqlite",
            path=f"/{n}",
            department=Department.objects.create(name=f"Abteilung {n}"),
        )
        for n in range(departments)
    ]
    now = clock.now()
    tables = [
        Collection(
            source=dice.choice(sources),
            schema="public",
            name=f"{dice.choice(_PARTS)}_{dice.choice(_PARTS)}_{n}",
            first_seen=now,
            last_seen=now,
        )
        for n in range(fields // columns + 1)
    ]
    Collection.objects.bulk_create(tables, batch_size=_ROWS)
    Field.objects.bulk_create(
        [_field(dice, tables[n // columns], n, columns) for n in range(fields)], batch_size=_ROWS
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _field(dice: random.Random, table: Collection, number: int, columns: int) -> Field:
    category = dice.choice(list(CATEGORIES)) if dice.random() < 0.4 else "none"
    personal, special = category != "none", CATEGORIES[category].special
    subjects = dice.choice(_SUBJECTS) if personal else None
    return Field(
        source_id=table.source_id,
        collection=table,
        table_name=str(table),
        position=number % columns,
        name=f"{dice.choice(_NAMES)}_{dice.choice(_PARTS)}_{number % columns}",
        type="text",
        comment=dice.choice(["", "", "wird vom Versand gepflegt", "siehe Handbuch, Abschnitt 4"]),
        category=category,
        personal=personal,
        special=special,
        subjects=subjects,
        found_category=category,
        found_personal=personal,
        found_special=special,
        found_subjects=subjects,
        confidence=round(dice.uniform(0.5, 1), 3),
        category_confidence=round(dice.uniform(0.5, 1), 3),
        rules_version="1",
        first_seen=table.first_seen,
        last_seen=table.first_seen,
    )
