"""Handle findings: somebody says what was done about one, and why that is enough."""

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.fields.models import Finding
from catalog.fields.services.problems import NotPossible, Overtaken
from catalog.fields.states import UNTIL_KNOWN, FindingState
from consent.evidence.commitment import commit
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require


@transaction.atomic
def handle_finding(finding: Finding, principal: Principal, reason: str) -> Finding:
    """Close a finding with a reason; the text stays here, its commitment goes to the ledger."""
    require(principal, Permission.FINDING_HANDLE, finding.department_id)
    if finding.kind in UNTIL_KNOWN:
        raise NotPossible(_("This finding ends by itself as soon as what it misses is known."))
    reason = reason.strip()
    if not reason:
        raise NotPossible(_("Please say what was done about it, or why nothing need be done."))
    held = Finding.objects.select_for_update().get(pk=finding.pk)
    if held.state != FindingState.OPEN:
        raise Overtaken(_("This finding was closed in the meantime."))
    why = commit(reason)
    held.state, held.closed_at, held.handled_by = FindingState.HANDLED, clock.now(), principal.actor
    held.reason, held.reason_nonce = reason, why.nonce
    held.evidence = record(
        "finding.handled",
        actor=principal.actor,
        payload={"finding": held.pk, "about": Code(held.kind), "source": held.source_id, "reason": why},
    )
    held.save()
    return held
