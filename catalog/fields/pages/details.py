"""What is told of one field: why, whose it is, what may be decided, and everything that happened to it."""

from typing import Any

from django.utils.translation import get_language, pgettext

from catalog.fields.models import Field, FieldHistory, ScanTable
from catalog.fields.questions import question_of, said
from catalog.fields.remembering import proposal_for
from catalog.fields.services.decisions import seen_state
from catalog.fields.words import category_choices, subjects_choices
from consent.parties.actors import names_of
from consent.parties.permissions import Permission
from consent.parties.principals import Principal

_EVENTS_SHOWN = 50


def details_of(chosen: Field | None, principal: Principal) -> dict[str, Any]:
    """Return the template variables of a field's details; none where no field is chosen."""
    if chosen is None:
        return {}
    history = history_of(chosen)
    return {
        "field": chosen,
        "reasons": reasons_of(chosen),
        "history": history,
        "categories": category_choices(),
        "subject_choices": subjects_choices(),
        "findings": chosen.findings.filter(state="open")
        if principal.may(Permission.FINDING_READ, chosen.source.department_id)
        else [],
    } | asked_of(chosen, principal)


def asked_of(chosen: Field, principal: Principal) -> dict[str, Any]:
    """Return the question that would settle the field, with its answers, and whether one may be given."""
    question = question_of(chosen)
    return {
        "proposal": proposal_for(chosen, principal),
        "question": said(question) if question else "",
        "answers": [(one.key, said(one)) for one in question.choices] if question else [],
        "may_decide_this": principal.may(Permission.FIELD_DECIDE, chosen.source.department_id),
        "seen": seen_state([(chosen.pk, chosen.revision)]),
    }


def reasons_of(chosen: Field) -> list[dict[str, Any]]:
    """Return why the rules hold what they hold, in the reader's language, the strongest reason first."""
    language = "de" if (get_language() or "de").startswith("de") else "en"
    reasons = [
        {
            "about": about(one["rule"]),
            "text": one[language],
            "percent": round(100 * min(1.0, max(0.0, one["weight"]))),
        }
        for one in chosen.reasons
    ]
    return sorted(reasons, key=lambda one: -one["percent"])


def about(rule: str) -> str:
    """Say what a rule looked at: the values, the table, or the name."""
    if rule.startswith("value"):
        return pgettext("reason", "Values")
    return pgettext("reason", "Table") if rule.startswith("table") else pgettext("reason", "Name")


def history_of(chosen: Field) -> list[FieldHistory]:
    """Return the field's events, the newest first, each with who did it and its entry in the ledger."""
    rows = list(
        FieldHistory.objects.filter(field=chosen)
        .select_related("decision", "scan")
        .defer("reasons")
        .order_by("-pk")[:_EVENTS_SHOWN]
    )
    names = names_of(row.decision.by for row in rows if row.decision)
    proved = dict(
        ScanTable.objects.filter(
            scan__in={row.scan_id for row in rows if row.scan_id}, collection=chosen.collection_id
        ).values_list("scan", "evidence")
    )
    for row in rows:
        row.who = names.get(row.decision.by) if row.decision else None  # type: ignore[attr-defined]
        row.proof = row.decision.evidence if row.decision else proved.get(row.scan_id)  # type: ignore[attr-defined, arg-type]
    return rows
