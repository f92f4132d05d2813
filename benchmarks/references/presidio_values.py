"""Presidio's pattern recognisers on a blank spaCy pipeline, its network look-ups off."""

import json
import sys
from typing import Any

import spacy
import tldextract.tldextract
from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

LEAST_SCORE = 0.4
LEAST_SHARE = 1 / 3


class Blank(SpacyNlpEngine):
    """A pipeline that only splits words: no model, no named entities."""

    def __init__(self) -> None:
        super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
        self.load()

    def load(self) -> None:
        """Nothing to load from disk."""
        self.nlp = {"en": spacy.blank("en")}


def engine() -> BatchAnalyzerEngine:
    """The recognisers that look at patterns; the one that asks a language model is left out."""
    nlp = Blank()
    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=nlp)
    registry.remove_recognizer("SpacyRecognizer")
    return BatchAnalyzerEngine(AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en"]))


def found(batch: BatchAnalyzerEngine, column: dict[str, Any]) -> str | None:
    """The kind that at least a third of a column's values is of, with its name as context."""
    values = [str(value) for value in column["sample_values"] if value is not None]
    if not values:
        return None
    results = batch.analyze_iterator(
        values, language="en", context=[column["column"]], score_threshold=LEAST_SCORE
    )
    hits = [max(each, key=lambda hit: hit.score).entity_type for each in results if each]
    if len(hits) < LEAST_SHARE * len(values):
        return None
    return max(set(hits), key=hits.count)


def main() -> None:
    """Read the described columns, then serve rounds, or print what was found."""
    with open(sys.argv[1], encoding="utf-8") as lines:
        columns = [json.loads(line) for line in lines]
    batch = engine()
    if "--answers" in sys.argv:
        for column in columns:
            print(json.dumps(found(batch, column)))
        return
    from serve import serve

    serve(lambda: [found(batch, column) for column in columns])


main()
