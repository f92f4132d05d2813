"""The distinct words of each source's names and comments, so that a typing error is looked up among few."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

# Single words of everything that is searched; of a column's name also two neighbours ("geburts datum").
# Numbers are no words, and what is longer than 60 letters nobody types.
WORDS_OF = """
    INSERT INTO fields_fieldword (source_id, word)
    SELECT DISTINCT source_id, word FROM (
        SELECT source_id, regexp_split_to_table(search, '[^[:alnum:]]+') AS word FROM {rows}
        UNION
        SELECT source_id, parts[n] || ' ' || parts[n + 1]
        FROM (SELECT DISTINCT source_id, regexp_split_to_array(sort_name, '[^[:alnum:]]+') AS parts FROM {rows}) AS names,
            generate_series(1, cardinality(parts) - 1) AS n
    ) AS found
    WHERE length(word) BETWEEN 3 AND 60 AND word ~ '[^0-9 ]'
    ORDER BY source_id, word
    ON CONFLICT DO NOTHING
"""


def noted_words() -> list[pgtrigger.Trigger]:
    """Return the triggers that note the words of new and of renamed fields, once for each statement."""
    renamed = """(SELECT later.* FROM later JOIN earlier USING (id)
        WHERE later.search IS DISTINCT FROM earlier.search) AS renamed"""
    return [
        pgtrigger.Trigger(
            name="words_of_new",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="later"),
            func=WORDS_OF.format(rows="later") + "; RETURN NULL;",
        ),
        pgtrigger.Trigger(
            name="words_of_renamed",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="earlier", new="later"),
            func=WORDS_OF.format(rows=renamed) + "; RETURN NULL;",
        ),
    ]


class FieldWord(models.Model):
    """One word that a source's tables, columns or comments use. A word outlives its last field: harmless."""

    pk = models.CompositePrimaryKey("source_id", "word")
    source = models.ForeignKey("sources.Source", on_delete=models.CASCADE, related_name="+", db_index=False)
    word = models.TextField()

    class Meta:
        indexes: ClassVar = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="field_word_alike")]

    def __str__(self) -> str:
        return self.word
