"""The one question that would settle an unsure field, and what an answer to it decides; writes nothing."""

from django.db.models import Q
from django.utils.translation import get_language

from catalog.classify.questions import SURE, SURE_OF_CATEGORY, Choice, Question, settling_question
from catalog.classify.types import ColumnDescription, Reason, Verdict
from catalog.fields.models import Field
from catalog.fields.precedence import NOT_PERSONAL, Ruling
from catalog.fields.states import Decision

# The same limits as settling_question's, so that the list counts what it then asks
UNSURE = Q(gone_at__isnull=True) & (Q(confidence__lt=SURE) | Q(category_confidence__lt=SURE_OF_CATEGORY))
ASKED = UNSURE & Q(decision=Decision.PROPOSED.value)


def question_of(field: Field) -> Question | None:
    """Return what to ask of the field; None where the rules are sure or a person has decided."""
    if field.decided or field.gone_at is not None:
        return None
    column = ColumnDescription(str(field.source_id), field.table_name, field.name, field.type or None)
    return settling_question(column, _verdict(field))


def ruling_for(field: Field, category: str) -> Ruling:
    """Return the decision that holding this category of the field amounts to."""
    if category == field.category:
        return Ruling(Decision.CONFIRMED)
    if category == NOT_PERSONAL:
        return Ruling(Decision.REJECTED)
    return Ruling(Decision.CHANGED, category)


def said(one: Question | Choice) -> str:
    """Return a question's or an answer's words in the reader's language."""
    return one.de if (get_language() or "de").startswith("de") else one.en


def _verdict(field: Field) -> Verdict:
    return Verdict(
        personal=field.found_personal,
        category=field.found_category,
        special=field.found_special,  # type: ignore[arg-type]
        subjects=field.found_subjects,  # type: ignore[arg-type]
        confidence=field.confidence,
        category_confidence=field.category_confidence,
        reasons=tuple(Reason(one["rule"], one["de"], one["en"], one["weight"]) for one in field.reasons),
    )
