"""Which rules judge: the product's, with the company's own words where a version of them is in force."""

import re
import tomllib
from functools import lru_cache

from catalog.classify.classifier import RULES_VERSION
from catalog.classify.company import company_vocabulary
from catalog.classify.vocabulary import Vocabulary
from catalog.fields.models import CompanyWords
from catalog.fields.states import WordsState


def number_in_force() -> int:
    """Return the number of the company's words that are in force; 0 where there are none."""
    found = CompanyWords.objects.filter(state=WordsState.APPLIED).values_list("number", flat=True).first()
    return found or 0


def version_in_force() -> str:
    """Return the version that the next scan's results carry, such as 1-0f3a-99b2+c3."""
    number = number_in_force()
    return f"{RULES_VERSION}+c{number}" if number else RULES_VERSION


def vocabulary_of(version: str) -> Vocabulary | None:
    """Return the vocabulary of a version; None for the product's own.

    By the scan's version and not by what is in force: a scan ends with the words it began with.
    """
    found = re.search(r"\+c([0-9]+)$", version)
    return vocabulary_numbered(int(found[1])) if found else None


def vocabulary_numbered(number: int) -> Vocabulary:
    """Return the vocabulary of one version of the company's words."""
    return _made(CompanyWords.objects.values_list("text", flat=True).get(number=number))


@lru_cache(maxsize=4)
def _made(text: str) -> Vocabulary:
    # By the text: a restored database may hold another one under the same number
    return company_vocabulary(tomllib.loads(text))
