"""The demo company's consents: the awkward cases are among them, and a second run adds nothing."""

from datetime import date
from random import Random

import pytest

from catalog.demo import people_services
from catalog.demo.consent_purposes import ensure_purposes
from catalog.demo.consent_stories import tell
from catalog.demo.consenting import consent_people
from consent.consents.models import ConsentEvent, ConsentState, Objection
from consent.law import clock
from consent.law.basis import Art6
from consent.purposes.editions import editions_of
from consent.purposes.faults import faults_of
from consent.purposes.models import NoticeVersion, PurposeVersion
from consent.purposes.notice_review import review
from consent.purposes.states import VersionState
from consent.subjects.models import Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(tmp_path, settings, monkeypatch):
    settings.KEYS = tmp_path / "keys"
    monkeypatch.setattr(people_services, "logins_path", lambda: tmp_path / "logins")
    people_services.make_people()
    Subject.objects.bulk_create(Subject(guardian_until=date(2020, 1, 1)) for _ in range(400))


def test_the_awkward_ones_are_among_them_and_twice_is_once(people):
    stored = consent_people()
    assert (stored, consent_people()) == (ConsentEvent.objects.count(), 0)
    states = set(ConsentState.objects.values_list("state", flat=True))
    assert {
        "ConsentGiven", "ConsentRequested", "ConsentRefused", "ConsentWithdrawn", "ConsentExpired",
        "RenewedConsentGiven",
    } <= states  # fmt: skip
    assert Objection.objects.filter(kind="21-2").exists()
    assert ConsentEvent.objects.filter(guardian=True).exists()
    again = ConsentEvent.objects.filter(kind="withdrawn", subject__consent_states__state="ConsentGiven")
    assert again.exists()


def test_the_same_seed_tells_the_same():
    now = clock.now()
    assert list(tell(Random(3), now)) == list(tell(Random(3), now))


def test_the_notices_were_published_by_two_people_and_only_one_change_was_material(people):
    consent_people()
    rows = NoticeVersion.objects.exclude(effective_from=None)
    assert rows.filter(notice__key="notice-cx-analysis").values("number").distinct().count() == 3
    material = rows.filter(material=True).values_list("notice__key", "number").distinct()
    assert list(material) == [("notice-cx-analysis", 3)]
    assert not any(row.proposed_by == row.confirmed_by for row in rows)
    waiting = NoticeVersion.objects.get(effective_from=None, language="de")
    lacks = review(waiting.notice, editions_of(waiting.notice)[0]).lacks
    assert {one.point.article for one in lacks} == {"13-1-f"}


def test_purposes_stand_on_their_bases_by_opinion_and_decision_of_different_people(people):
    ensure_purposes()
    decided = PurposeVersion.objects.exclude(decided_at=None)
    assert set(decided.values_list("art6", flat=True)) == {basis.value for basis in Art6}
    assert not any({row.drafted_by, row.opinion_by} & {row.decided_by} for row in decided)
    assert {row.state for row in PurposeVersion.objects.all()} >= {
        VersionState.DRAFT, VersionState.ASKED, VersionState.ADVISED, VersionState.IN_FORCE, VersionState.ENDED,
        VersionState.REFUSED,
    }  # fmt: skip
    assert all(faults_of(row) == () for row in decided.filter(accepted=True, in_force_to=None))
