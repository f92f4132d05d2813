"""The version of the rule set: a fingerprint of the vocabularies and of the code that reads them."""

import hashlib
from importlib import resources

from catalog.classify.vocabulary import Vocabulary

GENERATION = 2
"""Raised by hand when verdicts change their meaning, not only their values."""


def rules_version(vocabulary: Vocabulary) -> str:
    """The version that findings carry: generation, code, words."""
    digest = hashlib.sha256()
    for entry in sorted(resources.files(__package__).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith((".py", ".toml")):
            digest.update(entry.read_bytes())
    return f"{GENERATION}-{digest.hexdigest()[:8]}-{vocabulary.fingerprint}"
