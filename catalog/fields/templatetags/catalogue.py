"""Tags for this part's pages: states as words with a mark, certainty, names of columns that may break."""

import re
from functools import lru_cache

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.fields import words
from catalog.fields.models import Field
from catalog.sources import words as sources
from catalog.sources.connectors.base import TOLERATED
from config.web.templatetags.web import bar, status
from config.web.templatetags.words import percent

register = template.Library()
_BREAKS = re.compile(r"(?<=[_.])|(?<=[a-z])(?=[A-Z])")
_NAMES = {
    "decision": words.DECISIONS,
    "scan": words.SCANS,
    "table": words.TABLES,
    "finding": words.FINDING_STATES,
    "words": words.COMPANY_WORDS,
}


@register.simple_tag
def state(of: str, value: str) -> SafeString:
    """Show the state of a decision, scan, table or finding as mark and word."""
    return _state(of, value, get_language())


@lru_cache(maxsize=256)
def _state(of: str, value: str, language: str | None) -> SafeString:
    """Write it once for each language: a list shows the same few states on every row."""
    return status(words.MARKS[value], _NAMES[of][value])


@register.filter
def pick_label(one: Field) -> str:
    """Say what a tick in the list selects."""
    return _("Select %(name)s in %(table)s") % {"name": one.name, "table": one.table_name}


@register.filter
def problem_words(code: str) -> str:
    """Say what a source could not do, and what helps."""
    return str(words.INTERRUPTED if code == "interrupted" else sources.problem_words(code))


@register.filter
def is_tolerated(code: str) -> bool:
    """Say whether a table with this fault was judged by its values all the same."""
    return code in TOLERATED


@register.filter
def trigger_word(value: str) -> str:
    """Say what started a scan."""
    return str(words.TRIGGERS[value])


@register.filter
def event_word(value: str) -> str:
    """Say what happened to a field."""
    return str(words.EVENTS[value])


@register.filter
def finding_word(value: str) -> str:
    """Name the kind of a finding."""
    return str(words.FINDINGS[value])


@register.filter
def rhythm_word(value: str) -> str:
    """Name a rhythm."""
    return str(words.RHYTHMS[value])


@register.filter
def subjects(value: str | None) -> str:
    """Name whose data it is."""
    return words.subjects_name(value)


@register.simple_tag
def certainty(share: float) -> SafeString:
    """Show how certain the rules are, as a bar beside the number."""
    return _certainty(round(share, 2), get_language())


@lru_cache(maxsize=512)
def _certainty(share: float, language: str | None) -> SafeString:
    return format_html('<span class="conf">{}<span>{}</span></span>', bar(share * 100), percent(share))


@register.filter
def breaking(name: str) -> SafeString:
    """Let a long column name break after an underscore, dot, or before a capital, and nowhere else."""
    # What escaping writes, such as &#x27; and &quot;, has no place where this breaks
    return mark_safe(_BREAKS.sub("<wbr>", escape(name)))  # noqa: S308 - escaped


@register.filter
def share(part: int, whole: int) -> float:
    """Return a part of a whole as a share of 1; 0 of nothing is 0."""
    return part / whole if whole else 0.0
