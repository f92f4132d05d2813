"""What a text looks like: expressions over a whole column of texts, one flag per kind."""

from functools import cache

import polars as pl

from catalog.classify.values import people

_STREET = (
    r"(?i)(?:str(?:a(?:ß|ss)e|\.)|weg|platz|allee|gasse|ring|damm|ufer|steig|chaussee|markt|hof|"
    r"\bstreet|\bst\.?|\broad|\brd\.?|\bavenue|\bave\.?|\blane|\bdrive|\bdr\.?|\bblvd\.?|\bcourt|\bsquare|"
    r"straat|laan|plein|gatan|vej|vägen)[ ,]+\d{1,5} ?[a-z]?\b"
    r"|^\d{1,5}[a-z]?,? .*\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|blvd|boulevard|court|ct|way|"
    r"place|pl|square|rue|av|quai|chemin)\b"
    r"|\b(?:rue|avenue|via|viale|piazza|calle|avenida|av\.|rua|ul\.|ulica|plaza|c/)\s.*\d"
)
_AGENT = r"^(?:Mozilla|Opera|Dalvik|okhttp|curl|Safari|python-requests)/\d"
_HASH = r"^\$(?:2[abxy]|argon2(?:i|d|id)?|5|6|y|P|H)\$|^pbkdf2_sha|^\{(?:SSHA|SHA|MD5)\}|^[0-9a-fA-F]{128}$"
_DATE = (
    r"^(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)?\d\d"
    r"|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?:19|20)\d\d)(?:[ T]\d\d:\d\d.*)?$"
)
_PHONE = r"^(?:\+|00|\(?0)[\d][\d ()/.\-]{5,20}\d$|^\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$|^\+?\d{1,3}[ (.-]+\d[\d ().\-/]{6,18}$"
_NO_PHONE = r"^000|^\d{16,}$|^\d\d\.\d\d\.\d{2,4}$"
"""Padded keys, long numbers and the numbering of bills of quantities look like telephone numbers."""
_MEETS_PERSON = r"\b(?:Herrn?|Frau|Mrs?|Ms|Mme|Monsieur|Signora?|Señora?|Dr|Prof)\.? [A-ZÄÖÜ][a-zäöüß]+"
_STREET_ALONE = r"(?i)^\S.{2,40}(?:str(?:a(?:ß|ss)e|\.)|gasse|allee|platz| street| avenue| road)$"
_URL = r"(?i)^(?:https?://|www\.)\S+$"
_YES_NO = ["true", "false", "t", "f", "ja", "nein", "yes", "no", "j", "n", "y"]
_EMAIL = r"(?i)^[^@\s<>,;]+@[^@\s<>,;]+\.[a-z]{2,}$"
_ICD = r"^[A-TV-Z]\d{2}(?:\.\d{1,2}[!*+]?)?$"
_BLOOD = r"(?i)^(?:A|B|AB|0|O) ?(?:\+|-|pos|neg|rh)"
_IP = r"^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$|^[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){4,7}$"
_COORDINATE = r"^-?(?:1[0-7]\d|\d?\d)[.,]\d{4,}$|^-?\d{1,2}\.\d{3,}, ?-?\d{1,3}\.\d{3,}$|^POINT ?\("


@cache
def _series(kind: str) -> pl.Series:
    return pl.Series(sorted(people.words(kind)), dtype=pl.String).implode()


def looked_at(texts: pl.DataFrame) -> pl.DataFrame:
    """The texts with one flag per kind; a kind is only asked of texts that can be of it."""
    text = pl.col("text")
    sorted_out = texts.with_columns(
        _at=text.str.contains("@", literal=True),
        _digit=text.str.contains(r"[0-9]"),
        _letter=text.str.contains(r"\pL"),
    )
    at, digit, letter = pl.col("_at"), pl.col("_digit"), pl.col("_letter")
    groups = (
        (at, _addressed()),
        (~at & ~digit, _worded()),
        (~at & digit & letter, _mixed()),
        (~at & digit & ~letter, _numeric()),
    )
    parts = [sorted_out.filter(which).with_columns(**kinds) for which, kinds in groups]
    found = pl.concat(parts, how="diagonal").drop("_at", "_digit", "_letter")
    missing = [pl.lit(value=False).alias(kind) for kind in FLAGS if kind not in found.columns]
    return found.with_columns(pl.selectors.boolean().fill_null(value=False), *missing)


def _words() -> pl.Expr:
    """How many words, by the blanks between them."""
    return pl.col("text").str.count_matches(" ", literal=True) + 1


def _addressed() -> dict[str, pl.Expr]:
    text = pl.col("text")
    return {
        "email": text.str.contains(_EMAIL),
        "prose": _words() >= 6,
        "person_in_prose": (_words() >= 4) & text.str.contains(r"\S@\S+\.\w{2}"),
    }


def _worded() -> dict[str, pl.Expr]:
    """Texts without digits: names, places, answers, prose."""
    text = pl.col("text")
    lower = text.str.to_lowercase()
    words = _words()
    capital = text.str.contains(r"^[A-ZÀ-ÝŁŚŻ]")
    first = lower.str.extract(r"^(?:dr\.? |prof\.? )*([^\s,\-]+)", 1)
    after_comma = lower.str.extract(r",\s*([^\s,\-]+)", 1)
    one = capital & (words == 1)
    known_first = first.is_in(_series("first_names"))
    return {
        "first_name": one & known_first,
        "surname": one & lower.is_in(_series("surnames")) & ~known_first,
        "full_name": capital
        & words.is_between(2, 4)
        & (known_first | after_comma.is_in(_series("first_names")))
        & ~text.str.contains(r"[:/]"),
        "town": lower.is_in(_series("towns")),
        "country": lower.is_in(_series("countries")),
        "gender": lower.is_in(_series("genders")),
        "religion": lower.is_in(_series("religions")),
        "blood": text.str.contains(_BLOOD) & (text.str.len_bytes() <= 8),
        "flag": lower.is_in(_YES_NO),
        "street": text.str.contains(_STREET_ALONE),
        "prose": words >= 6,
        "person_in_prose": (words >= 4) & text.str.contains(_MEETS_PERSON),
        "url": text.str.contains(_URL),
        "user_agent": text.str.contains(_AGENT),
    }


def _mixed() -> dict[str, pl.Expr]:
    """Texts with letters and digits: streets, hashes, codes, prose."""
    text = pl.col("text")
    words = _words()
    return {
        "street": (words >= 2) & text.str.contains(_STREET),
        "ip": text.str.contains(_IP),
        "mac": text.str.contains(r"^(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$"),
        "user_agent": text.str.contains(_AGENT),
        "url": text.str.contains(_URL),
        "password_hash": text.str.contains(_HASH),
        "blood": text.str.contains(_BLOOD) & (text.str.len_bytes() <= 8),
        "icd": text.str.contains(_ICD),
        "coordinate": text.str.starts_with("POINT"),
        "date": text.str.contains(_DATE),
        "prose": words >= 6,
        "person_in_prose": (words >= 4) & text.str.contains(_MEETS_PERSON),
        "number_like": (words <= 8) & text.str.contains(r"^[A-Za-z]{0,6}\d[\dA-Za-z ./\-]{7,36}$"),
    }


def _numeric() -> dict[str, pl.Expr]:
    """Texts without letters."""
    text = pl.col("text")
    dated, address = text.str.contains(_DATE), text.str.contains(_IP)
    return {
        "phone": text.str.contains(_PHONE) & ~dated & ~address & ~text.str.contains(_NO_PHONE),
        "ip": address,
        "mac": text.str.contains(r"^(?:\d\d[:-]){5}\d\d$"),
        "blood": text.str.contains(r"^0 ?[+-]$"),
        "coordinate": text.str.contains(_COORDINATE),
        "date": dated,
        "whole": text.str.contains(r"^-?[0-9]+$"),
        "decimal": text.str.contains(r"^-?[0-9.]*[0-9][.,][0-9]+$"),
        "flag": text.is_in(["0", "1"]),
        "number_like": (text.str.len_bytes() >= 9) & ~dated & ~address,
    }


FLAGS = (
    "email", "phone", "ip", "mac", "user_agent", "url", "password_hash", "street", "town", "country",
    "first_name", "surname", "full_name", "gender", "religion", "blood", "icd", "coordinate", "date",
    "whole", "decimal", "flag", "prose", "person_in_prose", "number_like",
)  # fmt: skip
"""Every flag that a text can have."""
