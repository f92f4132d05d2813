"""The logistics tables, half of them under an old system's abbreviations, and what their columns truly hold."""

from catalog.demo.schema import Silo, tables

LOGISTICS = Silo(
    "demo_logistik",
    "Logistik",
    "postgresql",
    tables("""
tms.LIKP customer # Lieferungskopf, aus dem Altsystem
    VBELN                varchar(10)    none? key # Lieferung
    BSTNK                varchar(20)    none? # Bestellnummer des Shops
    NAME1                varchar(60)    name
    NAME2                varchar(60)    name
    STRAS                varchar(90)    address
    PSTLZ                varchar(10)    address
    ORT01                varchar(60)    address
    LAND1                char(2)        address
    TELF1                varchar(30)    contact.phone
    SMTP_ADDR            varchar(120)   contact.email # für die Sendungsankündigung
    WADAT                date           behaviour? # Warenausgang
    ZUST_HINW            text           free_text_may_contain_personal_data
    ABL_ORT              varchar(40)    address?
    MOB_CODE             char(1)        special.health? # R, G, T: Rollstuhl, Gehhilfe, taub
    AEDAT                date           none
tms.paket customer
    paket_ref            varchar(16)    none? key
    lieferung            varchar(10)    none? -> tms.LIKP.VBELN
    spediteur_id         integer        none -> tms.spediteur.spediteur_id
    gewicht_kg           decimal(6,2)   none
    sendungsnr           varchar(20)    behaviour?
    tour_id              integer        none -> tms.tour.tour_id
tms.zustellereignis customer
    ereignis_id          integer        none? key
    paket_ref            varchar(16)    none? -> tms.paket.paket_ref
    zeitpunkt            timestamp      behaviour
    ereignis             varchar(20)    behaviour
    breite               double         location
    laenge               double         location
    abgabe_name          varchar(80)    name # auch Nachbarn
    unterschrift_png     bytea          image_biometric
tms.fahrer employee
    fahrer_id            integer        identifier.customer key
    pers_nr              varchar(8)     identifier.customer
    vorname              varchar(60)    name
    name                 varchar(80)    name
    geb_dat              date           date_of_birth_age
    handy                varchar(30)    contact.phone
    fs_nr                varchar(11)    identifier.government # Führerscheinnummer
    fs_klasse            varchar(4)     employment?
    fs_gueltig_bis       date           identifier.government?
    schicht              varchar(10)    employment
    au_tage_lfd_jahr     smallint       special.health # Tage arbeitsunfähig
    eintritt             date           employment
tms.tour employee
    tour_id              integer        none? key
    datum                date           employment
    fahrer_id            integer        identifier.customer -> tms.fahrer.fahrer_id
    fahrzeug_kz          varchar(12)    none? -> lager.fahrzeug.kennzeichen
    start_zeit           timestamp      employment
    ende_zeit            timestamp      employment
    pause_min            smallint       employment
    stopps               smallint       employment?
tms.fahrleistung employee # Kilometer aus dem GPS-Modul, je Fahrer und Tag
    fahrer_id            integer        identifier.customer key -> tms.fahrer.fahrer_id
    datum                date           employment? key
    gps_km               decimal(7,1)   location?
    privat_km            decimal(6,1)   location?
    max_kmh              smallint       behaviour
    harte_bremsungen     smallint       behaviour
tms.gps_spur employee
    tour_id              integer        none? key -> tms.tour.tour_id
    lfd                  smallint       none key
    zeit                 timestamp      behaviour?
    lat                  double         location
    lon                  double         location
    kmh                  smallint       behaviour?
tms.spediteur contact_person
    spediteur_id         integer        none key
    firma                varchar(80)    none?
    disponent            varchar(80)    name
    disponent_tel        varchar(30)    contact.phone
    disponent_mail       varchar(120)   contact.email
tms.lagerbestand -
    lagerplatz           varchar(10)    none key -> lager.lagerplatz.lagerplatz
    artikel_nr           varchar(12)    none key
    menge                integer        none
    inventur_am          date           none
lager.lagerplatz -
    lagerplatz           varchar(10)    none key
    gang                 char(2)        none
    hoehe_cm             integer        none
    gesperrt             boolean        none
lager.fahrzeug -
    kennzeichen          varchar(12)    none? key
    modell               varchar(40)    none
    km_stand             integer        none
    naechste_hu          date           none
lager.packmittel -
    packmittel           varchar(8)     none key
    bezeichnung          varchar(40)    none
    volumen_l            decimal(6,2)   none
"""),
)
