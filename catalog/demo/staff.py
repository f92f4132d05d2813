"""The people who work for the demo company: one list from which all silos draw."""

from datetime import date

import polars as pl

from catalog.demo import numbers
from catalog.demo.dice import Dice, days_before
from catalog.demo.people import ascii_only, given_names, surnames
from catalog.demo.plan import Plan

_DEPARTMENTS = ("Einkauf", "Kundenservice", "Buchhaltung", "IT", "Marketing", "Personal", "Lager")


def staff(plan: Plan) -> pl.DataFrame:
    """Return all employees; the first ones of them drive."""
    dice = Dice(plan.seed, "staff")
    rows = plan.employees
    frame = pl.concat(
        [given_names(dice, rows), surnames(dice, rows).alias("last").to_frame()], how="horizontal"
    )
    driver = pl.lit(pl.int_range(rows, eager=True) < plan.drivers)
    plain = [
        ascii_only(pl.col(name)).str.to_lowercase().str.replace_all("[^a-z]", "")
        for name in ("first", "last")
    ]
    number = pl.int_range(pl.len()).cast(pl.String).str.zfill(4)
    return frame.with_columns(
        ("P" + number).alias("pers_nr"),
        driver.alias("driver"),
        (plain[0].str.slice(0, 1) + plain[1].str.slice(0, 3) + number.str.slice(2)).alias("initials"),
        (plain[0] + "." + plain[1] + number.str.slice(2) + "@example.com").alias("email"),
        pl.lit(
            dice.days("born", rows, date(plan.until.year - 64, 1, 1), date(plan.until.year - 20, 12, 31))
        ).alias("born"),
        pl.lit(
            dice.days("entered", rows, date(plan.until.year - 19, 1, 1), days_before(plan.until, 60))
        ).alias("entered"),
        pl.lit(numbers.mobiles(dice, "mobile", rows)).alias("mobile"),
        pl.lit(numbers.ibans(dice, "iban", rows)).alias("iban"),
        pl.when(driver)
        .then(pl.lit("Fuhrpark"))
        .otherwise(pl.lit(dice.pick("department", rows, _DEPARTMENTS)))
        .alias("department"),
    )


def office_staff(plan: Plan) -> pl.DataFrame:
    """Return those who do not drive."""
    return staff(plan).filter(~pl.col("driver"))


def drivers(plan: Plan) -> pl.DataFrame:
    """Return those who drive."""
    return staff(plan).filter(pl.col("driver"))
