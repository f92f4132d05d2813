"""Who drove when and how far: drivers, tours, GPS traces and the mileage made of them."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from catalog.demo.columns import numbered, repeated, within
from catalog.demo.dice import Dice
from catalog.demo.plan import Plan
from catalog.demo.staff import drivers

_DAYS = 180
_TRACED_DAYS = 14
_VANS = ("Sprinter 314", "Crafter 35", "Transit L3", "e-Vito")


@dataclass(frozen=True, slots=True)
class Tours:
    """The tours as a grid of working days and drivers, so that a parcel's tour can be computed."""

    days: tuple[date, ...]
    drivers: int

    def on(self, day: pl.Series, driver: pl.Series) -> pl.Series:
        """Return the tour of this driver on this day; nothing on a day without tours."""
        place = pl.DataFrame({"day": day}).join(
            pl.DataFrame({"day": self.days, "row": range(len(self.days))}),
            on="day",
            how="left",
            maintain_order="left",
        )["row"]
        return place * self.drivers + driver + 1


def tour_grid(plan: Plan) -> Tours:
    """Return the working days of the last half year."""
    span = [plan.until - timedelta(days=back) for back in range(_DAYS, -1, -1)]
    return Tours(tuple(day for day in span if day.weekday() < 6), plan.drivers)


def driving(plan: Plan, dice: Dice, tours: Tours) -> dict[str, pl.DataFrame]:
    """Return drivers, vans, tours, traces and mileage."""
    vans = _vans(plan, dice.below("vans"))
    rows = _tours(dice.below("tours"), tours, vans)
    return {
        "tms.fahrer": _drivers(plan, dice.below("drivers")),
        "lager.fahrzeug": vans,
        "tms.tour": rows,
        "tms.fahrleistung": _mileage(dice.below("mileage"), rows),
        "tms.gps_spur": _traces(plan, dice.below("gps"), rows),
    }


def _vans(plan: Plan, dice: Dice) -> pl.DataFrame:
    count = plan.drivers
    return pl.DataFrame(
        {
            "kennzeichen": [f"H-HC {100 + number}" for number in range(count)],
            "modell": dice.pick("model", count, _VANS),
            "km_stand": dice.whole("km", count, 4_000, 240_000),
            "naechste_hu": dice.days("hu", count, plan.until, plan.until + timedelta(days=700)),
        }
    )


def _drivers(plan: Plan, dice: Dice) -> pl.DataFrame:
    people = drivers(plan)
    count = people.height
    licence = ("H" + dice.hexes("licence", count, 10)).str.to_uppercase()
    return people.select(
        pl.lit(numbered(count, 1)).alias("fahrer_id"),
        "pers_nr",
        pl.col("first").alias("vorname"),
        pl.col("last").alias("name"),
        pl.col("born").alias("geb_dat"),
        pl.col("mobile").alias("handy"),
        pl.lit(licence).alias("fs_nr"),
        pl.lit(dice.pick("class", count, ("B", "BE", "C1", "C"))).alias("fs_klasse"),
        pl.lit(dice.days("valid", count, plan.until, plan.until + timedelta(days=4_000))).alias(
            "fs_gueltig_bis"
        ),
        pl.lit(dice.pick("shift", count, ("früh", "spät", "wechselnd"))).alias("schicht"),
        pl.lit(dice.pick("sick", count, (0, 2, 5, 9, 14, 31), (30, 25, 20, 12, 8, 5))).alias(
            "au_tage_lfd_jahr"
        ),
        pl.col("entered").alias("eintritt"),
    )


def _tours(dice: Dice, tours: Tours, vans: pl.DataFrame) -> pl.DataFrame:
    count = len(tours.days) * tours.drivers
    day = pl.Series("datum", tours.days).gather(numbered(count, 0) // tours.drivers)
    driver = numbered(count, 0) % tours.drivers
    start = pl.col("datum").cast(pl.Datetime("us"))
    return pl.DataFrame({"tour_id": numbered(count, 1), "datum": day, "fahrer_id": driver + 1}).with_columns(
        pl.lit(vans["kennzeichen"].gather(driver)).alias("fahrzeug_kz"),
        (start + pl.duration(minutes=pl.lit(dice.whole("start", count, 360, 480)))).alias("start_zeit"),
        (start + pl.duration(minutes=pl.lit(dice.whole("end", count, 840, 1080)))).alias("ende_zeit"),
        pl.lit(dice.pick("break", count, (30, 45, 60), (60, 30, 10))).alias("pause_min"),
        pl.lit(dice.whole("stops", count, 40, 160)).alias("stopps"),
    )


def _mileage(dice: Dice, tours: pl.DataFrame) -> pl.DataFrame:
    count = tours.height
    return tours.select(
        "fahrer_id",
        "datum",
        pl.lit((dice.unit("km", count) * 160 + 40).round(1)).alias("gps_km"),
        pl.lit(((dice.unit("private", count) - 0.85).clip(0) * 60).round(1)).alias("privat_km"),
        pl.lit(dice.whole("speed", count, 70, 138)).alias("max_kmh"),
        pl.lit(dice.whole("brakes", count, 0, 12)).alias("harte_bremsungen"),
    )


def _traces(plan: Plan, dice: Dice, tours: pl.DataFrame) -> pl.DataFrame:
    """Return one point every quarter of an hour for the tours of the last days."""
    recent = tours.filter(pl.col("datum") > plan.until - timedelta(days=_TRACED_DAYS))
    tour = repeated(pl.Series([32] * recent.height))
    count = len(tour)
    number = within(tour)
    return recent[tour].select(
        "tour_id",
        pl.lit(number).alias("lfd"),
        (pl.col("start_zeit") + pl.duration(minutes=pl.lit(number) * 15)).alias("zeit"),
        pl.lit((dice.unit("lat", count) * 0.4 + 52.2).round(5)).alias("lat"),
        pl.lit((dice.unit("lon", count) * 0.7 + 9.4).round(5)).alias("lon"),
        pl.lit(dice.whole("speed", count, 0, 95)).alias("kmh"),
    )
