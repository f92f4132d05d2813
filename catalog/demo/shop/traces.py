"""What customers leave behind in the shop: sessions, wishes, reviews; and who works in its back end."""

import polars as pl

from catalog.demo import numbers
from catalog.demo.columns import later, numbered, repeated
from catalog.demo.dice import Dice, days_before
from catalog.demo.plan import Plan
from catalog.demo.staff import office_staff
from catalog.demo.words import texts

_SETTINGS = (
    ("shop.name", "Hansen & Co. Versandhaus"),
    ("shop.waehrung", "EUR"),
    ("checkout.gastbestellung", "false"),
    ("newsletter.absender", "post@example.com"),
    ("session.dauer_min", "45"),
    ("feinkost.filter_merken", "true"),
)
_ROLES = ("Einkauf", "Redaktion", "Kundenservice", "Administration")


def traces(plan: Plan, dice: Dice, customers: pl.DataFrame, articles: pl.Series) -> dict[str, pl.DataFrame]:
    """Return the tables of use and opinion, and the back end's own."""
    return {
        "shop.wishlistItem": _wishes(plan, dice.below("wishes"), customers, articles),
        "shop.webSession": _sessions(plan, dice.below("sessions"), customers),
        "shop.bewertungen": _reviews(plan, dice.below("reviews"), customers, articles),
        "shop.benutzer": _users(plan, dice.below("users")),
        "shop.einstellungen": pl.DataFrame(_SETTINGS, schema=["schluessel", "wert"], orient="row"),
    }


def _wishes(plan: Plan, dice: Dice, customers: pl.DataFrame, articles: pl.Series) -> pl.DataFrame:
    who = customers[repeated(dice.pick("count", customers.height, (0, 1, 3, 8), (78, 11, 8, 3)))]
    count = who.height
    return pl.DataFrame(
        {
            "itemId": numbered(count, 1),
            "customerNumber": who["kunden_nr"],
            "articleNumber": articles.gather(dice.whole("article", count, 0, len(articles) - 1)),
            "addedAt": later(dice, "added", who["registered"], pl.lit(plan.until)),
            "isPublic": dice.chance("public", count, 0.1),
        }
    )


def _sessions(plan: Plan, dice: Dice, customers: pl.DataFrame) -> pl.DataFrame:
    """Return the sessions of the last 90 days, most of them of nobody who is signed in."""
    count = customers.height * 3
    visitor = customers["kunden_nr"].gather(dice.whole("who", count, 0, customers.height - 1))
    known = pl.lit(dice.chance("known", count, 0.35))
    frame = pl.DataFrame(
        {
            "sessionId": dice.hexes("id", count, 32),
            "customerNumber": visitor,
            "startedAt": dice.moments("started", count, days_before(plan.until, 90), plan.until),
            "ipAddress": numbers.addresses(dice, "ip", count),
            "userAgent": dice.pick("agent", count, texts.AGENTS, (30, 25, 12, 5, 28)),
            "utmSource": dice.pick("source", count, (*texts.CAMPAIGNS, None)),
            "pageViews": dice.whole("views", count, 1, 40),
            "width": dice.pick("width", count, ("390", "414", "1440", "1920")),
            "consent": dice.pick("consent", count, ("true", "false"), (55, 45)),
        }
    )
    context = (
        '{"screen": '
        + pl.col("width")
        + ', "lang": "de-DE", "tz": "Europe/Berlin", "trackingConsent": '
        + pl.col("consent")
        + "}"
    )
    return frame.with_columns(
        pl.when(known).then("customerNumber").alias("customerNumber"), context.alias("context")
    ).drop("width", "consent")


def _reviews(plan: Plan, dice: Dice, customers: pl.DataFrame, articles: pl.Series) -> pl.DataFrame:
    who = customers.filter(pl.lit(dice.chance("writes", customers.height, 0.11)))
    count = who.height
    said = dice.places("said", count, (30, 20, 22, 14, 8, 6))
    stars, titles, bodies = zip(*texts.REVIEWS, strict=True)
    return who.select(
        pl.lit(numbered(count, 1)).alias("bewertung_id"),
        pl.lit(articles.gather(dice.whole("article", count, 0, len(articles) - 1))).alias("artikel_nr"),
        "kunden_nr",
        (pl.col("first") + " " + pl.col("last").str.slice(0, 1) + ".").alias("anzeigename"),
        pl.lit(pl.Series(stars).gather(said)).alias("sterne"),
        pl.lit(pl.Series(titles).gather(said)).alias("titel"),
        pl.lit(pl.Series(bodies).gather(said)).alias("text"),
        pl.lit(later(dice, "at", who["registered"], pl.lit(plan.until))).alias("erstellt_am"),
    )


def _users(plan: Plan, dice: Dice) -> pl.DataFrame:
    staff = office_staff(plan).head(18)
    count = staff.height
    return staff.select(
        pl.lit(numbered(count, 1)).alias("benutzer_id"),
        pl.col("initials").alias("kuerzel"),
        (pl.col("first") + " " + pl.col("last")).alias("name"),
        "email",
        pl.lit(dice.pick("role", count, _ROLES)).alias("rolle"),
        pl.lit(numbers.landlines(dice, "phone", count)).alias("durchwahl"),
        pl.lit(dice.moments("seen", count, days_before(plan.until, 20), plan.until)).alias(
            "letzte_anmeldung"
        ),
    )
