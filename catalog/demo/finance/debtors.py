"""Whom the company has bills with: debtors typed anew from the shop's orders, and their bank accounts."""

import polars as pl

from catalog.demo import dirt, numbers
from catalog.demo.columns import numbered
from catalog.demo.dice import Dice
from catalog.demo.people import ascii_only
from catalog.demo.plan import Plan
from catalog.demo.staff import office_staff

ON_ACCOUNT = ("Rechnung", "Lastschrift", "Ratenkauf")


def debtors(plan: Plan, dice: Dice, shop: dict[str, pl.DataFrame], records: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each customer who ever bought on account, with all that other tables need of them.

    Debtor numbers run in an order of their own: nothing but name and e-mail joins them to the shop.
    """
    buyers = shop["shop.bestellungen"].filter(pl.col("zahlart").is_in(ON_ACCOUNT))["kunden_nr"].unique()
    rows = records.filter(pl.col("kunden_nr").is_in(buyers.implode()) & (pl.col("origin") != "test"))
    rows = rows[dice.order("shuffle", rows.height)]
    rows = rows.with_columns(pl.lit(numbered(rows.height, 200_001)).alias("debitor_nr"))
    return dirt.misspelt(rows, dice, ["first", "last", "street"], plan.dirt)


def debtor_table(plan: Plan, dice: Dice, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the table `debitoren`."""
    count = rows.height
    business = pl.col("company").is_not_null()
    person = pl.col("last") + ", " + pl.col("first")
    small = pl.lit(dice.chance("small", count, 0.35))
    typists = office_staff(plan).filter(pl.col("department") == "Buchhaltung")["initials"].to_list() or [
        "fibu"
    ]
    return rows.select(
        "debitor_nr",
        pl.when(pl.lit(dice.chance("ref", count, 0.7)))
        .then("SHP-" + pl.col("kunden_nr").cast(pl.String))
        .alias("ext_ref"),
        ascii_only(pl.col("last")).str.to_uppercase().str.slice(0, 12).alias("suchname"),
        pl.when(business).then("company").otherwise(person).alias("name1"),
        pl.when(business).then(person).alias("name2"),
        (pl.col("street") + " " + pl.col("house_no")).alias("strasse"),
        pl.col("zip").alias("plz"),
        pl.col("town").alias("ort"),
        pl.col("country").alias("land"),
        pl.col("email").alias("email_rechnung"),
        pl.when(business & ~small).then(pl.lit(numbers.vat_ids(dice, "vat", count))).alias("ust_id_nr"),
        pl.when(business).then(pl.lit(_tax_numbers(dice, count))).alias("steuernummer"),
        pl.when(business).then(small.cast(pl.Int64)).alias("kleinunternehmer"),
        pl.lit(dice.pick("terms", count, (14, 30, 8), (80, 15, 5))).alias("zahlungsziel_tage"),
        pl.lit(dice.pick("limit", count, (150.0, 300.0, 500.0, 1500.0), (20, 45, 25, 10))).alias(
            "kreditlimit"
        ),
        pl.when(pl.lit(dice.chance("scored", count, 0.8)))
        .then(pl.lit(dice.whole("score", count, 310, 990)))
        .alias("bonitaet_score"),
        pl.lit(dice.chance("stop", count, 0.02).cast(pl.Int64)).alias("mahnsperre"),
        pl.lit(dice.pick("typist", count, typists)).alias("angelegt_von"),
        pl.col("registered").dt.strftime("%Y-%m-%d").alias("aenderungsdatum"),
    )


def _tax_numbers(dice: Dice, count: int) -> pl.Series:
    parts = [
        dice.whole(f"tax.{part}", count, low, high).cast(pl.String)
        for part, low, high in (("a", 10, 99), ("b", 100, 999), ("c", 10_000, 99_999))
    ]
    return parts[0] + "/" + parts[1] + "/" + parts[2]


def bank_accounts(plan: Plan, dice: Dice, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the table `bankverbindungen`: the accounts of those who gave a mandate."""
    givers = rows.filter(pl.lit(dice.chance("mandate", rows.height, 0.55)))
    count = givers.height
    frame = givers.select(
        pl.lit(numbered(count, 1)).alias("bankverbindung_id"),
        "debitor_nr",
        (pl.col("first") + " " + pl.col("last")).alias("kontoinhaber"),
        "iban",
        ("TEST" + pl.col("iban").str.slice(0, 2) + pl.col("iban").str.slice(6, 2)).alias("bic"),
        ("MND" + pl.col("debitor_nr").cast(pl.String) + "-1").alias("mandatsreferenz"),
        pl.col("registered").dt.strftime("%d.%m.%Y").alias("mandat_vom"),
    )
    return dirt.untidy_ibans(frame, dice, "iban", plan.dirt.untidy_iban)
