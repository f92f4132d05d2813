"""Marks that every page uses: icon, status, bar, progress, law, category, hash."""

import math
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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
    colour = {"wait": "off"}.get(kind, kind)
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


@register.simple_tag(takes_context=True)
def law(context: template.Context, key: str) -> SafeString:
    """Cite an article as a small link that explains itself in two sentences; key as in citations.toml.

    The explanation follows the first citation of an answer, further ones point to it: ids stay unique.
    """
    found = citations.find(key, get_language() or "de")
    request = context.get("request")
    ident, first = _once(request, key)
    button = format_html(
        '<button type="button" class="law" popovertarget="{}">{}</button>', ident, found.short
    )
    if not first:
        return button
    return button + format_html(
        '<span class="pop" id="{}" popover><strong>{}</strong><small>{}</small><span>{}</span></span>',
        ident,
        found.title,
        found.cite,
        found.text,
    )


@register.simple_tag
def digest(value: str, short: bool = False) -> SafeString:
    """Show a hash: in full with a button that copies it, or its ends where it is only recognised by them."""
    if short and len(value) > 20:
        return format_html('<code class="hash" title="{}">{}\u2026{}</code>', value, value[:8], value[-8:])
    return format_html(
        '<span class="hash"><code>{}</code> <button type="button" class="link" data-copy="{}" '
        'data-done="{}" hidden>{}</button></span>',
        value,
        value,
        _("Copied"),
        _("Copy"),
    )


@register.inclusion_tag("web/pieces/progress.html")
def progress(
    done: int, total: int | None, words: Any, more: Any = "", running: bool = True
) -> dict[str, Any]:
    """Show how far long work is: a bar, a sentence, and what else is known; total None: not known yet."""
    return {"done": done, "total": total, "words": words, "more": more, "running": running}


@register.simple_tag
def heat(number: int, most: int) -> str:
    """Return the class of a cell of a heat table: h1 to h5, or zero."""
    if number <= 0:
        return "zero"
    return f"h{max(1, min(5, math.ceil(5 * math.sqrt(number / max(most, 1)))))}"


def _once(request: HttpRequest | None, key: str) -> tuple[str, bool]:
    """Return the id of an explanation, and whether this answer has not shown it yet."""
    if request is None:
        return f"law-{key}", True
    # A fragment that htmx puts into a page must not repeat the ids of that page
    target = getattr(request, "htmx", None) and request.htmx.target  # type: ignore[attr-defined]
    ident = f"law-{key}-{target}" if target else f"law-{key}"
    shown = request.__dict__.setdefault("shown_citations", set())
    first = ident not in shown
    shown.add(ident)
    return ident, first
