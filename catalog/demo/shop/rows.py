"""All rows of the shop's silo."""

import polars as pl

from catalog.demo.dice import Dice
from catalog.demo.plan import Plan
from catalog.demo.shop.assortment import assortment
from catalog.demo.shop.customers import customer_tables, registrations
from catalog.demo.shop.orders import orders
from catalog.demo.shop.traces import traces


def shop(plan: Plan, customers: pl.DataFrame) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Return the shop's tables, and its customer records with the person behind each."""
    dice = Dice(plan.seed, "shop")
    records = registrations(plan, dice.below("registrations"), customers)
    tables = assortment(plan, dice.below("assortment"))
    tables |= customer_tables(plan, dice.below("customers"), records)
    prices = tables["sortiment.preise"].filter(pl.col("gueltig_ab").dt.year() == plan.until.year)
    tables |= orders(plan, dice.below("orders"), records, tables["shop.kundenadressen"], prices)
    tables |= traces(plan, dice.below("traces"), records, tables["sortiment.artikel"]["artikel_nr"])
    return tables, records
