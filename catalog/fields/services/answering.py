"""Answer the question that an unsure field puts: a decision like any other, its reason tells both."""

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.fields.models import Field, FieldDecision
from catalog.fields.questions import question_of, ruling_for, said
from catalog.fields.services.decisions import decide
from catalog.fields.services.problems import NotPossible, Overtaken
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require


@transaction.atomic
def answer(field: Field, key: str, principal: Principal, *, seen: str | None = None) -> FieldDecision:
    """Take the answer `key` to the field's question. Raises Overtaken where nothing is asked any more."""
    require(principal, Permission.FIELD_DECIDE, field.source.department_id)
    held = Field.objects.select_for_update().get(pk=field.pk)
    question = question_of(held)
    if question is None:
        raise Overtaken(_("This question is no longer open. Please look at the field again."))
    choice = next((one for one in question.choices if one.key == key), None)
    if choice is None:
        raise NotPossible(_("Please choose one of the answers."))
    reason = _("Question: %(question)s Answer: %(answer)s") % {
        "question": said(question),
        "answer": said(choice),
    }
    return decide(
        Field.objects.filter(pk=field.pk), principal, ruling_for(held, choice.category), reason, seen=seen
    )
