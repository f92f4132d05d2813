"""Two at once: on one person and purpose they wait for each other, and the state is what both come to."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from consent.consents.models import ConsentEvent, ConsentState
from consent.consents.recording import Said, say
from consent.law.standing import Kind
from tests.consent.consents.cases import consented, person, said

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*words: Said) -> list[object]:
    """Say each in a thread of its own, all starting together."""
    start, made = threading.Barrier(len(words)), []

    def work(word: Said) -> None:
        start.wait()
        try:
            made.append(say(word, None).id)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[word]) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return made


def word(who, what, kind, key=""):
    return Said(key or uuid4().hex, who, what.id, Kind(kind), "web")


def test_two_withdrawals_at_once_are_two_events_and_one_state():
    what, who = consented(), person()
    said(who, what, "given")
    at_once(*(word(who, what, "withdrawn") for _ in range(2)))
    assert ConsentEvent.objects.filter(kind="withdrawn").count() == 2
    assert ConsentState.objects.get().state == "ConsentWithdrawn"


def test_one_form_sent_twice_at_once_is_one_event():
    what, who = consented(), person()
    made = at_once(*(word(who, what, "withdrawn", key="same") for _ in range(3)))
    assert len(made) == 3
    assert len(set(made)) == 1


def test_giving_and_withdrawing_at_once_leave_the_state_that_the_events_come_to():
    what, who = consented(), person()
    at_once(word(who, what, "given"), word(who, what, "withdrawn"))
    last = ConsentEvent.objects.order_by("-at").first()
    assert (
        ConsentState.objects.get().state
        == {"given": "ConsentGiven", "withdrawn": "ConsentWithdrawn"}[last.kind]
    )
