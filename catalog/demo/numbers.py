"""Numbers that look real, have valid checksums, and belong to nobody."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from catalog.demo.dice import Dice

# Numbers that the Bundesnetzagentur keeps free for films and books (Mitteilung 148/2021).
LANDLINES = (("030", "23125"), ("069", "90009"), ("040", "66969"), ("0221", "4710"), ("089", "99998"))
MOBILES = (("0176", "040690"), ("0171", "39200"))
_PHONE_STYLES = (0.4, 0.25, 0.2, 0.15)

# Bank codes start with 1 to 8; those with 9 are given to no bank.
BANK_CODES = ("90040000", "91050101", "92070024", "93080008", "94090900", "95030030")
_IBAN_DE = 131_400
"""D and E as numbers, and 00 for the check digits (ISO 13616)."""

_TEST_NETS = ("192.0.2", "198.51.100", "203.0.113")
"""Addresses for documentation (RFC 5737)."""

_SV_AREAS = ("10", "11", "12", "13", "15", "18", "28", "29")
_SV_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)


def landlines(dice: Dice, name: str, rows: int) -> pl.Series:
    """Return landline numbers in the mixed styles of typed data."""
    return _phones(dice, name, rows, LANDLINES, 3)


def mobiles(dice: Dice, name: str, rows: int) -> pl.Series:
    """Return mobile numbers in the mixed styles of typed data."""
    return _phones(dice, name, rows, MOBILES, 2)


def _phones(dice: Dice, name: str, rows: int, blocks: Sequence[tuple[str, str]], digits: int) -> pl.Series:
    block = dice.places(name, rows, [1.0] * len(blocks))
    frame = pl.DataFrame(
        {
            "area": pl.Series([area for area, _ in blocks]).gather(block),
            "start": pl.Series([start for _, start in blocks]).gather(block),
            "rest": dice.whole(name + ".rest", rows, 0, 10**digits - 1).cast(pl.String).str.zfill(digits),
            "style": dice.places(name + ".style", rows, _PHONE_STYLES),
        }
    )
    area, line, style = pl.col("area"), pl.col("start") + pl.col("rest"), pl.col("style")
    return frame.select(
        pl.when(style == 0)
        .then(area + " " + line)
        .when(style == 1)
        .then(area + "/" + line)
        .when(style == 2)
        .then("+49 " + area.str.slice(1) + " " + line)
        .otherwise(area + line)
        .alias(name)
    ).to_series()


def ibans(dice: Dice, name: str, rows: int) -> pl.Series:
    """Return German IBANs with right check digits at banks that do not exist."""
    frame = pl.DataFrame(
        {
            "bank": dice.pick(name, rows, [int(code) for code in BANK_CODES]).cast(pl.UInt64),
            "account": dice.whole(name + ".account", rows, 1_000_000, 9_999_999_999).cast(pl.UInt64),
        }
    )
    number = pl.col("bank") * 10**10 + pl.col("account")
    check = 98 - (number % 97 * 10**6 + _IBAN_DE) % 97
    return frame.select(("DE" + _padded(check, 2) + _padded(number, 18)).alias(name)).to_series()


def vat_ids(dice: Dice, name: str, rows: int) -> pl.Series:
    """Return German VAT ids with a right check digit (ISO 7064 Mod 11,10)."""
    frame = pl.DataFrame({"number": dice.whole(name, rows, 10_000_000, 99_999_999)})
    digits = [pl.col("number") // 10**place % 10 for place in range(7, -1, -1)]
    return frame.select(
        ("DE" + _padded(pl.col("number"), 8) + _padded(_check_11_10(digits), 1)).alias(name)
    ).to_series()


def _check_11_10(digits: Sequence[pl.Expr]) -> pl.Expr:
    product = pl.lit(10, dtype=pl.Int64)
    for digit in digits:
        total = (digit + product) % 10
        product = pl.when(total == 0).then(10).otherwise(total) * 2 % 11
    return (11 - product) % 10


def _padded(number: pl.Expr, digits: int) -> pl.Expr:
    return number.cast(pl.String).str.zfill(digits)


def tax_ids(dice: Dice, name: str, rows: int) -> list[str]:
    """Return Steuer-Identifikationsnummern: ten digits of which one occurs twice, and the check digit."""
    return [_tax_id(bits) for bits in dice.bits(name, rows)]


def _tax_id(bits: int) -> str:
    pool = list(range(10))
    digits: list[int] = []
    while pool:
        bits, place = divmod(bits, len(pool))
        digits.append(pool.pop(place))
    if digits[0] == 0:
        digits[0], digits[1] = digits[1], digits[0]
    digits[9] = digits[bits % 8]
    product = 10
    for digit in digits:
        total = (digit + product) % 10 or 10
        product = total * 2 % 11
    return "".join(map(str, digits)) + str((11 - product) % 10)


def social_security_ids(dice: Dice, name: str, surnames: Sequence[str], born: Sequence[date]) -> list[str]:
    """Return Rentenversicherungsnummern (§ 147 SGB VI, VKVV) for these people."""
    areas = dice.pick(name, len(born), _SV_AREAS)
    serials = dice.whole(name + ".serial", len(born), 1, 99)
    return [
        _social_security_id(f"{area}{day:%d%m%y}", _initial(surname), serial)
        for area, day, surname, serial in zip(areas, born, surnames, serials, strict=True)
    ]


def _initial(surname: str) -> str:
    return {"Ä": "A", "Ö": "O", "Ü": "U", "Ş": "S", "Ç": "C"}.get(surname[0], surname[0].upper())


def _social_security_id(start: str, letter: str, serial: int) -> str:
    digits = f"{start}{ord(letter) - 64:02d}{serial:02d}"
    total = sum(
        sum(divmod(int(digit) * weight, 10)) for digit, weight in zip(digits, _SV_WEIGHTS, strict=True)
    )
    return f"{start}{letter}{serial:02d}{total % 10}"


def addresses(dice: Dice, name: str, rows: int) -> pl.Series:
    """Return IP addresses from the nets for documentation."""
    net = dice.pick(name, rows, _TEST_NETS)
    host = dice.whole(name + ".host", rows, 1, 254).cast(pl.String)
    return (net + "." + host).alias(name)
