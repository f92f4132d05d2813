"""What the shop sells: articles, groups, prices and suppliers; nothing here is about customers."""

from datetime import date

import polars as pl

from catalog.demo import numbers
from catalog.demo.columns import arrays, numbered, when
from catalog.demo.dice import Dice
from catalog.demo.people import ascii_only, given_names, surnames
from catalog.demo.plan import Plan
from catalog.demo.words import goods

_VAT = (("N", 19.0, date(2021, 1, 1)), ("E", 7.0, date(2021, 1, 1)), ("0", 0.0, date(2007, 1, 1)))
_REDUCED = ("WG30", "WG40", "WG41")


def assortment(plan: Plan, dice: Dice) -> dict[str, pl.DataFrame]:
    """Return the tables of the schema `sortiment`."""
    articles = _articles(dice)
    return {
        "sortiment.artikel": articles.drop("gross"),
        "sortiment.warengruppen": pl.DataFrame(
            {
                "warengruppe": [code for code, _, _ in goods.GROUPS],
                "name": [name for _, name, _ in goods.GROUPS],
                "mwst_code": ["E" if code in _REDUCED else "N" for code, _, _ in goods.GROUPS],
            }
        ),
        "sortiment.mwst_saetze": pl.DataFrame(_VAT, schema=["mwst_code", "satz", "gueltig_ab"], orient="row"),
        "sortiment.preise": _prices(plan, dice, articles),
        "sortiment.lieferanten": _suppliers(dice.below("suppliers")),
    }


def _articles(dice: Dice) -> pl.DataFrame:
    kinds = [
        (code, product, finish)
        for code, _, products in goods.GROUPS
        for product in products
        for finish in _finishes(code)
    ]
    rows = len(kinds)
    groups = pl.Series([code for code, _, _ in kinds])
    food = groups.is_in(goods.FOOD)
    return pl.DataFrame(
        {
            "artikel_nr": groups.str.slice(2) + "-" + numbered(rows, 1001).cast(pl.String),
            "bezeichnung": [f"{product} {finish}" for _, product, finish in kinds],
            "warengruppe": groups,
            "farbe_groesse": [finish for _, _, finish in kinds],
            "allergene": when(food, arrays(dice, "allergens", rows, goods.ALLERGENS, 0.2)),
            "ean": "2" + dice.whole("ean", rows, 0, 10**12 - 1).cast(pl.String).str.zfill(12),
            "gewicht_g": dice.whole("weight", rows, 2, 400) * 10,
            "bestand": dice.whole("stock", rows, 0, 800),
            "aktiv": dice.chance("active", rows, 0.93),
            "gross": (dice.unit("price", rows) ** 2 * 140 + 3).round(0) - 0.05,
        }
    )


def _finishes(group: str) -> tuple[str, ...]:
    return goods.FOOD_FINISHES if group in goods.FOOD else goods.FINISHES


def _prices(plan: Plan, dice: Dice, articles: pl.DataFrame) -> pl.DataFrame:
    now = articles.select(
        "artikel_nr",
        pl.lit(date(plan.until.year, 1, 1)).alias("gueltig_ab"),
        pl.col("gross").alias("vk_brutto"),
        (pl.col("gross") * (0.35 + pl.lit(dice.unit("margin", articles.height)) * 0.2))
        .round(2)
        .alias("ek_netto"),
    )
    before = now.with_columns(
        pl.lit(date(plan.until.year - 1, 1, 1)).alias("gueltig_ab"),
        (pl.col("vk_brutto") * 0.95).round(2),
        (pl.col("ek_netto") * 0.96).round(2),
    )
    return pl.concat([before, now])


def _suppliers(dice: Dice) -> pl.DataFrame:
    rows = len(goods.SUPPLIERS)
    frame = pl.concat([given_names(dice, rows), surnames(dice, rows).to_frame()], how="horizontal")
    return frame.select(
        pl.lit(numbered(rows, 1)).alias("lieferant_id"),
        pl.lit(pl.Series(goods.SUPPLIERS)).alias("firma"),
        (pl.col("first") + " " + pl.col("surname")).alias("ansprechpartner"),
        pl.lit(numbers.landlines(dice, "phone", rows)).alias("tel_ansprechpartner"),
        (ascii_only(pl.col("surname")).str.to_lowercase() + "@example.com").alias("mail_ansprechpartner"),
        pl.lit(dice.pick("town", rows, ("Flensburg", "Goslar", "Kiel", "Lingen", "Hannover"))).alias("ort"),
    )
