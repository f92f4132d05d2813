"""Activities: what is unknown is a finding with an owner, and denies new purposes until it is known."""

import json
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from catalog.activities.models import ActivityVersion, Recipient, RetentionRule
from catalog.activities.origins import purposes_of
from catalog.activities.services.describing import (
    Receiver,
    Retention,
    change_activity,
    describe_activity,
    end_activity,
)
from catalog.activities.services.reviewing import review_findings
from catalog.activities.services.stating import follow_collection, state_purposes
from catalog.activities.states import Unit
from catalog.fields.models import Field, Finding
from catalog.fields.services.findings import handle_finding
from catalog.fields.services.problems import NotPossible, Overtaken
from catalog.fields.states import FindingKind, FindingState
from consent.evidence.commitment import Commitment, Digest, opens
from consent.evidence.models import Entry
from consent.purposes.origins import unknown_origins
from consent.purposes.states import RecipientRole
from tests import factories
from tests.catalog.activities.conftest import purpose
from tests.catalog.activities.said import complete

pytestmark = pytest.mark.django_db
HOMELESS = Receiver("Werbeagentur", RecipientRole.PROCESSOR)


def open_kinds():
    return sorted(Finding.objects.filter(state=FindingState.OPEN).values_list("kind", flat=True))


def gaps(*categories):
    return {one.gap: one.fields for one in unknown_origins(categories)}


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_art_30_a_table_with_personal_data_without_activity_is_a_finding_with_an_owner(shop, department):
    owner = factories.person("steward", department)
    review_findings()
    found = Finding.objects.get()
    assert (found.kind, found.collection.name, found.owner) == (FindingKind.NO_ACTIVITY, "kunden", owner)


def test_art_5_1_b_a_complete_activity_tells_the_purpose_of_every_field(customers, delivery, steward):
    review_findings()
    assert gaps("contact.email") == {"no_activity": 1}
    describe_activity(steward, delivery.department, complete(customers, delivery))
    assert open_kinds() == []
    assert gaps("contact.email", "name") == {}
    assert purposes_of(Field.objects.get(name="email")) == [delivery]


@pytest.mark.parametrize(
    ("left_out", "kind"),
    [
        ({"purposes": []}, "no_purpose"),
        ({"retention": None}, "no_retention"),
        ({"recipients": [HOMELESS]}, "no_country"),
    ],
)
def test_what_an_activity_leaves_out_is_a_finding_and_denies_new_purposes_until_it_is_known(
    customers, delivery, steward, left_out, kind
):
    said = complete(customers, delivery)
    made = describe_activity(steward, delivery.department, replace(said, **left_out))
    assert open_kinds() == [kind]
    assert gaps("contact.email") == {kind: 1}
    change_activity(steward, made, said)
    assert open_kinds() == []
    assert gaps("contact.email") == {}


def test_a_field_may_have_a_purpose_of_its_own_or_none_that_anybody_knows(customers, delivery, steward):
    describe_activity(steward, delivery.department, complete(customers, delivery))
    allergy, other = Field.objects.get(name="allergie"), purpose(delivery.department, "care")
    state_purposes(steward, allergy, [other.pk])
    assert purposes_of(allergy) == [other]
    state_purposes(steward, allergy, [])
    assert open_kinds() == [FindingKind.NO_FIELD_PURPOSE]
    assert gaps(allergy.category) == {"no_purpose": 1}
    follow_collection(steward, allergy)
    assert purposes_of(allergy) == [delivery]
    assert open_kinds() == []


def test_an_unknown_matters_only_to_the_data_subjects_that_it_is_about(customers, delivery, steward):
    Field.objects.filter(name="email").update(subjects="customer")
    assert unknown_origins(["contact.email"], ["employee"]) == []
    assert [one.fields for one in unknown_origins(["contact.email"], ["customer"])] == [1]


def test_nobody_closes_a_finding_of_the_unknown_by_saying_that_it_is_settled(customers, steward):
    review_findings()
    with pytest.raises(NotPossible):
        handle_finding(Finding.objects.get(), steward, "nothing to do")


def test_an_ended_activity_leaves_its_tables_without_one(customers, delivery, steward):
    made = describe_activity(steward, delivery.department, complete(customers, delivery))
    end_activity(steward, made)
    assert open_kinds() == [FindingKind.NO_ACTIVITY]


def test_every_description_is_kept_and_its_digest_in_the_ledger_opens_with_it(customers, delivery, steward):
    said = complete(customers, delivery)
    made = describe_activity(steward, delivery.department, said)
    change_activity(steward, made, replace(said, recipients=[]))
    first, second = ActivityVersion.objects.order_by("number")
    assert json.loads(first.content)["recipients"] and not json.loads(second.content)["recipients"]
    written = json.loads(bytes(Entry.objects.get(id=second.evidence).body))["payload"]
    digest = Digest(bytes.fromhex(written["content"].removeprefix("sha256:")))
    assert opens(Commitment(bytes(second.nonce), digest), second.content)
    assert "Paketdienst" not in json.dumps(written)


def test_who_changes_an_older_description_is_told_to_look_again(customers, delivery, steward):
    said = complete(customers, delivery)
    made = describe_activity(steward, delivery.department, said)
    change_activity(steward, made, said, seen=1)
    with pytest.raises(Overtaken):
        change_activity(steward, made, said, seen=1)


def test_the_steward_of_another_department_describes_nothing_here(customers, delivery, steward):
    stranger = factories.principal("steward", factories.department())
    made = describe_activity(steward, delivery.department, complete(customers, delivery))
    for act in (
        lambda: describe_activity(stranger, delivery.department, complete(customers, delivery)),
        lambda: change_activity(stranger, made, complete(customers, delivery)),
        lambda: end_activity(stranger, made),
        lambda: state_purposes(stranger, Field.objects.get(name="email"), []),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_table_of_another_department_cannot_be_named(customers, delivery):
    elsewhere = factories.department()
    stranger = factories.principal("steward", elsewhere)
    with pytest.raises(NotPossible):
        describe_activity(stranger, elsewhere, complete(customers, delivery))


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_en": " "},
        {"recipients": [HOMELESS, HOMELESS]},
        {"recipients": [replace(HOMELESS, country="Deutschland")]},
    ],
    ids=["no_name", "twice", "no_code"],
)
def test_what_cannot_be_right_is_refused_with_a_sentence(customers, delivery, steward, wrong):
    with pytest.raises(NotPossible):
        describe_activity(steward, delivery.department, replace(complete(customers, delivery), **wrong))


def test_art_5_1_e_a_period_starts_in_a_field_of_the_activitys_own_tables(customers, delivery, steward):
    foreign = Field.objects.get(name="preis")
    rule = Retention(foreign.pk, 10, Unit.YEARS, "§ 147 AO")
    with pytest.raises(NotPossible):
        describe_activity(steward, delivery.department, complete(customers, delivery, retention=rule))
    made = describe_activity(steward, delivery.department, complete(customers, delivery))
    held = RetentionRule.objects.filter(activity=made)
    refused(lambda: held.update(start=foreign))
    refused(lambda: held.update(law=""))
    refused(lambda: Recipient.objects.filter(activity=made).update(country="de"))


def test_a_rule_falls_with_the_table_that_it_starts_in(customers, delivery, steward):
    made = describe_activity(steward, delivery.department, complete(customers, delivery))
    made.links.all().delete()
    assert not RetentionRule.objects.filter(activity=made).exists()
