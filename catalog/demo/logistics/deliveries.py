"""What was sent to whom: deliveries under the old system's names, parcels, and what happened to them."""

import polars as pl

from catalog.demo import dirt
from catalog.demo.columns import numbered, repeated
from catalog.demo.dice import Dice
from catalog.demo.logistics.tours import Tours
from catalog.demo.plan import Plan
from catalog.demo.words import goods, places, texts

_PNG = "\\x89504e470d0a1a0a0000000d49484452"
"""The first bytes of every PNG file, as PostgreSQL writes bytes."""

_OWN_VANS = 0.25
_SENT = ("geliefert", "retourniert")


def deliveries(
    plan: Plan, dice: Dice, shop: dict[str, pl.DataFrame], tours: Tours
) -> dict[str, pl.DataFrame]:
    """Return deliveries, parcels and delivery events for all orders that were sent."""
    sent = _sent_orders(plan, dice, shop)
    parcels = _parcels(dice.below("parcels"), sent, tours)
    return {
        "tms.LIKP": _heads(plan, dice.below("heads"), sent),
        "tms.paket": parcels.select(
            "paket_ref", "lieferung", "spediteur_id", "gewicht_kg", "sendungsnr", "tour_id"
        ),
        "tms.zustellereignis": _events(dice.below("events"), parcels),
    }


def _sent_orders(plan: Plan, dice: Dice, shop: dict[str, pl.DataFrame]) -> pl.DataFrame:
    orders = shop["shop.bestellungen"].filter(pl.col("status").is_in(_SENT))
    contacts = shop["shop.kunden"].select("kunden_nr", "email", "telefon", "mobil", "firma")
    rows = orders.join(
        shop["shop.kundenadressen"].drop("kunden_nr"),
        left_on="lieferadresse_id",
        right_on="adress_id",
        maintain_order="left",
    )
    rows = rows.join(contacts, on="kunden_nr", maintain_order="left")
    left_house = pl.col("bestellt_am").dt.date() + pl.duration(
        days=pl.lit(dice.whole("picked", rows.height, 1, 3))
    )
    return rows.with_columns(
        pl.lit(numbered(rows.height, 8_000_000_001).cast(pl.String)).str.zfill(10).alias("vbeln"),
        pl.min_horizontal(left_house, pl.lit(plan.until)).alias("wadat"),
    )


def _heads(plan: Plan, dice: Dice, sent: pl.DataFrame) -> pl.DataFrame:
    count = sent.height
    note = dice.pick("note", count, (None, *texts.DELIVERY_NOTES), (80, *[2] * len(texts.DELIVERY_NOTES)))
    needs = (
        pl.when(pl.col("ZUST_HINW").str.contains("Rollstuhl"))
        .then(pl.lit("R"))
        .when(pl.col("ZUST_HINW").str.contains("Gehhilfe"))
        .then(pl.lit("G"))
    )
    frame = sent.select(
        pl.col("vbeln").alias("VBELN"),
        ("SO" + pl.col("bestell_nr").cast(pl.String)).alias("BSTNK"),
        pl.col("empfaenger").str.to_uppercase().alias("NAME1"),
        pl.coalesce("firma", "adresszusatz").alias("NAME2"),
        (pl.col("strasse") + " " + pl.col("hausnr")).alias("STRAS"),
        pl.col("plz").alias("PSTLZ"),
        pl.col("ort").alias("ORT01"),
        pl.col("land").alias("LAND1"),
        pl.coalesce("mobil", "telefon").alias("TELF1"),
        pl.col("email").alias("SMTP_ADDR"),
        pl.col("wadat").alias("WADAT"),
        pl.lit(note).alias("ZUST_HINW"),
        pl.lit(
            dice.pick("drop", count, (None, *texts.DROP_PLACES), (85, *[2.5] * len(texts.DROP_PLACES)))
        ).alias("ABL_ORT"),
    ).with_columns(
        needs.when(pl.col("ZUST_HINW").str.contains("gehörlos")).then(pl.lit("T")).alias("MOB_CODE"),
        pl.col("WADAT").alias("AEDAT"),
    )
    frame = dirt.misspelt(frame, dice, ["NAME1", "STRAS"], plan.dirt)
    return dirt.swapped(frame, dice, "NAME1", "NAME2", plan.dirt.swapped_names / 2)


def _parcels(dice: Dice, sent: pl.DataFrame, tours: Tours) -> pl.DataFrame:
    rows = sent[repeated(dice.pick("count", sent.height, (1, 2), (94, 6)))]
    count = rows.height
    day = pl.Series("day", rows["wadat"]).dt.offset_by("1d")
    own = dice.chance("own", count, _OWN_VANS) & (rows["land"] == "DE")
    tour = tours.on(day, dice.whole("driver", count, 0, tours.drivers - 1))
    return rows.select(
        (
            "PK"
            + pl.lit(dice.hexes("ref", count, 5)).str.to_uppercase()
            + pl.lit(numbered(count, 1000001).cast(pl.String))
        ).alias("paket_ref"),
        pl.col("vbeln").alias("lieferung"),
        pl.lit(dice.whole("carrier", count, 1, len(goods.CARRIERS))).alias("spediteur_id"),
        pl.lit((dice.unit("weight", count) ** 2 * 20 + 0.3).round(2)).alias("gewicht_kg"),
        ("00340" + pl.lit(dice.whole("shipment", count, 0, 10**13 - 1).cast(pl.String)).str.zfill(13)).alias(
            "sendungsnr"
        ),
        pl.when(pl.lit(own)).then(pl.lit(tour)).alias("tour_id"),
        pl.lit(day).alias("day"),
        "plz",
        "empfaenger",
    ).with_columns(pl.when(pl.col("tour_id").is_null()).then("spediteur_id").alias("spediteur_id"))


def _events(dice: Dice, parcels: pl.DataFrame) -> pl.DataFrame:
    """Return two events a parcel: taken in, and handed over to somebody somewhere."""
    count = parcels.height
    spots = pl.DataFrame(
        [(code, lat, lon) for _, code, _, _, lat, lon in places.TOWNS],
        schema=["plz", "breite", "laenge"],
        orient="row",
    )
    known = parcels.join(spots, on="plz", how="left", maintain_order="left").with_columns(
        (pl.col("breite") + pl.lit(dice.unit("lat", count)) * 0.06).round(5),
        (pl.col("laenge") + pl.lit(dice.unit("lon", count)) * 0.09).round(5),
    )
    how = pl.lit(
        dice.pick(
            "how", count, ("zugestellt", "beim Nachbarn", "Packstation", "nicht angetroffen"), (78, 12, 5, 5)
        )
    )
    start = pl.col("day").cast(pl.Datetime("us"))
    nobody = pl.lit(None, dtype=pl.String)
    taken = known.select(
        "paket_ref",
        (start + pl.duration(minutes=pl.lit(dice.whole("in", count, 240, 420)))).alias("zeitpunkt"),
        pl.lit("in Zustellung").alias("ereignis"),
        pl.lit(None, dtype=pl.Float64).alias("breite"),
        pl.lit(None, dtype=pl.Float64).alias("laenge"),
        nobody.alias("abgabe_name"),
        nobody.alias("unterschrift_png"),
    )
    signed = pl.lit(dice.chance("signed", count, 0.1)) & (how == "zugestellt")
    neighbour = known["empfaenger"].gather(dice.whole("neighbour", count, 0, count - 1))
    handed = known.select(
        "paket_ref",
        (start + pl.duration(minutes=pl.lit(dice.whole("out", count, 480, 1140)))).alias("zeitpunkt"),
        how.alias("ereignis"),
        "breite",
        "laenge",
        pl.when(how == "zugestellt")
        .then("empfaenger")
        .when(how == "beim Nachbarn")
        .then(pl.lit(neighbour))
        .alias("abgabe_name"),
        pl.when(signed).then(pl.lit(_PNG) + pl.lit(dice.hexes("png", count, 64))).alias("unterschrift_png"),
    )
    both = pl.concat([taken, handed]).sort("zeitpunkt", "paket_ref")
    return both.insert_column(0, numbered(both.height, 1).alias("ereignis_id"))
