"""Tags for this part's pages: states, kinds of identifiers and of questions as words."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from catalog.enrolment import words
from config.web.templatetags.web import status

register = template.Library()


@register.simple_tag
def enrolment_state(value: str) -> SafeString:
    """Show the state of an enrolment as mark and word."""
    mark, word = words.STATES[value]
    return status(mark, word)


@register.filter
def kinds_words(values: Iterable[str]) -> str:
    """Name kinds of identifiers, one after the other."""
    return ", ".join(str(words.KINDS.get(value, value)) for value in values)


@register.filter
def question_word(value: str) -> str:
    """Name a kind of question."""
    return str(words.QUESTIONS.get(value, value))


@register.filter
def answer_word(value: str) -> str:
    """Name an answer."""
    return str(words.ANSWERS.get(value, value))
