"""The demo company's customers as they really are, before any silo writes them down."""

import polars as pl

from catalog.demo import numbers
from catalog.demo.dice import Dice, days_before
from catalog.demo.plan import Plan
from catalog.demo.words import names, places

_ASCII = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "é": "e",
    "ç": "c",
    "ş": "s",
    "ğ": "g",
    "ı": "i",
    "ł": "l",
    "ń": "n",
    "ś": "s",
    "ó": "o",
    "č": "c",
    "á": "a",
    "ị": "i",
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "Ç": "C",
    "Ş": "S",
    "Ž": "Z",
}
_DOMAINS = ("example.org", "example.com", "example.net", "mail.example.org", "post.example.net")
_COMPANIES = 0.04
_JOINERS_KEEP_NAME = 0.85


def ascii_only(text: pl.Expr) -> pl.Expr:
    """Write umlauts and other letters in the way of an old keyboard."""
    return text.str.replace_many(list(_ASCII), list(_ASCII.values()))


def people(plan: Plan, dice: Dice) -> pl.DataFrame:
    """Return one row for each real customer, in the order in which they came."""
    rows = plan.customers
    households = _households(plan, dice)
    frame = pl.concat(
        [
            pl.DataFrame({"person": pl.int_range(rows, eager=True)}),
            given_names(dice, rows),
            _contacts(dice, rows),
            households.drop("surname"),
        ],
        how="horizontal",
    )
    return frame.with_columns(
        _surnames(dice, households),
        pl.lit(_births(plan, dice, rows)).alias("born"),
        pl.lit(_companies(dice, households["surname"])).alias("company"),
        pl.lit(dice.days("joined", rows, plan.opened, days_before(plan.until, 7)).sort()).alias("joined"),
    ).pipe(_with_email, dice)


def given_names(dice: Dice, rows: int) -> pl.DataFrame:
    """Return gender, academic title and given name."""
    frame = pl.DataFrame(
        {
            "gender": dice.pick("gender", rows, ("w", "m", "d"), (53, 46, 1)),
            "women": dice.pick("women", rows, names.WOMEN),
            "men": dice.pick("men", rows, names.MEN),
            "either": dice.pick("either", rows, names.EITHER),
            "middle": dice.pick("middle", rows, names.MEN),
            "title": dice.pick("title", rows, (None, *names.TITLES), (94, 3.5, 0.5, 1, 1)),
        }
    )
    gender = pl.col("gender")
    first = (
        pl.when(gender == "w")
        .then(pl.col("women"))
        .when(gender == "m")
        .then(pl.col("men"))
        .otherwise(pl.col("either"))
    )
    second = (
        pl.when((gender == "m") & dice.chance("double", rows, 0.04))
        .then(first + "-" + pl.col("middle"))
        .otherwise(first)
    )
    return frame.select("gender", "title", second.alias("first"))


def surnames(dice: Dice, rows: int) -> pl.Series:
    """Return surnames, the common ones more often."""
    weights = [1 / (rank + 6) for rank in range(len(names.SURNAMES))]
    frame = pl.DataFrame(
        {
            "one": dice.pick("one", rows, names.SURNAMES, weights),
            "two": dice.pick("two", rows, names.SURNAMES, weights),
        }
    )
    double = dice.chance("double", rows, names.DOUBLE_SHARE)
    return frame.select(
        pl.when(double).then(pl.col("one") + "-" + pl.col("two")).otherwise("one").alias("surname")
    ).to_series()


def postal_addresses(dice: Dice, rows: int) -> pl.DataFrame:
    """Return one address a row with its rough position."""
    columns = list(zip(*places.TOWNS, strict=True))
    town = dice.places("town", rows, columns[3])
    letter = dice.pick("letter", rows, ("", "a", "b", "c"), (88, 7, 3, 2))
    return pl.DataFrame(
        {
            "country": pl.Series(columns[0]).gather(town),
            "zip": pl.Series(columns[1]).gather(town),
            "town": pl.Series(columns[2]).gather(town),
            "street": dice.pick("street", rows, places.STREETS),
            "house_no": dice.whole("house", rows, 1, 140).cast(pl.String) + letter,
            "addition": dice.pick(
                "addition",
                rows,
                (None, *places.ADDITIONS),
                (95, *[5 / len(places.ADDITIONS)] * len(places.ADDITIONS)),
            ),
            "lat": (pl.Series(columns[4]).gather(town) + dice.unit("lat", rows) * 0.06).round(5),
            "lon": (pl.Series(columns[5]).gather(town) + dice.unit("lon", rows) * 0.09).round(5),
        }
    )


def _households(plan: Plan, dice: Dice) -> pl.DataFrame:
    rows = plan.customers
    joins = dice.chance("joins", rows, plan.dirt.shared_household)
    household: pl.Series = (~joins).cum_sum().cast(pl.UInt32)
    household = household - household.item(0)
    count = household.item(-1) + 1
    homes = postal_addresses(dice.below("homes"), count).with_columns(
        pl.lit(surnames(dice.below("surnames"), count)).alias("surname"),
        pl.lit(numbers.landlines(dice, "landline", count)).alias("landline"),
    )
    return homes[household].with_columns(pl.lit(household).alias("household"), pl.lit(joins).alias("joins"))


def _surnames(dice: Dice, households: pl.DataFrame) -> pl.Expr:
    rows = households.height
    own = surnames(dice.below("own"), rows)
    kept = ~households["joins"] | dice.chance("keeps", rows, _JOINERS_KEEP_NAME)
    return pl.when(pl.lit(kept)).then(pl.lit(households["surname"])).otherwise(pl.lit(own)).alias("last")


def _contacts(dice: Dice, rows: int) -> pl.DataFrame:
    return pl.DataFrame(
        {"mobile": numbers.mobiles(dice, "mobile", rows), "iban": numbers.ibans(dice, "iban", rows)}
    )


def _births(plan: Plan, dice: Dice, rows: int) -> pl.Series:
    """Return dates of birth, most of them between 30 and 65 years ago, none under 16."""
    two = (dice.unit("born.1", rows) + dice.unit("born.2", rows)) / 2
    age_in_days = ((16 + two * 78) * 365.25).cast(pl.Int64)
    frame = pl.DataFrame({"age": age_in_days})
    return frame.select((pl.lit(plan.until) - pl.duration(days=pl.col("age"))).cast(pl.Date)).to_series()


def _companies(dice: Dice, surname: pl.Series) -> pl.Series:
    rows = len(surname)
    name = (
        dice.pick("trade", rows, names.TRADES)
        + " "
        + surname
        + " "
        + dice.pick("form", rows, names.COMPANY_FORMS)
    )
    return pl.select(pl.when(pl.lit(dice.chance("company", rows, _COMPANIES))).then(pl.lit(name))).to_series()


def _with_email(frame: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    """Add e-mail addresses: one for each person, but some families share one."""
    rows = frame.height
    style, domain = (
        dice.places("email", rows, (5, 3, 2)),
        dice.pick("domain", rows, _DOMAINS, (6, 5, 4, 2, 1)),
    )
    first, last = (
        ascii_only(pl.col(name)).str.to_lowercase().str.replace_all(r"[^a-z]", "")
        for name in ("first", "last")
    )
    local = (
        pl.when(pl.lit(style) == 0)
        .then(first + "." + last)
        .when(pl.lit(style) == 1)
        .then(first.str.slice(0, 1) + "." + last)
        .otherwise(first + pl.col("born").dt.strftime("%y"))
    )
    frame = frame.with_columns(local.alias("local"), pl.lit(domain).alias("domain"))
    count = pl.int_range(pl.len()).over("local", "domain")
    numbered = (
        pl.when(count == 0)
        .then(pl.col("local"))
        .otherwise(pl.col("local") + "-" + (count + 1).cast(pl.String))
    )
    frame = frame.with_columns((numbered + "@" + pl.col("domain")).alias("email")).drop("local", "domain")
    shared = pl.col("joins") & pl.lit(dice.chance("shares_email", rows, 0.15))
    return frame.with_columns(
        pl.when(shared).then(pl.col("email").first().over("household")).otherwise("email").alias("email")
    )
