"""What was billed, paid, left open and dunned."""

from datetime import timedelta

import polars as pl

from catalog.demo.columns import numbered
from catalog.demo.dice import Dice
from catalog.demo.finance.debtors import ON_ACCOUNT
from catalog.demo.plan import Plan
from catalog.demo.words import texts

_STATIONS = ("Hannover", "Hamburg", "Berlin", "Köln")


def invoices(
    plan: Plan, dice: Dice, shop: dict[str, pl.DataFrame], debtors: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Return invoices, payments, open items, dunning letters and cases of fraud."""
    bills = _bills(dice, shop, debtors)
    overdue = bills.filter(pl.col("open"))
    return {
        "rechnungen": bills.select(
            "rechnung_nr",
            "debitor_nr",
            "bestell_ref",
            pl.col("day").dt.strftime("%Y-%m-%d").alias("rechnungsdatum"),
            "netto",
            "steuerschluessel",
            "brutto",
        ),
        "zahlungen": _payments(dice.below("payments"), bills.filter(~pl.col("open"))),
        "offene_posten": _open_items(plan, overdue),
        "mahnungen": _dunning(plan, dice.below("dunning"), overdue),
        "betrugsfaelle": _fraud(plan, dice.below("fraud"), overdue),
    }


def _bills(dice: Dice, shop: dict[str, pl.DataFrame], debtors: pl.DataFrame) -> pl.DataFrame:
    orders = shop["shop.bestellungen"].filter(
        pl.col("zahlart").is_in(ON_ACCOUNT) & (pl.col("status") != "storniert")
    )
    rows = orders.join(
        debtors.select("kunden_nr", "debitor_nr", "first", "last", "iban"),
        on="kunden_nr",
        maintain_order="left",
    )
    count = rows.height
    gross = (pl.col("warenwert") + pl.col("versandkosten")).round(2)
    year = pl.col("bestellt_am").dt.strftime("%Y")
    number = pl.int_range(1, pl.len() + 1).over(year).cast(pl.String).str.zfill(6)
    rate = pl.lit(dice.pick("rate", count, (1.19, 1.07), (80, 20)))
    return rows.with_columns(
        ("R" + year + "-" + number).alias("rechnung_nr"),
        pl.col("bestell_nr").cast(pl.String).alias("bestell_ref"),
        pl.col("bestellt_am").dt.date().alias("day"),
        gross.alias("brutto"),
        (gross / rate).round(2).alias("netto"),
        pl.when(rate == 1.19).then(pl.lit("V19")).otherwise(pl.lit("V07")).alias("steuerschluessel"),
        pl.lit(dice.chance("open", count, 0.05)).alias("open"),
    )


def _payments(dice: Dice, bills: pl.DataFrame) -> pl.DataFrame:
    count = bills.height
    other = pl.lit(dice.chance("other", count, 0.03))
    reference = pl.col("rechnung_nr") + pl.lit(
        dice.pick(
            "reference",
            count,
            ("", " danke", " fuer Mama", " KdNr siehe oben", " Ratenzahlung"),
            (88, 4, 3, 3, 2),
        )
    )
    return bills.select(
        pl.lit(numbered(count, 1)).alias("zahlung_id"),
        "rechnung_nr",
        (pl.col("day") + pl.duration(days=pl.lit(dice.whole("days", count, 1, 25))))
        .dt.strftime("%d.%m.%Y")
        .alias("buchungstag"),
        pl.col("brutto").alias("betrag"),
        pl.when(other)
        .then(pl.col("last"))
        .otherwise(pl.col("first") + " " + pl.col("last"))
        .alias("auftraggeber"),
        pl.col("iban").alias("auftraggeber_iban"),
        reference.alias("verwendungszweck"),
    )


def _level(plan: Plan) -> pl.Expr:
    return ((pl.lit(plan.until) - pl.col("day")).dt.total_days() // 30).clip(0, 3)


def _open_items(plan: Plan, overdue: pl.DataFrame) -> pl.DataFrame:
    return overdue.select(
        pl.col("rechnung_nr").alias("beleg_nr"),
        "debitor_nr",
        (pl.col("day") + timedelta(days=14)).dt.strftime("%Y-%m-%d").alias("faellig_am"),
        pl.col("brutto").alias("betrag_offen"),
        _level(plan).alias("mahnstufe"),
    )


def _dunning(plan: Plan, dice: Dice, overdue: pl.DataFrame) -> pl.DataFrame:
    rows = overdue.with_columns(_level(plan).alias("stufe")).filter(pl.col("stufe") > 0)
    count = rows.height
    file_no = "INK-" + pl.lit(dice.whole("file", count, 10_000, 99_999).cast(pl.String))
    return rows.select(
        pl.lit(numbered(count, 1)).alias("mahnung_id"),
        "rechnung_nr",
        "debitor_nr",
        "stufe",
        (pl.col("day") + pl.duration(days=pl.col("stufe") * 30)).dt.strftime("%d.%m.%Y").alias("versandt_am"),
        ((pl.col("stufe") - 1) * 2.5).alias("gebuehr"),
        pl.when(pl.col("stufe") == 3).then(file_no).alias("inkasso_az"),
    )


def _fraud(plan: Plan, dice: Dice, overdue: pl.DataFrame) -> pl.DataFrame:
    cases = overdue.unique("debitor_nr", keep="first", maintain_order=True)
    cases = cases.filter(_level(plan) == 3).head(max(3, plan.customers // 400))
    count = cases.height
    number = pl.lit(dice.whole("file", count, 1, 9999).cast(pl.String))
    return cases.select(
        pl.lit(numbered(count, 1)).alias("fall_id"),
        "debitor_nr",
        (pl.col("day") + timedelta(days=120)).dt.strftime("%d.%m.%Y").alias("strafanzeige_am"),
        (
            "StA "
            + pl.lit(dice.pick("station", count, _STATIONS))
            + " "
            + number
            + " Js/"
            + pl.col("day").dt.strftime("%y")
        ).alias("az_staatsanwaltschaft"),
        pl.lit(dice.pick("note", count, texts.FRAUD_NOTES)).alias("tatvorwurf"),
        pl.col("brutto").alias("schadenshoehe"),
    )
