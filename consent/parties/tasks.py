"""Work in the background: ids of people who left end, worn-out tokens and sessions go."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from oauth2_provider.models import clear_expired

from consent.evidence.services import record
from consent.parties import actors, evidence_kinds


@shared_task
@transaction.atomic
def forget_who_left() -> None:
    """Forget whose ids those are that ended long ago; how many is evidence."""
    if count := actors.forget_ended_ids():
        record(evidence_kinds.FORGOTTEN, actor=None, payload={"count": count})


@shared_task
def clear_worn_out() -> None:
    """Delete sessions and tokens that have expired."""
    SessionStore.clear_expired()
    clear_expired()
