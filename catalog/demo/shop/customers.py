"""Who is registered at the shop: the real customers, some of them twice, with the faults of typed data."""

import polars as pl

from catalog.demo import dirt, numbers
from catalog.demo.columns import arrays, later, numbered
from catalog.demo.dice import Dice, days_before
from catalog.demo.people import ascii_only, people, postal_addresses
from catalog.demo.plan import Plan
from catalog.demo.words import goods, names, texts

_TYPED = ["first", "last", "street", "town"]


def registrations(plan: Plan, dice: Dice, customers: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each customer record of the shop; `person` is missing in test rows."""
    first = customers.with_columns(pl.lit("real").alias("origin"))
    rows = pl.concat(
        [first, _duplicates(plan, dice, customers), _test_rows(plan, dice.below("tests"))], how="diagonal"
    )
    rows = rows.with_columns(pl.lit(_moments(dice, rows["joined"])).alias("registered")).sort(
        "registered", maintain_order=True
    )
    steps = dice.whole("gap", rows.height, 1, 2)
    rows = rows.with_columns((pl.lit(steps).cum_sum() + 1_000_000).cast(pl.Int64).alias("kunden_nr"))
    return _dirty(plan, dice.below("dirt"), rows)


def _moments(dice: Dice, days: pl.Series) -> pl.Series:
    seconds = dice.whole("time", len(days), 6 * 3600, 23 * 3600)
    return days.cast(pl.Datetime("us")) + (seconds * 1_000_000).cast(pl.Duration("us"))


def _duplicates(plan: Plan, dice: Dice, customers: pl.DataFrame) -> pl.DataFrame:
    """Return some customers a second time, with another e-mail address or another spelling."""
    twice = customers.filter(pl.lit(dice.chance("twice", customers.height, plan.dirt.duplicates)))
    other_mail = pl.lit(dice.chance("other_mail", twice.height, 0.6))
    again = later(dice, "again", twice["joined"], pl.lit(plan.until)).cast(pl.Date)
    return twice.with_columns(
        pl.when(other_mail)
        .then(pl.col("email").str.replace("@", ".privat@"))
        .otherwise("email")
        .alias("email"),
        pl.when(~other_mail).then(ascii_only(pl.col("last"))).otherwise("last").alias("last"),
        pl.when(other_mail).then(pl.col("first").str.slice(0, 1) + ".").otherwise("first").alias("first"),
        pl.lit(again).alias("joined"),
        pl.lit("duplicate").alias("origin"),
    )


def _test_rows(plan: Plan, dice: Dice) -> pl.DataFrame:
    rows = max(1, round(plan.customers * plan.dirt.test_rows))
    made = people(Plan(customers=max(rows, 20), seed=plan.seed, until=plan.until), dice).head(rows)
    place = dice.places("who", rows, [1.0] * len(names.TEST_NAMES))
    first, last = zip(*names.TEST_NAMES, strict=True)
    return made.with_columns(
        pl.lit(None, dtype=pl.Int64).alias("person"),
        pl.lit("test").alias("origin"),
        pl.lit(pl.Series(first).gather(place)).alias("first"),
        pl.lit(pl.Series(last).gather(place)).alias("last"),
        pl.lit("test@example.com").alias("email"),
        pl.lit("Teststraße").alias("street"),
        pl.lit("12345").alias("zip"),
        pl.lit("Testhausen").alias("town"),
    )


def _dirty(plan: Plan, dice: Dice, rows: pl.DataFrame) -> pl.DataFrame:
    faults = plan.dirt
    rows = dirt.misspelt(rows, dice, _TYPED, faults)
    rows = dirt.swapped(rows, dice, "first", "last", faults.swapped_names)
    for column, share in (
        ("email", faults.missing_email),
        ("landline", faults.missing_phone),
        ("mobile", faults.missing_phone),
        ("born", faults.missing_birth_date),
    ):
        rows = dirt.missing(rows, dice, column, share)
    return rows


def customer_tables(plan: Plan, dice: Dice, rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the tables about the customer records themselves."""
    return {
        "shop.kunden": _customers(plan, dice.below("customers"), rows),
        "shop.kundenadressen": _addresses(dice.below("addresses"), rows),
        "shop.kundenkonto": _accounts(dice.below("accounts"), rows),
        "shop.newsletter_anmeldung": _newsletter(plan, dice.below("newsletter"), rows),
        "shop.filter_einstellungen": _filters(plan, dice.below("filters"), rows),
    }


def _customers(plan: Plan, dice: Dice, rows: pl.DataFrame) -> pl.DataFrame:
    count = rows.height
    seen = later(dice, "login", rows["registered"], pl.lit(plan.until))
    return rows.select(
        "kunden_nr",
        pl.col("gender").replace_strict({"w": "Frau", "m": "Herr", "d": ""}).alias("anrede"),
        pl.col("title").alias("titel"),
        pl.col("first").alias("vorname"),
        pl.col("last").alias("nachname"),
        pl.col("company").alias("firma"),
        pl.col("born").alias("geburtsdatum"),
        "email",
        pl.col("landline").alias("telefon"),
        pl.col("mobile").alias("mobil"),
        pl.lit(
            dice.pick("group", count, ("Standard", "Stammkunde", "Neukunde", "Mitarbeiter"), (70, 18, 11, 1))
        ).alias("kundengruppe"),
        pl.col("registered").alias("registriert_am"),
        pl.lit(seen).alias("letzter_login"),
        pl.lit(dice.pick("language", count, ("de", "en", "tr"), (96, 3, 1))).alias("sprache"),
        pl.lit(dice.chance("locked", count, 0.01)).alias("gesperrt"),
        pl.lit(
            dice.pick(
                "remark", count, (None, *texts.REMARKS), (95, *[5 / len(texts.REMARKS)] * len(texts.REMARKS))
            )
        ).alias("bemerkung"),
        pl.lit(seen).alias("geaendert_am"),
    )


def _addresses(dice: Dice, rows: pl.DataFrame) -> pl.DataFrame:
    """Return each customer's own address and, for some, another one to deliver to."""
    place = ["addition", "street", "house_no", "zip", "town", "country"]
    name = pl.col("first") + " " + pl.col("last")
    own = rows.select("kunden_nr", pl.lit("R").alias("art"), name.alias("empfaenger"), *place)
    gifts = rows.filter(pl.lit(dice.chance("gift", rows.height, 0.15)))
    neighbours = rows[dice.whole("neighbour", gifts.height, 0, rows.height - 1)].select(
        name.alias("empfaenger")
    )
    other = pl.concat(
        [
            gifts.select("kunden_nr", pl.lit("L").alias("art")),
            neighbours,
            postal_addresses(dice, gifts.height).select(place),
        ],
        how="horizontal",
    )
    both = pl.concat([own, other]).sort("kunden_nr", "art", descending=[False, True], maintain_order=True)
    return both.rename(
        {
            "addition": "adresszusatz",
            "street": "strasse",
            "house_no": "hausnr",
            "zip": "plz",
            "town": "ort",
            "country": "land",
        }
    ).insert_column(0, numbered(both.height, 500_001).alias("adress_id"))


def _accounts(dice: Dice, rows: pl.DataFrame) -> pl.DataFrame:
    with_account = rows.filter(pl.col("email").is_not_null())
    count = with_account.height
    resets = pl.lit(dice.chance("reset", count, 0.03))
    return with_account.select(
        "kunden_nr",
        pl.col("email").alias("login"),
        pl.lit(dice.hexes("hash", count, 64)).alias("passwort_hash"),
        pl.lit(dice.hexes("salt", count, 16)).alias("passwort_salz"),
        pl.when(resets).then(pl.lit(dice.hexes("token", count, 40))).alias("reset_token"),
        pl.lit(numbers.addresses(dice, "ip", count)).alias("letzte_ip"),
        pl.lit(dice.pick("failures", count, (0, 1, 2, 5), (90, 6, 3, 1))).alias("fehlversuche"),
        pl.lit(dice.chance("second", count, 0.08)).alias("zwei_faktor"),
    )


def _newsletter(plan: Plan, dice: Dice, rows: pl.DataFrame) -> pl.DataFrame:
    readers = rows.filter(pl.col("email").is_not_null() & pl.lit(dice.chance("reads", rows.height, 0.45)))
    count = readers.height
    confirmed = pl.lit(dice.chance("confirmed", count, 0.86))
    left = later(dice, "left", readers["registered"], pl.lit(days_before(plan.until, 1)))
    return readers.select(
        pl.lit(numbered(count, 1)).alias("id"),
        "email",
        pl.col("registered").alias("angemeldet_am"),
        pl.when(confirmed)
        .then(pl.col("registered") + pl.duration(minutes=pl.lit(dice.whole("delay", count, 1, 600))))
        .alias("bestaetigt_am"),
        pl.when(confirmed).then(pl.lit(numbers.addresses(dice, "ip", count))).alias("bestaetigt_ip"),
        pl.when(pl.lit(dice.chance("leaves", count, 0.3))).then(pl.lit(left)).alias("abgemeldet_am"),
        pl.lit(dice.pick("origin", count, ("checkout", "fusszeile", "gewinnspiel"), (70, 20, 10))).alias(
            "quelle"
        ),
    )


def _filters(plan: Plan, dice: Dice, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the saved filters of the food range: what someone may not or will not eat."""
    eaters = rows.filter(pl.lit(dice.chance("filters", rows.height, 0.12)))
    count = eaters.height
    return eaters.select(
        "kunden_nr",
        pl.lit(arrays(dice, "without", count, goods.ALLERGENS, 0.17)).alias("allergen_ausschluss"),
        pl.lit(dice.pick("diet", count, (None, *goods.DIETS), (55, 10, 15, 8, 2, 5, 5))).alias(
            "ernaehrungsweise"
        ),
        pl.lit(later(dice, "saved", eaters["registered"], pl.lit(plan.until))).alias("gespeichert_am"),
    )
