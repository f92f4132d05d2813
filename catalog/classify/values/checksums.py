"""Official numbers with a check digit: which register a text belongs to."""

import re
from collections.abc import Callable

from stdnum import iban, imei, luhn
from stdnum.at import vnr
from stdnum.be import nn
from stdnum.ch import ssn as ahv
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pl import pesel
from stdnum.se import personnummer

_INSURANCE = re.compile(r"\d{8}[A-Z]\d{3}")
_HEALTH = re.compile(r"[A-Z]\d{9}")
_CARD = re.compile(r"(?:4|5[1-5]|2[2-7]|3[47]|6(?:011|5))\d{11,17}")
_SEPARATORS = str.maketrans("", "", " -./")


def pension_insurance(text: str) -> bool:
    """Whether a German Rentenversicherungsnummer is right (VKVV section 4: weights, cross sums)."""
    number = text.translate(_SEPARATORS).upper()
    if not _INSURANCE.fullmatch(number) or not _birth_within(number[2:8]):
        return False
    digits = number[:8] + f"{ord(number[8]) - 64:02d}" + number[9:11]
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    total = sum(_cross(int(digit) * weight) for digit, weight in zip(digits, weights, strict=True))
    return total % 10 == int(number[11])


def health_insurance(text: str) -> bool:
    """Whether the fixed part of a German Krankenversichertennummer is right (section 290 SGB V)."""
    number = text.translate(_SEPARATORS).upper()
    if not _HEALTH.fullmatch(number):
        return False
    digits = f"{ord(number[0]) - 64:02d}" + number[1:9]
    total = sum(_cross(int(digit) * (1 + place % 2)) for place, digit in enumerate(digits))
    return total % 10 == int(number[9])


def card(text: str) -> bool:
    """Whether a payment card's number has an issuer's beginning and a right check digit."""
    number = text.translate(_SEPARATORS)
    return 13 <= len(number) <= 19 and bool(_CARD.fullmatch(number)) and bool(luhn.is_valid(number))


def _birth_within(digits: str) -> bool:
    return 1 <= int(digits[:2]) <= 99 and (1 <= int(digits[2:4]) <= 12 or int(digits[2:4]) == 0)


def _cross(number: int) -> int:
    return number // 10 + number % 10


CHECKS: dict[str, tuple[tuple[Callable[[str], bool], ...], re.Pattern[str]]] = {
    "iban": ((iban.is_valid,), re.compile(r"[A-Za-z]{2}\d{2}[ A-Za-z0-9]{11,38}")),
    "card": ((card,), re.compile(r"[\d -]{13,23}")),
    "imei": ((imei.is_valid,), re.compile(r"\d{15}")),
    "social_security": (
        (pension_insurance, vnr.is_valid, nir.is_valid, ahv.is_valid, codicefiscale.is_valid),
        re.compile(r"\d{8} ?[A-Za-z] ?\d{3}|\d{2} ?\d{6} ?[A-Za-z] ?\d{3}|\d{4} ?\d{6}|[12][\d ABab]{12,20}|756[\d.]{10,13}|[A-Za-z]{6}\w{10}"),
    ),
    "health_insurance_number": ((health_insurance,), re.compile(r"[A-Za-z]\d{9}")),
    "national_id": (
        (idnr.is_valid, pesel.is_valid, bsn.is_valid, dni.is_valid, nie.is_valid, nn.is_valid,
         personnummer.is_valid, cpr.is_valid, hetu.is_valid),
        re.compile(r"\d{11}|\d{2} \d{3} \d{3} \d{3}|\d{9}|\d{8}[A-Za-z]|[XYZxyz]\d{7}[A-Za-z]|\d{6}[-+A]\w{4}|\d{8}-\d{4}"),
    ),
}  # fmt: skip
"""Per kind: the checks (one is enough) and the form that a text must have to be checked at all."""


def right(kind: str, text: str) -> bool:
    """Whether the text has the form of this kind and one of its checks passes."""
    checks, form = CHECKS[kind]
    return bool(form.fullmatch(text)) and any(check(text) for check in checks)
