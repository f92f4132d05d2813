"""The payroll of the company's own people, and finance's tables about nobody."""

import polars as pl

from catalog.demo import numbers
from catalog.demo.dice import Dice, days_before
from catalog.demo.plan import Plan
from catalog.demo.staff import staff

_INSURERS = ("Nordkasse", "Gesundheitskasse Leine", "Betriebskasse Hansen", "Ersatzkasse Förde")
_ACCOUNTS = (
    ("1200", "Bank", "Aktiv"),
    ("1400", "Forderungen", "Aktiv"),
    ("1600", "Verbindlichkeiten", "Passiv"),
    ("4100", "Löhne und Gehälter", "Aufwand"),
    ("4910", "Porto", "Aufwand"),
    ("8300", "Erlöse 7 %", "Ertrag"),
    ("8400", "Erlöse 19 %", "Ertrag"),
)
_CENTRES = (
    ("100", "Geschäftsführung", 180_000.0),
    ("200", "Einkauf", 90_000.0),
    ("300", "Lager und Versand", 410_000.0),
    ("400", "Kundenservice", 150_000.0),
)
_RATES = (
    ("CHF", "2026-09-30", 0.9412),
    ("CHF", "2026-10-30", 0.9388),
    ("GBP", "2026-09-30", 0.8611),
    ("GBP", "2026-10-30", 0.8645),
)


def payroll(plan: Plan, dice: Dice) -> dict[str, pl.DataFrame]:
    """Return the tables of the wage office."""
    people = staff(plan)
    return {
        "lohn_stammdaten": _master(plan, dice, people),
        "lohn_fehlzeiten": _absences(plan, dice.below("absences"), people),
    }


def _master(plan: Plan, dice: Dice, people: pl.DataFrame) -> pl.DataFrame:
    rows = people.height
    left = pl.lit(dice.chance("left", rows, 0.06))
    last_day = pl.lit(dice.days("left_on", rows, days_before(plan.until, 50), plan.until)).dt.strftime(
        "%Y-%m-%d"
    )
    return people.select(
        "pers_nr",
        pl.col("first").alias("vorname"),
        pl.col("last").alias("nachname"),
        pl.col("born").dt.strftime("%d.%m.%Y").alias("geb_datum"),
        pl.lit(pl.Series(numbers.tax_ids(dice, "tax", rows))).alias("steuer_id"),
        pl.lit(
            pl.Series(
                numbers.social_security_ids(dice, "sv", people["last"].to_list(), people["born"].to_list())
            )
        ).alias("sv_nummer"),
        pl.lit(dice.pick("class", rows, (1, 2, 3, 4, 5, 6), (42, 5, 14, 28, 9, 2))).alias("steuerklasse"),
        pl.lit(dice.pick("children", rows, (0.0, 0.5, 1.0, 1.5, 2.0, 3.0), (55, 12, 15, 5, 10, 3))).alias(
            "kinderfreibetrag"
        ),
        pl.lit(dice.pick("faith", rows, (None, "ev", "rk", "ak", "isr"), (52, 28, 17, 2, 1))).alias(
            "konfession"
        ),
        pl.lit(
            dice.pick(
                "status",
                rows,
                ("ledig", "verheiratet", "geschieden", "verwitwet", "eingetragene Lebenspartnerschaft"),
                (42, 43, 11, 3, 1),
            )
        ).alias("familienstand"),
        pl.lit(dice.pick("insurer", rows, _INSURERS)).alias("krankenkasse"),
        pl.lit(dice.pick("disability", rows, (None, 30, 50, 80), (93, 3, 3, 1))).alias(
            "grad_der_behinderung"
        ),
        pl.lit(dice.pick("union", rows, (None, 24.5, 31.0), (82, 10, 8))).alias("gewerkschaftsbeitrag"),
        "iban",
        pl.lit(dice.whole("wage", rows, 2_150, 6_900).cast(pl.Float64)).alias("brutto_monat"),
        pl.col("department").alias("abteilung"),
        pl.col("entered").dt.strftime("%Y-%m-%d").alias("eintritt"),
        pl.when(left).then(last_day).alias("austritt"),
    )


def _absences(plan: Plan, dice: Dice, people: pl.DataFrame) -> pl.DataFrame:
    away = people.filter(pl.lit(dice.chance("away", people.height, 0.6)))
    rows = away.height
    first = pl.lit(dice.days("from", rows, days_before(plan.until, 300), days_before(plan.until, 20)))
    until = first + pl.duration(days=pl.lit(dice.whole("days", rows, 1, 15)))
    return away.select(
        "pers_nr",
        first.dt.strftime("%d.%m.%Y").alias("von"),
        until.dt.strftime("%d.%m.%Y").alias("bis"),
        pl.lit(
            dice.pick(
                "why", rows, ("krank", "krank, Kind", "Reha", "Urlaub", "Elternzeit"), (45, 12, 4, 35, 4)
            )
        ).alias("grund"),
    )


def ledgers() -> dict[str, pl.DataFrame]:
    """Return accounts, tax keys, cost centres and rates."""
    return {
        "kontenplan": pl.DataFrame(_ACCOUNTS, schema=["konto", "bezeichnung", "art"], orient="row"),
        "steuerschluessel": pl.DataFrame(
            [
                ("V19", 19.0, "Umsatzsteuer 19 %"),
                ("V07", 7.0, "Umsatzsteuer 7 %"),
                ("V00", 0.0, "steuerfrei"),
            ],
            schema=["schluessel", "satz", "text"],
            orient="row",
        ),
        "kostenstellen": pl.DataFrame(
            _CENTRES, schema=["kostenstelle", "bezeichnung", "budget"], orient="row"
        ),
        "waehrungskurse": pl.DataFrame(_RATES, schema=["waehrung", "stichtag", "kurs"], orient="row"),
    }
