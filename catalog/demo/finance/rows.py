"""All rows of the finance silo."""

import polars as pl

from catalog.demo.dice import Dice
from catalog.demo.finance.debtors import bank_accounts, debtor_table, debtors
from catalog.demo.finance.invoices import invoices
from catalog.demo.finance.payroll import ledgers, payroll
from catalog.demo.plan import Plan


def finance(
    plan: Plan, shop: dict[str, pl.DataFrame], records: pl.DataFrame
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Return the finance tables, and its debtors with the person behind each."""
    dice = Dice(plan.seed, "finance")
    rows = debtors(plan, dice.below("debtors"), shop, records)
    tables = {
        "debitoren": debtor_table(plan, dice.below("table"), rows),
        "bankverbindungen": bank_accounts(plan, dice.below("banks"), rows),
        **invoices(plan, dice.below("invoices"), shop, rows),
        **payroll(plan, dice.below("payroll")),
        **ledgers(),
    }
    return tables, rows
