"""Splits compounds into known words: kundentelefonnummer -> kunden, telefonnummer."""

from collections.abc import Container

_LINKS = ("", "s", "n", "en", "es", "er", "e")
"""What German puts between two words: Geburt-s-datum, Kunde-n-nummer."""

_SHORT = frozenset({
    "nr", "id", "no", "plz", "tel", "fax", "str", "ort", "art", "tag", "fon", "dat", "geb", "kto",
    "bez", "hnr", "abt", "anz", "kst", "bis", "von", "bic", "url", "ust", "blz", "alt", "neu", "vor",
    "zip", "typ", "key", "age", "sex", "job", "day", "to", "is", "at", "on", "by", "dob", "tax", "pay",
    "web", "www", "app", "ssn", "svn", "ean", "vat", "geo", "lat", "lon", "ip", "pin", "tan", "akz",
    "sep", "wkz", "vn", "nn", "knr", "pnr", "ab", "am", "kz", "bar", "icd", "dna", "hiv", "ops", "drg",
    "gdb", "med", "pat", "au", "fk", "del", "mob", "of",
})  # fmt: skip
"""Words of up to three letters that compounds are made of; others would be found by chance."""

_HEADS = frozenset({
    "datum", "konto", "text", "name", "grund", "nr", "preis", "klasse", "stufe", "id", "date", "cost", "price",
    "count", "flag", "vat", "fk", "von", "bis", "ort", "plz", "type", "code", "mail",
})  # fmt: skip
"""Short last words that are understood even when the first part is not."""


_SWALLOWS = frozenset({"sort", "stag", "salter", "sart", "gentest"})
"""Words that would swallow a linking letter or an ending if they stood last: Infektion-s-ort, Drogen-test."""


def segment(word: str, lexicon: Container[str]) -> tuple[str, ...]:
    """The word as known words, or itself when it is one or cannot be split."""
    if word in lexicon or len(word) < 3:
        return (word,)
    parts = _cover(word, lexicon) if len(word) > 4 else ()
    if parts:
        return parts
    return _partly(word, lexicon) or _keyed(word) or (word,)


_KEY_ENDS = ("id", "nr", "fk", "kz", "pk")
_NO_KEYS = frozenset({
    "valid", "paid", "void", "grid", "solid", "fluid", "said", "covid", "hybrid", "rapid", "avoid", "acid", "bid",
    "aid", "kid", "thyroid", "steroid", "android", "suizid", "pesticid", "oxid", "maid", "raid", "plaid", "unpaid",
    "prepaid", "laid", "asteroid", "invalid", "genozid", "eid", "leid", "kleid", "bescheid", "mitleid", "neid",
})  # fmt: skip
"""Words that happen to end as keys do."""


def _keyed(word: str) -> tuple[str, ...]:
    """What nobody knows before the ending of a key: ptid, mglnr, arzttypfk."""
    if word[-2:] in _KEY_ENDS and word not in _NO_KEYS and len(word) < 12:
        return (word[:-2], word[-2:])
    return ()


def _partly(word: str, lexicon: Container[str]) -> tuple[str, ...]:
    """An unknown first part with a known last one, or the reverse; only long words, never by chance."""
    sizes = range(len(word) - 3, 2, -1)
    tail = next((n for n in sizes if (n >= 6 or word[-n:] in _HEADS) and word[-n:] in lexicon), 0)
    front = next((n for n in sizes if n >= 6 and word[:n] in lexicon), 0)
    if front > tail + 2:
        return (word[:front], word[front:])
    return (word[:-tail], word[-tail:]) if tail else ()


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
            if not _usable(piece, lexicon) or (start and piece in _SWALLOWS):
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
