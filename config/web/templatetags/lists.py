"""Tags for lists: headers that sort, filters, their chips, and addresses that keep the rest."""

from typing import Any

from django import template
from django.http import HttpRequest, QueryDict

from config.web.filters import Filter, Option
from config.web.sorting import PARAMETER, Sort

register = template.Library()


@register.simple_tag(takes_context=True)
def here_with(context: template.Context, **changed: Any) -> str:
    """Return this page's query string with some values changed; None removes one."""
    return _changed(context["request"], **changed)


@register.simple_tag(takes_context=True)
def here_up_to(context: template.Context, name: str) -> str:
    """Return this page's query string ready for a value of `name` at its end: written once for all rows."""
    return f"{_changed(context['request'], **{name: None})}&{name}=".replace("?&", "?")


@register.inclusion_tag("web/pieces/sort_header.html", takes_context=True)
def sort_header(
    context: template.Context, key: str, label: Any, number: bool = False, first: str = "up", css: str = ""
) -> dict[str, Any]:
    """Show a column's header that sorts; the page's view puts sorting.sort_of() into `sort`.

    `first="down"` sorts falling at the first click; `number` aligns right.
    """
    sort: Sort = context["sort"]
    here = sort.key == key
    return {
        "url": _changed(
            context["request"],
            **{PARAMETER: sort.turned(key, first_descending=first == "down"), "cursor": None},
        ),
        "label": label,
        "state": ("descending" if sort.descending else "ascending") if here else "",
        "symbol": ("down" if sort.descending else "up") if here else "",
        "css": f"{'num ' if number else ''}{css}".strip(),
    }


@register.inclusion_tag("web/pieces/filter.html")
def filter_menu(shown: Filter) -> dict[str, Any]:
    """Show a filter as a disclosure with boxes; stands inside a GET form (see web/pieces/filters.html)."""
    return {"filter": shown}


@register.inclusion_tag("web/pieces/chip.html", takes_context=True)
def chip(context: template.Context, of: Filter, option: Option) -> dict[str, Any]:
    """Show a chosen value of a filter as a chip; its cross leads to the list without it."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop("cursor", None)
    query.setlist(of.name, [value for value in query.getlist(of.name) if value != option.value])
    return {"filter": of, "option": option, "url": "?" + query.urlencode()}


@register.inclusion_tag("web/pieces/kept.html", takes_context=True)
def keep(context: template.Context, *names: str) -> dict[str, Any]:
    """Carry parameters of the address through a GET form as hidden fields."""
    query: QueryDict = context["request"].GET
    return {"pairs": [(name, value) for name in names for value in query.getlist(name)]}


def _changed(request: HttpRequest, **changed: Any) -> str:
    query: QueryDict = request.GET.copy()
    for name, value in changed.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()
