"""Tags for other parts' pages: what a field or a table is collected for, and where to say it."""

from typing import Any

from django import template

from catalog.activities.models import ProcessingActivity, StatedPurpose
from catalog.activities.origins import purposes_of
from catalog.activities.words import ROLES, period_words
from catalog.fields.models import Collection, Field
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, visible
from consent.purposes.models import Purpose
from consent.purposes.words import name_of

register = template.Library()


@register.inclusion_tag("activities/of_field.html", takes_context=True)
def collected_for(context: template.Context, field: Field) -> dict[str, Any]:
    """Show what a field with personal data is collected for."""
    principal = principal_of(context["request"])
    return {
        "field": field,
        "purposes": purposes_of(field) if field.personal else [],
        "own": StatedPurpose.objects.filter(field=field).first(),
        "may_state": field.personal and principal.may(Permission.ACTIVITY_EDIT, field.source.department_id),
    }


@register.inclusion_tag("activities/of_collection.html", takes_context=True)
def activities_of(context: template.Context, collection: Collection, personal: int) -> dict[str, Any]:
    """Show the processing activities that a table belongs to."""
    principal = principal_of(context["request"])
    rows = ProcessingActivity.objects.filter(links__collection=collection, ended_at=None)
    seen = visible(rows.select_related("department"), principal, Permission.ACTIVITY_SEE)
    found = list(seen.prefetch_related("purposes").order_by("sort_name"))
    return {
        "collection": collection,
        "found": found,
        "elsewhere": rows.count() - len(found),
        "personal": personal,
        "may_edit": principal.may(Permission.ACTIVITY_EDIT, collection.source.department_id),
    }


@register.filter
def period(rule: Any) -> str:
    """Say how long a rule keeps."""
    return period_words(rule.period, rule.unit)


@register.filter
def recipient_role(value: str) -> str:
    """Name what a recipient is."""
    return str(ROLES[value])


@register.simple_tag
def spoken(purpose: Purpose) -> str:
    """Name a purpose in the reader's language."""
    return name_of(purpose)
