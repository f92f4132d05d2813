"""Tags that every page uses: icon, status, law, bar, category, addresses that keep their filters."""

from typing import Any

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from config.web import citations
from consent.law.categories import CATEGORIES

register = template.Library()

_ICON_OF = {"ok": "check", "warn": "warn", "bad": "no", "off": "off", "run": "run", "wait": "wait"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of static/web/icons.svg beside a word; the word says it for screen readers."""
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>', static("web/icons.svg"), name
    )


@register.simple_tag
def status(kind: str, word: Any, symbol: str = "") -> SafeString:
    """Show a state as icon, word and colour; kind is ok, warn, bad, off, run or wait."""
    colour = {"run": "accent", "wait": "off"}.get(kind, kind)
    return format_html('<span class="st st-{}">{}{}</span>', colour, icon(symbol or _ICON_OF[kind]), word)


@register.simple_tag
def bar(percent: float) -> SafeString:
    """Draw a small bar of 0 to 100 percent; the number itself stands beside it."""
    width = f"{max(0.0, min(100.0, float(percent))):.1f}%"
    return format_html(
        '<svg class="bar" aria-hidden="true"><rect width="100%"/><rect class="v" width="{}"/></svg>', width
    )


@register.simple_tag
def special(article: str | None) -> SafeString | str:
    """Mark what Art. 9 or Art. 10 GDPR protects; nothing for other data."""
    number = {"art9": "9", "art10": "10"}.get(article or "")
    return format_html('<span class="a9">Art.\xa0{}</span>', number) if number else ""


@register.filter
def category_name(key: str) -> str:
    """Name a category in the reader's language."""
    found = CATEGORIES[key]
    return found.de if get_language() == "de" else found.en


@register.simple_tag
def law(key: str) -> SafeString:
    """Cite an article as a small link that explains itself in two sentences; key as in citations.toml."""
    found = citations.find(key, get_language() or "de")
    return format_html(
        '<button type="button" class="law" popovertarget="law-{0}">{1}</button>'
        '<span class="pop" id="law-{0}" popover><strong>{2}</strong><small>{1}</small><span>{3}</span></span>',
        key,
        found.cite,
        found.title,
        found.text,
    )


@register.simple_tag(takes_context=True)
def here_with(context: template.Context, **changed: Any) -> str:
    """Return this page's query string with some values changed; None removes one."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changed.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()
