"""The whole demo company in one call: four silos of rows, and who stands behind each key."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from catalog.demo.dice import Dice
from catalog.demo.finance.rows import finance
from catalog.demo.finance.schema import FINANCE
from catalog.demo.logistics.rows import logistics
from catalog.demo.logistics.schema import LOGISTICS
from catalog.demo.people import people
from catalog.demo.plan import Plan
from catalog.demo.schema import Silo
from catalog.demo.service.rows import service
from catalog.demo.service.schema import SERVICE
from catalog.demo.shop.rows import shop
from catalog.demo.shop.schema import SHOP

SILOS: tuple[Silo, ...] = (SHOP, LOGISTICS, FINANCE, SERVICE)


@dataclass(frozen=True, slots=True)
class Company:
    """What was made. `rows` holds one frame for each table, by silo name and table path.

    `persons` is the truth that no silo knows: one row for each (silo, key, person); the person is
    missing where nobody stands behind the key.
    """

    plan: Plan
    rows: Mapping[str, Mapping[str, pl.DataFrame]]
    persons: pl.DataFrame


def found(plan: Plan) -> Company:
    """Make the company of this plan: the same plan makes the same rows."""
    customers = people(plan, Dice(plan.seed, "people"))
    shop_rows, records = shop(plan, customers)
    finance_rows, debtors = finance(plan, shop_rows, records)
    rows = {
        SHOP.name: shop_rows,
        LOGISTICS.name: logistics(plan, shop_rows),
        FINANCE.name: finance_rows,
        SERVICE.name: service(plan, shop_rows, records),
    }
    return Company(
        plan, {silo.name: _ordered(silo, rows[silo.name]) for silo in SILOS}, _persons(records, debtors)
    )


def _ordered(silo: Silo, rows: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Put tables and columns into the order of the schema; a missing one is an error."""
    return {
        table.path: rows[table.path].select([column.name for column in table.columns])
        for table in silo.tables
    }


def _persons(records: pl.DataFrame, debtors: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(
        [
            records.select(
                pl.lit(SHOP.name).alias("silo"),
                pl.col("kunden_nr").cast(pl.String).alias("key"),
                "person",
                "origin",
            ),
            debtors.select(
                pl.lit(FINANCE.name).alias("silo"),
                pl.col("debitor_nr").cast(pl.String).alias("key"),
                "person",
                "origin",
            ),
        ]
    )
