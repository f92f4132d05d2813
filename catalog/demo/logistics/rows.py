"""All rows of the logistics silo."""

import polars as pl

from catalog.demo import numbers
from catalog.demo.columns import numbered
from catalog.demo.dice import Dice, days_before
from catalog.demo.logistics.deliveries import deliveries
from catalog.demo.logistics.tours import driving, tour_grid
from catalog.demo.people import ascii_only, given_names, surnames
from catalog.demo.plan import Plan
from catalog.demo.words import goods

_BOXES = (
    ("K1", "Karton klein", 8.5),
    ("K2", "Karton mittel", 22.0),
    ("K3", "Karton groß", 60.0),
    ("BF", "Büchersendung", 3.2),
    ("KI", "Kühlbox", 14.0),
)


def logistics(plan: Plan, shop: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the logistics tables for what the shop sold."""
    dice = Dice(plan.seed, "logistics")
    tours = tour_grid(plan)
    return {
        **driving(plan, dice, tours),
        **deliveries(plan, dice.below("deliveries"), shop, tours),
        "tms.spediteur": _carriers(dice.below("carriers")),
        **_warehouse(plan, dice.below("warehouse"), shop["sortiment.artikel"]),
    }


def _carriers(dice: Dice) -> pl.DataFrame:
    rows = len(goods.CARRIERS)
    frame = pl.concat([given_names(dice, rows), surnames(dice, rows).to_frame()], how="horizontal")
    return frame.select(
        pl.lit(numbered(rows, 1)).alias("spediteur_id"),
        pl.lit(pl.Series(goods.CARRIERS)).alias("firma"),
        (pl.col("first") + " " + pl.col("surname")).alias("disponent"),
        pl.lit(numbers.landlines(dice, "phone", rows)).alias("disponent_tel"),
        ("dispo." + ascii_only(pl.col("surname")).str.to_lowercase() + "@example.net").alias(
            "disponent_mail"
        ),
    )


def _warehouse(plan: Plan, dice: Dice, articles: pl.DataFrame) -> dict[str, pl.DataFrame]:
    count = articles.height
    place = [
        f"{'ABCDEFGH'[number // 80]}{number % 80 // 10:02d}-{number % 10:02d}" for number in range(count)
    ]
    return {
        "lager.lagerplatz": pl.DataFrame(
            {
                "lagerplatz": place,
                "gang": [code[:1] for code in place],
                "hoehe_cm": dice.pick("height", count, (40, 80, 120, 200)),
                "gesperrt": dice.chance("closed", count, 0.02),
            }
        ),
        "tms.lagerbestand": pl.DataFrame(
            {
                "lagerplatz": place,
                "artikel_nr": articles["artikel_nr"],
                "menge": articles["bestand"],
                "inventur_am": dice.days("counted", count, days_before(plan.until, 365), plan.until),
            }
        ),
        "lager.packmittel": pl.DataFrame(
            _BOXES, schema=["packmittel", "bezeichnung", "volumen_l"], orient="row"
        ),
    }
