"""Filters that write numbers and times as the reader's language does, with no-break spaces."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consent.law import clock

register = template.Library()
_NBSP = "\xa0"


@register.filter
def count(number: Any) -> str:
    """Write a whole number with its thousands apart: 1.284 in German, 1,284 in English."""
    if number is None:
        return _("unknown")
    return number_format(int(number), use_l10n=True, force_grouping=True).replace("-", "\u2212")


@register.filter
def decimal(number: Any, places: int = 1) -> str:
    """Write a number with decimal places: 4,1 in German, 4.1 in English."""
    return number_format(number, decimal_pos=places, use_l10n=True, force_grouping=True).replace(
        "-", "\u2212"
    )


@register.filter
def percent(share: Any, places: int = 0) -> str:
    """Write a share of 1 in percent: 94 % in German (with a no-break space), 94% in English.

    What is not quite all is never 100 %, what is not quite nothing never 0 %.
    """
    if share is None:
        return _("unknown")
    exact, least = float(share) * 100, 10.0**-places
    rounded = round(exact, places)
    if exact < 100 <= rounded:
        rounded = 100 - least
    below = exact > 0 and rounded <= 0
    number = number_format(least if below else rounded, decimal_pos=places, use_l10n=True)
    return f"{'<' + _NBSP if below else ''}{number}{_NBSP if _german() else ''}%"


@register.filter
def seconds(duration: timedelta | float | None) -> str:
    """Write a duration in the unit that suits it: 0,8 s, 12 s, 3 min, 2 h."""
    if duration is None:
        return _("unknown")
    number = duration.total_seconds() if isinstance(duration, timedelta) else float(duration)
    if number < 0.05:
        return f"<{_NBSP}{decimal(0.1)}{_NBSP}s"
    if number < 120:
        return f"{decimal(number, 1 if number < 10 else 0)}{_NBSP}s"
    if number < 7200:
        return f"{count(number / 60)}{_NBSP}min"
    return f"{count(number / 3600)}{_NBSP}h"


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date: 23.11.2026 in German, 23 Nov 2026 in English; in the controller's time zone."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return date_format(local, "d.m.Y" if _german() else f"j{_NBSP}M{_NBSP}Y")


@register.filter
def moment(value: datetime | None) -> str:
    """Write a time in full: 23.11.2026, 14:05 Uhr; 23 Nov 2026, 14:05."""
    return f"{day(value)}, {_clock(value)}" if value else ""


@register.filter
def when(value: datetime | None) -> SafeString | str:
    """Write a time as near as it is: today, yesterday, else the date; the full one for machines."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    days = (timezone.localtime(clock.now()).date() - local.date()).days
    words = {0: _("today"), 1: _("yesterday")}.get(days)
    text = f"{words}, {_clock(value)}" if words else moment(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), text)


def _clock(value: datetime) -> str:
    at = date_format(timezone.localtime(value), "H:i")
    return f"{at}{_NBSP}Uhr" if _german() else at


def _german() -> bool:
    return (get_language() or "de").startswith("de")
