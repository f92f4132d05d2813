"""What customers order, and what they send back."""

import polars as pl

from catalog.demo.columns import later, numbered, repeated, within
from catalog.demo.dice import Dice
from catalog.demo.plan import Plan
from catalog.demo.words import goods, texts

_ORDERS = (0, 1, 2, 3, 4, 5, 8, 12, 25)
_ORDERS_WEIGHTS = (8, 36, 20, 12, 8, 6, 6, 3, 1)
_PAYMENTS = ("Rechnung", "Lastschrift", "PayPal", "Kreditkarte", "Vorkasse", "Ratenkauf")


def orders(
    plan: Plan, dice: Dice, customers: pl.DataFrame, addresses: pl.DataFrame, prices: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Return orders, their lines, and returns."""
    heads = _heads(plan, dice, customers, addresses)
    lines = _lines(dice.below("lines"), heads, prices)
    value = lines.group_by("bestell_nr").agg(
        (pl.col("menge") * pl.col("einzelpreis")).sum().round(2).alias("warenwert")
    )
    heads = heads.join(value, on="bestell_nr", how="left", maintain_order="left")
    delivery = pl.when(pl.col("warenwert") < 50).then(4.95).otherwise(0.0).alias("versandkosten")
    heads = heads.with_columns(delivery).select(
        "bestell_nr",
        "kunden_nr",
        "bestellt_am",
        "status",
        "lieferadresse_id",
        "zahlart",
        "gutscheincode",
        "warenwert",
        "versandkosten",
        "kundenhinweis",
        "geraet",
    )
    return {
        "shop.bestellungen": heads,
        "shop.bestellpositionen": lines,
        "shop.retouren": _returns(plan, dice.below("returns"), heads, lines),
        "shop.retourengruende": pl.DataFrame(
            goods.RETURN_REASONS, schema=["grund_code", "bezeichnung"], orient="row"
        ),
    }


def _heads(plan: Plan, dice: Dice, customers: pl.DataFrame, addresses: pl.DataFrame) -> pl.DataFrame:
    buyers = customers[repeated(dice.pick("count", customers.height, _ORDERS, _ORDERS_WEIGHTS))]
    when = later(dice, "when", buyers["registered"], pl.lit(plan.until))
    frame = (
        buyers.select("kunden_nr")
        .with_columns(pl.lit(when).alias("bestellt_am"))
        .sort("bestellt_am", "kunden_nr")
    )
    count = frame.height
    return frame.with_columns(
        pl.lit(numbered(count, 40_000_001)).alias("bestell_nr"),
        _status(plan, dice, count),
        _address(dice, frame, addresses),
        pl.lit(dice.pick("payment", count, _PAYMENTS, (38, 18, 24, 12, 4, 4))).alias("zahlart"),
        pl.lit(
            dice.pick(
                "coupon",
                count,
                (None, "WILLKOMMEN10", "FRUEHLING5", "TREUE15", "KATALOG24"),
                (82, 7, 4, 3, 4),
            )
        ).alias("gutscheincode"),
        pl.lit(
            dice.pick("note", count, (None, *texts.ORDER_NOTES), (94, *[6 / 7] * len(texts.ORDER_NOTES)))
        ).alias("kundenhinweis"),
        pl.lit(dice.pick("agent", count, (*texts.AGENTS, None), (30, 25, 12, 5, 22, 6))).alias("geraet"),
    )


def _status(plan: Plan, dice: Dice, count: int) -> pl.Expr:
    drawn = pl.lit(dice.pick("status", count, ("geliefert", "storniert", "retourniert"), (90, 3, 7)))
    recent = pl.col("bestellt_am") > pl.lit(plan.until).cast(pl.Datetime("us")) - pl.duration(days=4)
    return pl.when(recent).then(pl.lit("offen")).otherwise(drawn).alias("status")


def _address(dice: Dice, frame: pl.DataFrame, addresses: pl.DataFrame) -> pl.Expr:
    """Deliver to the customer's other address, where there is one, in half of the cases."""
    ids = addresses.group_by("kunden_nr").agg(
        pl.col("adress_id").min().alias("own"), pl.col("adress_id").max().alias("other")
    )
    both = frame.select("kunden_nr").join(ids, on="kunden_nr", how="left", maintain_order="left")
    elsewhere = pl.lit(dice.chance("elsewhere", frame.height, 0.5))
    return (
        pl.when(elsewhere)
        .then(pl.lit(both["other"]))
        .otherwise(pl.lit(both["own"]))
        .alias("lieferadresse_id")
    )


def _lines(dice: Dice, heads: pl.DataFrame, prices: pl.DataFrame) -> pl.DataFrame:
    order = repeated(dice.pick("lines", heads.height, (1, 2, 3, 4, 6), (42, 28, 15, 10, 5)))
    count = len(order)
    weights = [1 / (rank + 20) for rank in range(prices.height)]
    article = dice.order("popular", prices.height).gather(dice.places("article", count, weights))
    return pl.DataFrame(
        {
            "bestell_nr": heads["bestell_nr"].gather(order),
            "pos_nr": within(order),
            "artikel_nr": prices["artikel_nr"].gather(article),
            "menge": dice.pick("pieces", count, (1, 2, 3, 6), (78, 15, 5, 2)),
            "einzelpreis": prices["vk_brutto"].gather(article),
        }
    )


def _returns(plan: Plan, dice: Dice, heads: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each line of a returned order that came back."""
    sent_back = heads.filter(pl.col("status") == "retourniert").select("bestell_nr", "bestellt_am")
    rows = lines.join(sent_back, on="bestell_nr", maintain_order="left").filter(pl.col("pos_nr") <= 2)
    count = rows.height
    arrived = (pl.col("bestellt_am") + pl.duration(days=pl.lit(dice.whole("days", count, 5, 30)))).dt.date()
    return rows.select(
        pl.lit(numbered(count, 70_001)).alias("retoure_id"),
        "bestell_nr",
        "artikel_nr",
        pl.min_horizontal(arrived, pl.lit(plan.until)).alias("eingang_am"),
        pl.lit(
            dice.pick("reason", count, [code for code, _ in goods.RETURN_REASONS], (35, 25, 15, 10, 5, 10))
        ).alias("grund_code"),
        pl.lit(
            dice.pick("text", count, (None, *goods.RETURN_TEXTS), (60, *[5] * len(goods.RETURN_TEXTS)))
        ).alias("grund_freitext"),
        (pl.col("menge") * pl.col("einzelpreis")).round(2).alias("erstattung"),
    )
