"""The exact copy of a notice: one HTML text without script, style or anything foreign, and its hash."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from consent.law.notices import Origin, points

FIRST_LAYER = "first_layer"


def render_copy(
    name: str, language: str, origin: Origin, told: Mapping[str, str], day: date
) -> tuple[bytes, bytes]:
    """Return the copy as it is shown to people, and its SHA-256."""
    with translation.override(language):
        text = render_to_string(
            "purposes/notice_copy.html",
            {
                "name": name,
                "language": language,
                "first_layer": told.get(FIRST_LAYER, "").strip(),
                "sections": sections(language, origin, told, day),
            },
        )
    copy = text.encode()
    return copy, hashlib.sha256(copy).digest()


def sections(language: str, origin: Origin, told: Mapping[str, str], day: date) -> list[tuple[str, str]]:
    """Return heading and words of each point that is told, in the law's order."""
    known = points(origin, day)
    return [
        (one.de if language == "de" else one.en, told[one.key].strip())
        for one in known
        if told.get(one.key, "").strip()
    ]


def digest_of(copies: Sequence[bytes]) -> bytes:
    """Return one SHA-256 for the copies of a version in all its languages, whatever their order."""
    return hashlib.sha256(b"".join(sorted(copies))).digest()
