"""All rows of the service desk's files."""

import polars as pl

from catalog.demo.columns import numbered
from catalog.demo.dice import Dice, days_before
from catalog.demo.plan import Plan
from catalog.demo.staff import office_staff
from catalog.demo.words import goods, texts

_TAGS = ("versand", "retoure", "rechnung", "konto", "datenschutz", "eilig", "vip")
_AGES = ("unter 25", "25-39", "40-59", "60+", None)
_TEMPLATES = (
    ("VERS1", "Ihre Lieferung", "Guten Tag, Ihre Lieferung ist unterwegs."),
    ("RET1", "Ihre Rücksendung", "Wir haben Ihre Rücksendung erhalten."),
    ("MAHN0", "Zahlungserinnerung", "Sicher haben Sie es übersehen."),
    ("DS1", "Ihre Auskunft", "Anbei erhalten Sie die Auskunft nach Art. 15 DSGVO."),
)


def service(plan: Plan, shop: dict[str, pl.DataFrame], records: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the service desk's files; they know customers by e-mail, phone or name."""
    dice = Dice(plan.seed, "service")
    last_order = shop["shop.bestellungen"].group_by("kunden_nr").agg(pl.col("bestell_nr").max())
    known = records.join(last_order, on="kunden_nr", how="left", maintain_order="left").filter(
        pl.col("origin") != "test"
    )
    agents = office_staff(plan)
    agents = (
        agents.filter(pl.col("department") == "Kundenservice")
        if "Kundenservice" in agents["department"].to_list()
        else agents
    )
    return {
        "tickets/tickets.jsonl": _tickets(plan, dice.below("tickets"), known, agents),
        "telefon/anrufliste.csv": _calls(plan, dice.below("calls"), known, agents),
        "telefon/erreichbarkeit.csv": _reach(dice.below("reach")),
        "umfragen/nps_2026.parquet": _survey(plan, dice.below("survey"), known),
        "reklamationen/reklamationen_2026.xlsx": _complaints(
            plan, dice.below("complaints"), known, shop["sortiment.artikel"], agents
        ),
        "vorlagen/textbausteine.csv": pl.DataFrame(
            _TEMPLATES, schema=["Kürzel", "Betreff", "Text"], orient="row"
        ),
    }


def _agent(dice: Dice, agents: pl.DataFrame, rows: int) -> pl.DataFrame:
    return agents[dice.whole("agent", rows, 0, agents.height - 1)].select(
        "initials", (pl.col("first") + " " + pl.col("last")).alias("agent")
    )


def _tickets(plan: Plan, dice: Dice, known: pl.DataFrame, agents: pl.DataFrame) -> pl.DataFrame:
    rows = known.filter(pl.col("email").is_not_null() & pl.lit(dice.chance("asks", known.height, 0.3)))
    count = rows.height
    said = dice.places("said", count, [1.0] * len(texts.TICKETS))
    subjects, bodies = zip(*texts.TICKETS, strict=True)
    shouted = pl.lit(dice.chance("upper", count, 0.06))
    tags = pl.DataFrame({tag: dice.chance(f"tag.{tag}", count, 0.2) for tag in _TAGS}).select(
        pl.concat_list([pl.when(pl.col(tag)).then(pl.lit(tag)) for tag in _TAGS])
        .list.drop_nulls()
        .alias("tags")
    )["tags"]
    agent = _agent(dice, agents, count)
    name = pl.col("first") + " " + pl.col("last")
    frame = rows.select(
        pl.lit(dice.moments("at", count, days_before(plan.until, 500), plan.until)).alias("createdAt"),
        pl.lit(dice.pick("channel", count, ("email", "form", "chat", "letter"), (50, 30, 17, 3))).alias(
            "channel"
        ),
        pl.when(shouted).then(pl.col("email").str.to_uppercase()).otherwise("email").alias("requesterEmail"),
        pl.when(pl.lit(dice.chance("signed", count, 0.8))).then(name).alias("requesterName"),
        pl.when(pl.lit(dice.chance("phone", count, 0.3)))
        .then(pl.coalesce("mobile", "landline"))
        .alias("requesterPhone"),
        pl.col("bestell_nr").cast(pl.String).alias("orderReference"),
        pl.lit(pl.Series(subjects).gather(said)).alias("subject"),
        ("Guten Tag,\n" + pl.lit(pl.Series(bodies).gather(said)) + "\nViele Grüße\n" + name).alias(
            "description"
        ),
        pl.lit(dice.pick("priority", count, ("low", "normal", "high"), (20, 70, 10))).alias("priority"),
        pl.lit(dice.pick("status", count, ("closed", "open", "pending"), (85, 10, 5))).alias("status"),
        pl.lit(agent["initials"]).alias("assigneeId"),
        pl.lit(agent["agent"]).alias("assigneeName"),
        pl.lit(dice.pick("score", count, (None, 1, 2, 3, 4, 5), (60, 4, 4, 7, 12, 13))).alias(
            "satisfactionScore"
        ),
        pl.lit(tags).alias("tags"),
    ).sort("createdAt", maintain_order=True)
    return frame.insert_column(0, ("T-" + numbered(count, 100_001).cast(pl.String)).alias("ticketId"))


def _calls(plan: Plan, dice: Dice, known: pl.DataFrame, agents: pl.DataFrame) -> pl.DataFrame:
    rows = known.filter(
        pl.coalesce("landline", "mobile").is_not_null() & pl.lit(dice.chance("calls", known.height, 0.2))
    )
    count = rows.height
    topics = ("Lieferung", "Retoure", "Rechnung", "Beratung", "Beschwerde")
    return rows.select(
        pl.lit(numbered(count, 1)).alias("AnrufNr"),
        pl.lit(dice.moments("at", count, days_before(plan.until, 200), plan.until).sort())
        .dt.strftime("%d.%m.%Y %H:%M")
        .alias("Datum"),
        pl.coalesce("landline", "mobile").alias("Rufnummer"),
        (pl.col("last") + ", " + pl.col("first")).alias("Kundenname"),
        pl.when(pl.lit(dice.chance("number", count, 0.5)))
        .then(pl.col("kunden_nr").cast(pl.String))
        .alias("Kundennr"),
        pl.lit((dice.unit("length", count) * 18 + 0.5).round(1)).alias("Dauer (Min)"),
        pl.lit(dice.pick("topic", count, topics)).alias("Anliegen"),
        pl.lit(dice.pick("note", count, (None, *texts.CALL_NOTES), (60, *[5] * len(texts.CALL_NOTES)))).alias(
            "Gesprächsnotiz"
        ),
        pl.lit(_agent(dice, agents, count)["agent"]).alias("Bearbeiter"),
    )


def _reach(dice: Dice) -> pl.DataFrame:
    months = [f"{month:02d}/2026" for month in range(1, 11)]
    rows = len(months)
    return pl.DataFrame(
        {
            "Monat": months,
            "Anrufe": dice.whole("calls", rows, 900, 2100),
            "Angenommen (%)": (dice.unit("taken", rows) * 15 + 80).round(1),
            "Wartezeit (Min)": (dice.unit("wait", rows) * 4 + 0.5).round(2),
        }
    )


def _survey(plan: Plan, dice: Dice, known: pl.DataFrame) -> pl.DataFrame:
    rows = known.filter(pl.col("email").is_not_null() & pl.lit(dice.chance("answers", known.height, 0.2)))
    count = rows.height
    return rows.select(
        pl.lit(numbered(count, 1)).alias("responseId"),
        pl.lit(dice.moments("at", count, days_before(plan.until, 280), plan.until)).alias("answeredAt"),
        "email",
        pl.lit(dice.pick("nps", count, tuple(range(11)), (2, 1, 2, 3, 3, 8, 8, 14, 22, 20, 17))).alias(
            "npsScore"
        ),
        pl.lit(
            dice.pick(
                "comment",
                count,
                (None, *texts.SURVEY_COMMENTS),
                (55, *[45 / 11] * len(texts.SURVEY_COMMENTS)),
            )
        ).alias("comment"),
        pl.lit(dice.pick("age", count, _AGES)).alias("ageGroup"),
        pl.lit(dice.pick("gender", count, ("f", "m", "d", None), (48, 40, 1, 11))).alias("gender"),
        pl.col("zip").alias("postcode"),
        pl.lit(dice.pick("wave", count, ("2026-1", "2026-2", "2026-3"))).alias("wave"),
    )


def _complaints(
    plan: Plan, dice: Dice, known: pl.DataFrame, articles: pl.DataFrame, agents: pl.DataFrame
) -> pl.DataFrame:
    rows = known.filter(
        pl.col("bestell_nr").is_not_null() & pl.lit(dice.chance("complains", known.height, 0.008))
    )
    count = rows.height
    food = articles.filter(pl.col("warengruppe").is_in([*goods.FOOD, "WG50"]))["bezeichnung"]
    return rows.select(
        pl.lit(numbered(count, 1)).alias("Nr"),
        pl.lit(dice.days("at", count, days_before(plan.until, 300), plan.until).sort()).alias("Eingang"),
        (pl.col("first") + " " + pl.col("last")).alias("Kunde"),
        pl.col("email").alias("E-Mail"),
        pl.col("bestell_nr").cast(pl.String).alias("Bestellnummer"),
        pl.lit(food.gather(dice.whole("article", count, 0, len(food) - 1))).alias("Artikel"),
        pl.lit(dice.pick("reaction", count, texts.REACTIONS)).alias("Reaktion"),
        pl.lit(dice.pick("doctor", count, ("ja", "nein", "?"), (35, 55, 10))).alias("Arzt aufgesucht"),
        pl.lit(dice.pick("goodwill", count, (0.0, 10.0, 25.5, 50.0))).alias("Kulanz EUR"),
        pl.lit(_agent(dice, agents, count)["agent"]).alias("Bearbeitet"),
    )
