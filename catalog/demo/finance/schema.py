"""The finance tables, and what each of their columns truly holds."""

from catalog.demo.schema import Silo, tables

FINANCE = Silo(
    "demo_finanzen",
    "Finanzen",
    "sqlite",
    tables("""
debitoren customer
    debitor_nr           integer        identifier.customer key
    ext_ref              text           identifier.customer
    suchname             text           name
    name1                text           name
    name2                text           name
    strasse              text           address
    plz                  text           address
    ort                  text           address
    land                 text           address
    email_rechnung       text           contact.email
    ust_id_nr            text           identifier.government?
    steuernummer         text           identifier.government
    kleinunternehmer     integer        financial?
    zahlungsziel_tage    integer        financial?
    kreditlimit          real           financial
    bonitaet_score       integer        financial
    mahnsperre           integer        financial?
    angelegt_von         text           identifier.online? (employee)
    aenderungsdatum      text           none
bankverbindungen customer
    bankverbindung_id    integer        none? key
    debitor_nr           integer        identifier.customer -> debitoren.debitor_nr
    kontoinhaber         text           name
    iban                 text           financial
    bic                  text           financial
    mandatsreferenz      text           financial
    mandat_vom           text           financial
rechnungen customer
    rechnung_nr          text           none? key
    debitor_nr           integer        identifier.customer -> debitoren.debitor_nr
    bestell_ref          text           none?
    rechnungsdatum       text           behaviour?
    netto                real           behaviour?
    steuerschluessel     text           none -> steuerschluessel.schluessel
    brutto               real           behaviour?
offene_posten customer
    beleg_nr             text           none? key -> rechnungen.rechnung_nr
    debitor_nr           integer        identifier.customer -> debitoren.debitor_nr
    faellig_am           text           financial
    betrag_offen         real           financial
    mahnstufe            integer        financial
zahlungen customer
    zahlung_id           integer        none? key
    rechnung_nr          text           none? -> rechnungen.rechnung_nr
    buchungstag          text           financial
    betrag               real           financial
    auftraggeber         text           name
    auftraggeber_iban    text           financial
    verwendungszweck     text           free_text_may_contain_personal_data?
mahnungen customer
    mahnung_id           integer        none? key
    rechnung_nr          text           none? -> rechnungen.rechnung_nr
    debitor_nr           integer        identifier.customer -> debitoren.debitor_nr
    stufe                integer        financial
    versandt_am          text           financial?
    gebuehr              real           financial
    inkasso_az           text           financial?
betrugsfaelle customer
    fall_id              integer        none? key
    debitor_nr           integer        identifier.customer -> debitoren.debitor_nr
    strafanzeige_am      text           criminal
    az_staatsanwaltschaft text          criminal
    tatvorwurf           text           criminal
    schadenshoehe        real           financial?
lohn_stammdaten employee
    pers_nr              text           identifier.customer key
    vorname              text           name
    nachname             text           name
    geb_datum            text           date_of_birth_age
    steuer_id            text           identifier.government
    sv_nummer            text           identifier.government
    steuerklasse         integer        financial
    kinderfreibetrag     real           family
    konfession           text           special.religion
    familienstand        text           family
    krankenkasse         text           special.health?
    grad_der_behinderung integer        special.health
    gewerkschaftsbeitrag real           special.union
    iban                 text           financial
    brutto_monat         real           financial
    abteilung            text           employment
    eintritt             text           employment
    austritt             text           employment
lohn_fehlzeiten employee
    pers_nr              text           identifier.customer key -> lohn_stammdaten.pers_nr
    von                  text           employment? key
    bis                  text           employment?
    grund                text           special.health?
kontenplan -
    konto                text           none key
    bezeichnung          text           none
    art                  text           none
steuerschluessel -
    schluessel           text           none key
    satz                 real           none
    text                 text           none
kostenstellen -
    kostenstelle         text           none key
    bezeichnung          text           none
    budget               real           none
waehrungskurse -
    waehrung             text           none key
    stichtag             text           none key
    kurs                 real           none
"""),
)
