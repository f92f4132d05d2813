"""Ask whose an identifier is, also from a process that must not hold the key of the blind indexes.

The process that serves pages seals the question under the instance key and waits for a worker; the
answer is record ids. Nothing readable is stored, and the row is gone with the answer.
"""

import json
import time
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from config import keyring
from consent.consents.models import PersonSearch
from consent.law import clock
from consent.subjects.finding import find

_WAIT_SECONDS = 8.0
_PAUSE_SECONDS = 0.02
_CONTEXT = "consents.search"


class NoAnswer(Exception):
    """No worker answered in time; nothing is known about the identifier."""


def people_named(kind: str, value: str, source: UUID | None = None) -> list[UUID]:
    """Return the record ids that an identifier leads to. Raises NoAnswer."""
    if settings.MAPS_ROWS_TO_PEOPLE:
        return list(find(kind, value, source))
    from consent.consents.tasks import answer_search

    asked = json.dumps([kind, value, str(source) if source else None]).encode()
    search = PersonSearch.objects.create(sealed=keyring.seal(asked, _CONTEXT))
    answer_search.delay(str(search.id))
    try:
        return _wait(search.id)
    finally:
        PersonSearch.objects.filter(pk=search.id).delete()


def answer(search: UUID) -> None:
    """Answer one question; nothing happens where it was withdrawn or answered."""
    row = PersonSearch.objects.filter(pk=search, found=None).first()
    if row is None:
        return
    kind, value, source = json.loads(keyring.unseal(bytes(row.sealed), _CONTEXT))
    found = find(kind, value, UUID(source) if source else None)
    PersonSearch.objects.filter(pk=search).update(found=list(found))


def forget_old() -> None:
    """Delete questions that nobody waits for any more."""
    PersonSearch.objects.filter(asked_at__lt=clock.now() - timedelta(minutes=5)).delete()


def _wait(search: UUID) -> list[UUID]:
    until = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < until:
        found = PersonSearch.objects.filter(pk=search).values_list("found", flat=True).first()
        if found is not None:
            return list(found)
        time.sleep(_PAUSE_SECONDS)
    raise NoAnswer(_("Nobody answered whose identifier this is; is the worker running? Please try again."))
