"""The service desk's files, and what each of their columns truly holds."""

from catalog.demo.schema import Silo, tables

SERVICE = Silo(
    "demo_kundenservice",
    "Kundenservice",
    "files",
    tables("""
tickets/tickets.jsonl customer jsonl
    ticketId             text           none?
    createdAt            timestamp      behaviour?
    channel              text           behaviour?
    requesterEmail       text           contact.email
    requesterName        text           name
    requesterPhone       text           contact.phone
    orderReference       text           none?
    subject              text           opinion
    description          text           opinion
    priority             text           none
    status               text           none
    assigneeId           text           identifier.customer (employee)
    assigneeName         text           name (employee)
    satisfactionScore    integer        opinion
    tags                 text[]         none?
telefon/anrufliste.csv customer csv
    AnrufNr              integer        none?
    Datum                text           behaviour
    Rufnummer            text           contact.phone
    Kundenname           text           name
    Kundennr             text           identifier.customer
    "Dauer (Min)"        decimal        behaviour?
    Anliegen             text           behaviour?
    Gesprächsnotiz       text           free_text_may_contain_personal_data
    Bearbeiter           text           name (employee)
telefon/erreichbarkeit.csv - csv
    Monat                text           none
    Anrufe               integer        none
    "Angenommen (%)"     decimal        none
    "Wartezeit (Min)"    decimal        none
umfragen/nps_2026.parquet customer parquet
    responseId           integer        none?
    answeredAt           timestamp      behaviour?
    email                text           contact.email
    npsScore             integer        opinion
    comment              text           opinion
    ageGroup             text           date_of_birth_age
    gender               text           gender
    postcode             text           address
    wave                 text           none
reklamationen/reklamationen_2026.xlsx customer xlsx
    Nr                   integer        none?
    Eingang              date           behaviour?
    Kunde                text           name
    E-Mail               text           contact.email
    Bestellnummer        text           none?
    Artikel              text           behaviour?
    Reaktion             text           special.health
    "Arzt aufgesucht"    text           special.health
    "Kulanz EUR"         decimal        financial?
    Bearbeitet           text           name? (employee)
vorlagen/textbausteine.csv - csv
    Kürzel               text           none
    Betreff              text           none
    Text                 text           none
"""),
)
