"""The shop's tables, and what each of their columns truly holds."""

from catalog.demo.schema import Silo, tables

SHOP = Silo(
    "demo_shop",
    "Shop",
    "postgresql",
    tables("""
shop.kunden customer # Kundenstamm des Onlineshops
    kunden_nr            integer        identifier.customer key # Kundennummer, beginnt bei 1000001
    anrede               varchar(10)    gender
    titel                varchar(20)    name
    vorname              varchar(60)    name
    nachname             varchar(80)    name
    firma                varchar(120)   none?
    geburtsdatum         date           date_of_birth_age
    email                varchar(120)   contact.email
    telefon              varchar(30)    contact.phone
    mobil                varchar(30)    contact.phone
    kundengruppe         varchar(20)    behaviour?
    registriert_am       timestamp      behaviour?
    letzter_login        timestamp      behaviour
    sprache              char(2)        none?
    gesperrt             boolean        none?
    bemerkung            text           free_text_may_contain_personal_data # interne Notiz des Kundenservice
    geaendert_am         timestamp      none
shop.kundenadressen customer
    adress_id            integer        none? key
    kunden_nr            integer        identifier.customer -> shop.kunden.kunden_nr
    art                  varchar(10)    none # R Rechnung, L Lieferung
    empfaenger           varchar(140)   name
    adresszusatz         varchar(80)    address
    strasse              varchar(80)    address
    hausnr               varchar(10)    address
    plz                  varchar(10)    address
    ort                  varchar(60)    address
    land                 char(2)        address
shop.kundenkonto customer # Anmeldung am Shop
    kunden_nr            integer        identifier.customer key -> shop.kunden.kunden_nr
    login                varchar(120)   identifier.online
    passwort_hash        varchar(128)   credential
    passwort_salz        varchar(32)    credential
    reset_token          varchar(64)    credential
    letzte_ip            inet           identifier.online
    fehlversuche         smallint       behaviour?
    zwei_faktor          boolean        none?
shop.bestellungen customer # Kopf der Bestellung
    bestell_nr           bigint         none? key
    kunden_nr            integer        identifier.customer -> shop.kunden.kunden_nr
    bestellt_am          timestamp      behaviour
    status               varchar(12)    behaviour?
    lieferadresse_id     integer        address? -> shop.kundenadressen.adress_id
    zahlart              varchar(16)    financial?
    gutscheincode        varchar(20)    behaviour?
    warenwert            decimal(10,2)  behaviour
    versandkosten        decimal(6,2)   behaviour?
    kundenhinweis        text           free_text_may_contain_personal_data
    geraet               varchar(160)   identifier.online
shop.bestellpositionen customer
    bestell_nr           bigint         none? key -> shop.bestellungen.bestell_nr
    pos_nr               smallint       none key
    artikel_nr           varchar(12)    behaviour? -> sortiment.artikel.artikel_nr
    menge                smallint       behaviour?
    einzelpreis          decimal(10,2)  none?
shop.retouren customer
    retoure_id           integer        none? key
    bestell_nr           bigint         none? -> shop.bestellungen.bestell_nr
    artikel_nr           varchar(12)    behaviour? -> sortiment.artikel.artikel_nr
    eingang_am           date           behaviour
    grund_code           char(2)        behaviour? -> shop.retourengruende.grund_code
    grund_freitext       text           free_text_may_contain_personal_data
    erstattung           decimal(10,2)  financial?
shop.retourengruende -
    grund_code           char(2)        none key
    bezeichnung          varchar(40)    none
shop.newsletter_anmeldung customer # Einwilligung in den Newsletter, Double-Opt-in
    id                   integer        none? key
    email                varchar(120)   contact.email
    angemeldet_am        timestamp      behaviour
    bestaetigt_am        timestamp      behaviour
    bestaetigt_ip        inet           identifier.online
    abgemeldet_am        timestamp      behaviour
    quelle               varchar(20)    behaviour?
shop.wishlistItem customer
    itemId               integer        none? key
    customerNumber       integer        identifier.customer -> shop.kunden.kunden_nr
    articleNumber        varchar(12)    behaviour -> sortiment.artikel.artikel_nr
    addedAt              timestamp      behaviour
    isPublic             boolean        behaviour?
shop.filter_einstellungen customer # gespeicherte Filter im Feinkostsortiment
    kunden_nr            integer        identifier.customer key -> shop.kunden.kunden_nr
    allergen_ausschluss  text[]         special.health # blendet Artikel mit diesen Allergenen aus
    ernaehrungsweise     varchar(20)    special.religion? # auch halal und koscher
    gespeichert_am       timestamp      behaviour
shop.webSession customer
    sessionId            varchar(32)    identifier.online key
    customerNumber       integer        identifier.customer -> shop.kunden.kunden_nr
    startedAt            timestamp      behaviour
    ipAddress            inet           identifier.online
    userAgent            varchar(160)   identifier.online
    utmSource            varchar(20)    behaviour?
    pageViews            smallint       behaviour
    context              jsonb          identifier.online? # Gerätemerkmale aus dem Browser
shop.bewertungen customer
    bewertung_id         integer        none? key
    artikel_nr           varchar(12)    behaviour? -> sortiment.artikel.artikel_nr
    kunden_nr            integer        identifier.customer -> shop.kunden.kunden_nr
    anzeigename          varchar(60)    name
    sterne               smallint       opinion
    titel                varchar(60)    opinion
    text                 text           opinion
    erstellt_am          timestamp      behaviour
shop.benutzer employee # Mitarbeiter mit Zugang zum Shop-Backend
    benutzer_id          integer        identifier.customer key
    kuerzel              varchar(10)    identifier.online
    name                 varchar(80)    name
    email                varchar(120)   contact.email
    rolle                varchar(30)    employment
    durchwahl            varchar(30)    contact.phone
    letzte_anmeldung     timestamp      behaviour
shop.einstellungen -
    schluessel           varchar(60)    none key
    wert                 text           none
sortiment.artikel -
    artikel_nr           varchar(12)    none key
    bezeichnung          varchar(80)    none
    warengruppe          varchar(6)     none -> sortiment.warengruppen.warengruppe
    farbe_groesse        varchar(20)    none
    allergene            text[]         none # Kennzeichnung nach LMIV
    ean                  varchar(13)    none
    gewicht_g            integer        none
    bestand              integer        none
    aktiv                boolean        none
sortiment.warengruppen -
    warengruppe          varchar(6)     none key
    name                 varchar(40)    none
    mwst_code            char(1)        none -> sortiment.mwst_saetze.mwst_code
sortiment.mwst_saetze -
    mwst_code            char(1)        none key
    satz                 decimal(4,2)   none
    gueltig_ab           date           none
sortiment.preise -
    artikel_nr           varchar(12)    none key -> sortiment.artikel.artikel_nr
    gueltig_ab           date           none key
    vk_brutto            decimal(10,2)  none
    ek_netto             decimal(10,2)  none
sortiment.lieferanten contact_person
    lieferant_id         integer        none? key
    firma                varchar(80)    none?
    ansprechpartner      varchar(80)    name
    tel_ansprechpartner  varchar(30)    contact.phone
    mail_ansprechpartner varchar(120)   contact.email
    ort                  varchar(60)    none?
"""),
)
