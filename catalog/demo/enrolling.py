"""Enrol the demo company's people: what each silo's columns tell, said by its steward, and one run each."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from catalog.demo.cast import PARTS
from catalog.demo.finance.schema import FINANCE
from catalog.demo.logistics.schema import LOGISTICS
from catalog.demo.schema import Silo
from catalog.demo.service.schema import SERVICE
from catalog.demo.shop.schema import SHOP
from catalog.enrolment.models import PeopleTable
from catalog.enrolment.services.declaring import Column, Declaration, declare
from catalog.enrolment.services.running import queue_enrolment, work_on
from catalog.enrolment.states import EnrolmentState, IdentifierKind
from catalog.fields.models import Collection, Scan
from catalog.fields.services import working
from catalog.fields.states import ScanState
from catalog.sources.models import Source
from consent.parties.models import User
from consent.parties.permissions import Role
from consent.parties.principals import Principal
from consent.parties.rights import principal_for

EMAIL, PHONE, NUMBER = IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.CUSTOMER_NUMBER
_LONGEST_WAIT = 900.0  # a run whose worker was killed is free after five minutes
_LIVE = [state for state in EnrolmentState if state.live]


@dataclass(frozen=True, slots=True)
class People:
    """What tells who somebody is in one table: columns by name, a number with its issuer and prefix."""

    silo: Silo
    table: str
    key: str
    columns: tuple[tuple[str, IdentifierKind, Silo | None, str], ...]
    one_row_each: bool = False
    born: str = ""
    country: str = ""


# The shop comes first: its customers are whom the others' rows join. Landlines belong to households.
TABLES = (
    People(
        SHOP,
        "kunden",
        "kunden_nr",
        (("kunden_nr", NUMBER, SHOP, ""), ("email", EMAIL, None, ""), ("mobil", PHONE, None, "")),
        one_row_each=True,
        born="geburtsdatum",
    ),
    People(
        FINANCE,
        "debitoren",
        "debitor_nr",
        (
            ("debitor_nr", NUMBER, FINANCE, ""),
            ("ext_ref", NUMBER, SHOP, "SHP-"),
            ("email_rechnung", EMAIL, None, ""),
        ),
        one_row_each=True,
        country="land",
    ),
    People(LOGISTICS, "LIKP", "VBELN", (("SMTP_ADDR", EMAIL, None, ""), ("TELF1", PHONE, None, ""))),
    People(
        SERVICE,
        "tickets.jsonl",
        "ticketId",
        (("requesterEmail", EMAIL, None, ""), ("requesterPhone", PHONE, None, "")),
    ),
    People(
        SERVICE,
        "anrufliste.csv",
        "AnrufNr",
        (("Kundennr", NUMBER, SHOP, ""), ("Rufnummer", PHONE, None, "")),
    ),
    People(SERVICE, "nps_2026.parquet", "responseId", (("email", EMAIL, None, ""),)),
    People(SERVICE, "reklamationen_2026.xlsx#Reklamationen", "Nr", (("E-Mail", EMAIL, None, ""),)),
)


def enrol_people(sources: Mapping[str, Source]) -> None:
    """Declare and enrol what was not enrolled yet, one source after the other; waits for first scans.

    Done here and not by a worker, because the sources need an order: who comes first is whom others join.
    What a killed run left open is finished before the next source.
    """
    for silo in dict.fromkeys(people.silo for people in TABLES):
        source = sources.get(silo.name)
        if source is not None and source.retired_at is None:
            _enrol(silo, source, sources)


def _enrol(silo: Silo, source: Source, sources: Mapping[str, Source]) -> None:
    run = source.enrolments.order_by("-created_at").first()
    if run is None or run.state == EnrolmentState.FAILED:
        _finish(
            partial(working.work_on, Scan.objects.filter(source=source).latest("created_at").pk),
            _scanning(source),
        )
        if not _declare(silo, source, sources):
            return  # somebody cancelled the scan: nothing is known of the tables yet
        run = queue_enrolment(source, _steward(silo).actor)
    _finish(partial(work_on, run.pk), source.enrolments.filter(state__in=_LIVE))


def _scanning(source: Source) -> QuerySet[Scan]:
    return source.scans.filter(state__in=[state for state in ScanState if state.live])


def _finish(work: Callable[[], None], open_runs: QuerySet[Any]) -> None:
    """Wait until a run has ended: where no worker takes it up, or its worker died, work on it here."""
    until = time.monotonic() + _LONGEST_WAIT
    work()
    while open_runs.all().exists() and time.monotonic() < until:
        time.sleep(1)
        work()


def _declare(silo: Silo, source: Source, sources: Mapping[str, Source]) -> bool:
    """Declare the silo's tables as far as they are known; say whether any is."""
    steward = _steward(silo)
    for people in TABLES:
        if people.silo is silo:
            undeclared = Collection.objects.filter(source=source, name=people.table, people_table=None)
            for collection in undeclared:
                declare(steward, collection, _declaration(people, collection, sources))
    return PeopleTable.objects.filter(collection__source=source).exists()


def _declaration(people: People, collection: Collection, sources: Mapping[str, Source]) -> Declaration:
    fields: dict[str, UUID] = dict(collection.fields.values_list("name", "pk"))
    return Declaration(
        key=fields[people.key],
        one_row_each=people.one_row_each,
        columns=[
            Column(fields[name], kind, sources[issuer.name].pk if issuer else None, prefix)
            for name, kind, issuer, prefix in people.columns
        ],
        born=fields.get(people.born),
        country=fields.get(people.country),
    )


def _steward(silo: Silo) -> Principal:
    part = next(p for p in PARTS if p.role is Role.STEWARD and p.department == silo.department)
    return principal_for(User.objects.get(email=part.email))
