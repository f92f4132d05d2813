"""What PostgreSQL refuses about purposes, whoever asks: no word changes after the opinion, no consent replaced."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from consent.law import clock
from consent.purposes.models import Notice, NoticeVersion, Purpose, PurposeRecipient, PurposeVersion
from tests.factories import department

pytestmark = pytest.mark.django_db


def version(purpose=None, number=1, art6="6-1-a", **more):
    purpose = purpose or Purpose.objects.create(
        key=f"p-{uuid4().hex[:8]}",
        department=department(),
        name_de="p",
        name_en="p",
        kinds=["DirectMarketing"],
    )
    then = clock.now() - timedelta(days=9)
    told = {
        "categories": ["contact.email"], "drafted_by": uuid4(), "opinion_by": uuid4(), "opinion_at": then,
        "opinion_favourable": True, "decided_by": uuid4(), "decided_at": then, "accepted": True,
    }  # fmt: skip
    return PurposeVersion.objects.create(purpose=purpose, number=number, art6=art6, **(told | more))


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_art_7_3_consent_is_not_replaced_by_another_basis_without_a_recorded_reason():
    first = version()
    refused(lambda: version(first.purpose, 2, "6-1-b", contract="sale"))
    version(first.purpose, 2, "6-1-b", contract="sale", consent_left_because="the law now demands it")


@pytest.mark.parametrize(
    "more",
    [
        {"art6": "6-1-b"},
        {"art6": "6-1-c"},
        {"art6": "6-1-f"},
        {"bundled_with_contract": True},
        {"categories": ["name", "special.health"]},
        {"categories": ["criminal"]},
    ],
    ids=["contract", "law", "balancing", "bundled", "art 9", "art 10"],
)
def test_no_version_is_accepted_without_what_its_basis_needs(more):
    refused(lambda: version(**more))


def test_what_the_opinion_was_given_on_stays_as_it_was():
    held = version()
    refused(lambda: PurposeVersion.objects.filter(pk=held.pk).update(categories=["name"]))
    refused(lambda: PurposeRecipient.objects.create(version=held, name="Mailer", country="US"))


def test_a_decision_stays_and_only_its_end_may_be_set():
    held = version(in_force_from=clock.now())
    refused(lambda: PurposeVersion.objects.filter(pk=held.pk).update(accepted=False))
    assert PurposeVersion.objects.filter(pk=held.pk).update(in_force_to=clock.now() + timedelta(days=1))


def test_a_published_notice_is_never_changed_nor_deleted():
    shown = NoticeVersion.objects.create(
        notice=Notice.objects.create(key="n", name="n", origin="person"), number=1, language="de", points={},
        rendered=b"x", sha256=b"x" * 32, material=True, proposed_by=uuid4(), confirmed_by=uuid4(),
        confirmed_at=clock.now(), effective_from=clock.now(),
    )  # fmt: skip
    refused(lambda: NoticeVersion.objects.filter(pk=shown.pk).update(rendered=b"y"))
    refused(shown.delete)
