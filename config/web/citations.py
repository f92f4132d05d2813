"""Short explanations of the articles that pages cite, in both languages; no legal advice."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Citation:
    """How an article is cited, its subject in few words, and what it says in two sentences."""

    cite: str
    title: str
    text: str

    @property
    def short(self) -> str:
        """Return the citation as a page cites it: an article without a law's name is the GDPR's."""
        return self.cite.removesuffix(" DSGVO").removesuffix(" GDPR")


def find(key: str, language: str) -> Citation:
    """Return the citation `key` in "de" or "en". Raises KeyError for an unknown key."""
    return _all()[key]["de" if language.startswith("de") else "en"]


@cache
def _all() -> dict[str, dict[str, Citation]]:
    file = Path(__file__).with_name("citations.toml")
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    return {key: {lang: Citation(**entry[lang]) for lang in ("de", "en")} for key, entry in read.items()}
