"""Splits compounds into known words: kundentelefonnummer -> kunden, telefonnummer."""

from collections.abc import Container

_LINKS = ("", "s", "n", "en", "es", "er", "e")
"""What German puts between two words: Geburt-s-datum, Kunde-n-nummer."""

_SHORT = frozenset(
    [
        "nr",
        "id",
        "no",
        "plz",
        "tel",
        "fax",
        "str",
        "ort",
        "art",
        "tag",
        "fon",
        "dat",
        "geb",
        "kto",
        "bez",
        "hnr",
        "abt",
        "anz",
        "kst",
        "bis",
        "von",
        "bic",
        "iban",
        "url",
        "ust",
        "blz",
        "alt",
        "neu",
        "vor",
        "zip",
        "typ",
        "land",
        "name",
        "mail",
        "key",
        "age",
        "sex",
        "job",
        "day",
        "no",
        "to",
        "is",
        "at",
        "on",
        "by",
        "dob",
        "tax",
        "pay",
        "web",
        "www",
        "app",
        "ssn",
        "svn",
        "ean",
        "vat",
        "geo",
        "lat",
        "lon",
        "ip",
        "pin",
        "tan",
        "akz",
        "sep",
        "ust",
        "wkz",
        "vn",
        "nn",
        "knr",
        "pnr",
        "ab",
        "am",
        "kz",
        "bar",
        "rvnr",
        "svnr",
        "kvnr",
        "icd",
        "dna",
        "hiv",
        "ops",
        "drg",
        "gdb",
        "med",
        "pat",
        "au",
        "job",
        "rate",
        "zahl",
    ]
)
"""Words of up to three letters that compounds are made of; others would be found by chance."""

_HEADS = (
    "nummer",
    "datum",
    "kennzeichen",
    "schluessel",
    "strasse",
    "telefon",
    "adresse",
    "betrag",
    "konto",
    "zeitpunkt",
    "bezeichnung",
    "beginn",
    "kosten",
    "anzahl",
    "bemerkung",
    "text",
    "name",
    "status",
    "gruppe",
    "klasse",
    "stufe",
    "preis",
    "grund",
    "nr",
)
"""Last words of German compounds that are understood even when the first one is not."""


def segment(word: str, lexicon: Container[str]) -> tuple[str, ...]:
    """The word as known words, or itself when it is one or cannot be split."""
    if word in lexicon or len(word) < 5:
        return (word,)
    parts = _cover(word, lexicon)
    if parts:
        return parts
    for head in _HEADS:
        if word.endswith(head) and len(word) - len(head) >= 3 and head in lexicon:
            return (word[: -len(head)], head)
    return (word,)


def _cover(word: str, lexicon: Container[str]) -> tuple[str, ...]:
    """The split into the fewest, longest known words; empty if there is none."""
    length = len(word)
    best: list[tuple[float, tuple[str, ...]] | None] = [None] * (length + 1)
    best[0] = (0.0, ())
    for start in range(length):
        here = best[start]
        if here is None:
            continue
        for end in range(start + 2, length + 1):
            piece = word[start:end]
            if not _usable(piece, lexicon):
                continue
            _extend(best, here, piece, word, end)
    found = best[length]
    return found[1] if found and len(found[1]) <= 5 else ()


def _usable(piece: str, lexicon: Container[str]) -> bool:
    return piece in lexicon and (len(piece) > 3 or piece in _SHORT)


def _extend(
    best: list[tuple[float, tuple[str, ...]] | None],
    here: tuple[float, tuple[str, ...]],
    piece: str,
    word: str,
    end: int,
) -> None:
    cost = here[0] + 1.0 + (1.0 if len(piece) < 4 else 0.0)
    for link in _LINKS:
        after = end + len(link)
        if link and (after >= len(word) or not word.startswith(link, end)):
            continue
        price = cost + 0.3 * len(link)
        known = best[after] if after < len(best) else None
        if known is None or price < known[0]:
            best[after] = (price, (*here[1], piece))
