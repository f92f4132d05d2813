"""The vault's chores: rows that say what ran, what failed and what is overdue; pages for DPO and administrator."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from consent.law import clock
from consent.parties.permissions import Role
from consent.subjects import chores, erasure
from consent.subjects.keystore.store import KeyStore
from consent.subjects.models import Chore, ChoreRun, Subject
from tests import factories
from tests.consent.subjects.test_vault import ACTOR, keys, one  # noqa: F401 - the fixture keeps keys apart

pytestmark = pytest.mark.django_db


def test_an_erasure_is_pending_until_the_keys_were_changed():
    erasure.erase(one().id, ACTOR)
    assert (chores.key_state().pending, chores.key_state().final) == (1, 0)
    run = chores.run_now(Chore.REWRAP)
    assert run.ok
    assert (chores.key_state().pending, chores.key_state().final) == (0, 1)


def test_a_change_of_keys_that_fails_says_why_and_everybody_stays_readable(monkeypatch):
    person = one()

    def broken(*_):
        raise OSError("the copy's disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(KeyStore, "_copy", broken)
        with pytest.raises(chores.ChoreFailed, match="disk is full"):
            chores.run_now(Chore.REWRAP)
    assert chores.key_state().failed == "the copy's disk is full"
    assert erasure.open_person(person).record == person.id
    chores.run_now(Chore.REWRAP)
    assert chores.key_state().failed == ""


def test_a_day_without_a_change_of_keys_is_overdue():
    one()
    assert not chores.key_state().overdue
    with clock.stopped_at(clock.now() + timedelta(hours=27)):
        assert chores.key_state().overdue
        chores.run_now(Chore.REWRAP)
        assert not chores.key_state().overdue


def test_a_run_is_done_once_and_taken_up_where_its_worker_died():
    run = ChoreRun.objects.create(chore=Chore.REWRAP)
    first = chores.work_on(run.pk).done
    assert chores.work_on(run.pk).done == first
    dead = ChoreRun.objects.create(chore=Chore.REWRAP, started_at=clock.now())
    assert chores.abandoned() == []
    with clock.stopped_at(clock.now() + timedelta(hours=1)):
        assert chores.abandoned() == [dead.pk]


def test_erasures_that_a_crash_cut_short_are_buried_and_shown(monkeypatch):
    person = one()
    with monkeypatch.context() as patch:
        patch.setattr(erasure, "bury_pending", lambda: 0)
        erasure.erase(person.id, ACTOR)
    assert chores.key_state().to_bury == 1
    assert chores.bury() == 1
    assert chores.bury() == 0
    assert ChoreRun.objects.filter(chore=Chore.BURY).count() == 1


def test_only_who_runs_the_product_changes_the_keys():
    with pytest.raises(PermissionDenied):
        chores.ask_rewrap(factories.principal(Role.DPO))


def test_the_administrator_changes_the_keys_on_the_page(django_capture_on_commit_callbacks):
    erasure.erase(one().id, ACTOR)
    client = factories.signed_in(Role.ADMINISTRATOR)
    assert "steht aus" in client.get("/keys/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/keys/change/").status_code == 302
    assert chores.key_state().final == 1
    assert str(Subject.objects.get().pk) in client.get("/keys/").content.decode()


READERS = {"administrator", "representative", "dpo", "auditor"}


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_each_role_sees_the_keys_or_is_refused(role):
    client = factories.signed_in(role, factories.department() if Role(role).of_department else None)
    assert (client.get("/keys/").status_code == 200) == (role in READERS)
    assert (client.post("/keys/change/").status_code == 302) == (role == "administrator")
    assert client.get("/keys/").status_code in {200, 403}
