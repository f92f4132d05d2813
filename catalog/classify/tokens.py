"""Splits the names of columns and tables into folded words: camelCase, snake_case, umlauts, digits."""

import re
import unicodedata

_UMLAUTS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ẞ": "SS",
        "æ": "ae",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "œ": "oe",
    }
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+|[0-9]+")
_LONGEST = 160
"""Names are read up to here: what follows in a longer one is not a name any more."""


def fold(text: str) -> str:
    """The text without umlauts and accents, case kept: Straße -> Strasse, Prénom -> Prenom."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).translate(_UMLAUTS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def split(name: str) -> tuple[str, ...]:
    """The lower-case words of a name, numbers left out: OX_billStrNr2 -> ox, bill, str, nr."""
    return tuple(part.lower() for part in _WORD.findall(fold(name[:_LONGEST])) if not part[0].isdigit())


def squeeze(phrase: str) -> str:
    """A phrase as one word, the way it stands in the lexicon: "Date of birth" -> dateofbirth."""
    return "".join(part for part in re.findall(r"[^\W_]+", fold(phrase).lower()))
