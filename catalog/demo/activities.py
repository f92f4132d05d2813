"""The demo company's processing activities, described by its stewards; some things nobody there knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.activities.models import ProcessingActivity, StatedPurpose
from catalog.activities.services.describing import Description, Receiver, Retention, describe_activity
from catalog.activities.services.stating import state_purposes
from catalog.activities.states import Unit
from catalog.demo.cast import PARTS
from catalog.fields.models import Collection, Field
from catalog.sources.models import Source
from consent.parties.models import Department, User
from consent.parties.permissions import Role
from consent.parties.principals import Principal
from consent.parties.rights import principal_for
from consent.purposes.models import Purpose
from consent.purposes.states import RecipientRole

PROCESSOR, OWN, AUTHORITY = RecipientRole.PROCESSOR, RecipientRole.CONTROLLER, RecipientRole.AUTHORITY
LIMIT, TAX, CLAIMS = "Art. 5 Abs. 1 lit. e DSGVO", "§ 147 Abs. 3 AO", "§ 195 BGB"
CARRIER = Receiver("Paketdienst Küste GmbH", OWN, "DE")
MAILER = Receiver("Mailversand Nord GmbH", PROCESSOR, "DE")


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity: tables by name, purposes by key, and from which table's field data are kept how long."""

    department: str
    de: str
    en: str
    tables: tuple[str, ...]
    purposes: tuple[str, ...] = ()
    recipients: tuple[Receiver, ...] = ()
    start: tuple[str, str] | None = None
    years: int = 3
    law: str = LIMIT
    subjects: tuple[str, ...] = ("customer",)


ACTIVITIES = (
    Activity(
        "Shop", "Kundenkonten führen", "Keep customer accounts", ("kunden", "kundenadressen", "kundenkonto"),
        ("order_fulfilment",), (Receiver("Rechenzentrum Leine GmbH", PROCESSOR, "DE"),), ("kunden", "letzter_login"),
    ),
    Activity(
        "Shop", "Bestellungen abwickeln", "Handle orders", ("bestellungen", "bestellpositionen", "retouren"),
        ("order_fulfilment", "bookkeeping"), (CARRIER, Receiver("Zahlungsdienst Elbe AG", OWN, "DE")),
        ("bestellungen", "bestellt_am"), 8, TAX,
    ),
    Activity(
        "Shop", "Newsletter versenden", "Send the newsletter", ("newsletter_anmeldung",), ("newsletter",), (MAILER,),
        ("newsletter_anmeldung", "angemeldet_am"), 5, "§ 7a UWG",
    ),
    # Nobody knows where the service that computes the recommendations runs
    Activity(
        "Shop", "Empfehlungen berechnen", "Compute recommendations",
        ("bewertungen", "wishlistItem", "webSession", "filter_einstellungen"), ("product_recommendations",),
        (Receiver("Empfehlio", PROCESSOR),), ("webSession", "startedAt"), 1,
    ),
    # Described, but nobody has written down what for, nor how long
    Activity(
        "Shop", "Zugänge der Beschäftigten verwalten", "Manage staff accounts", ("benutzer",),
        subjects=("employee",),
    ),
    Activity(
        "Logistik", "Sendungen zustellen", "Deliver parcels", ("LIKP", "paket", "zustellereignis"),
        ("order_fulfilment",), (CARRIER,), ("LIKP", "WADAT"), 3, CLAIMS,
    ),
    Activity(
        "Logistik", "Fahrer einteilen", "Assign drivers", ("fahrer", "tour", "fahrleistung"),
        start=("tour", "datum"), years=2, subjects=("employee",),
    ),
    Activity(
        "Finanzen", "Rechnungen stellen und Zahlungen buchen", "Invoice and book payments",
        ("debitoren", "bankverbindungen", "rechnungen", "offene_posten", "zahlungen", "mahnungen"), ("bookkeeping",),
        (Receiver("Steuerkanzlei Deister", OWN, "DE"), Receiver("Finanzamt Hannover-Nord", AUTHORITY, "DE")),
        ("rechnungen", "rechnungsdatum"), 8, TAX,
    ),
    # How long suspicions of fraud are kept was never settled
    Activity(
        "Finanzen", "Betrug prüfen", "Check for fraud", ("betrugsfaelle",), ("fraud_prevention",),
        (Receiver("Auskunftei Weser GmbH", OWN, "DE"),),
    ),
    Activity(
        "Kundenservice", "Anliegen bearbeiten", "Answer requests",
        ("tickets.jsonl", "anrufliste.csv", "reklamationen_2026.xlsx#Reklamationen"), ("order_fulfilment",),
        (Receiver("Helpdesk Cloud Inc.", PROCESSOR, "US"),), ("tickets.jsonl", "createdAt"), 3, CLAIMS,
    ),
    Activity(
        "Kundenservice", "Zufriedenheit auswerten", "Analyse satisfaction", ("nps_2026.parquet",), ("cx_analysis",),
        (Receiver("Befragung Süd GmbH", PROCESSOR, "DE"),), ("nps_2026.parquet", "answeredAt"), 2,
    ),
)  # fmt: skip
# Payroll, the drivers' tracks and the suppliers belong to no activity yet; of these fields nobody knows why
UNKNOWN_FIELDS = (("filter_einstellungen", "ernaehrungsweise"),)


def describe_activities(sources: Mapping[str, Source], purposes: Mapping[str, Purpose]) -> int:
    """Describe what is not described yet, where its tables were found; return how many were described."""
    if ProcessingActivity.objects.exists():
        return 0
    tables = {
        one.name: one
        for one in Collection.objects.filter(source__in=sources.values(), gone_at=None)
    }  # fmt: skip
    departments = {one.name: one for one in Department.objects.all()}
    done = 0
    for activity in ACTIVITIES:
        there = [tables[name] for name in activity.tables if name in tables]
        if there:
            said = _description(activity, there, purposes)
            describe_activity(_steward(activity.department), departments[activity.department], said)
            done += 1
    _admit(tables)
    return done


def _description(
    activity: Activity, tables: list[Collection], purposes: Mapping[str, Purpose]
) -> Description:
    return Description(
        activity.de, activity.en,
        purposes=[purposes[key].pk for key in activity.purposes if key in purposes],
        collections=[one.pk for one in tables], subjects=activity.subjects, recipients=activity.recipients,
        retention=_rule(activity, tables),
    )  # fmt: skip


def _rule(activity: Activity, tables: list[Collection]) -> Retention | None:
    if activity.start is None:
        return None
    table, name = activity.start
    start = Field.objects.filter(collection__in=tables, collection__name=table, name=name).first()
    return Retention(start.pk, activity.years, Unit.YEARS, activity.law) if start else None


def _admit(tables: Mapping[str, Collection]) -> None:
    """Record of single fields that nobody knows what they are collected for."""
    for table, name in UNKNOWN_FIELDS:
        field = Field.objects.filter(collection=tables.get(table), name=name, personal=True).first()
        if field is not None and not StatedPurpose.objects.filter(field=field).exists():
            state_purposes(_steward(field.source.department.name), field, [])


def _steward(department: str) -> Principal:
    part = next(one for one in PARTS if one.role is Role.STEWARD and one.department == department)
    return principal_for(User.objects.get(email=part.email))
