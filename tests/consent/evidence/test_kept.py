"""What parts keep outside the ledger: whoever alters or removes it there is found, by record and never by text."""

from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from catalog.activities.services.describing import Description, describe_activity
from consent.consents.objecting import end_objection, object_to
from consent.consents.storing import Row, store
from consent.decisions.looking import explain
from consent.evidence.keeping import kept_kinds
from consent.evidence.kinds import known_kinds
from consent.evidence.models import Entry, Verification
from consent.evidence.sequencing import sequence_entries
from consent.law import clock
from consent.law.facts import ObjectionKind
from consent.parties.controllers import change_controller
from consent.parties.models import Controller
from consent.parties.permissions import Role
from consent.purposes.services.notices import draft_version, propose_change
from tests import factories
from tests.conftest import owner_role
from tests.consent.consents import cases
from tests.consent.evidence.ledger import run
from tests.consent.evidence.test_verification import verified
from tests.consent.purposes import told
from tests.factories import principal, signed_in

pytestmark = pytest.mark.django_db


def controller(name: str = "Hansen GmbH") -> None:
    changed = Controller.current() or Controller()
    changed.legal_name = name
    change_controller(None, changed, ["legal_name"])


def altered(table: str, change: str) -> None:
    """Change rows as the machine's owner could, past the guards."""
    with owner_role():
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        run(f"UPDATE {table} SET {change}")
        run(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_ledger_whose_texts_are_untouched_verifies():
    controller()
    controller("Hansen & Söhne GmbH")
    sequence_entries()
    assert verified()["ok"]


def test_an_altered_text_is_named_by_its_record_and_never_repeated():
    controller()
    sequence_entries()
    altered("parties_controllerchange", "value = 'Schwarz GmbH'")
    result = verified()
    assert (result["found"], result["kind"], result["field"]) == (
        "kept_altered",
        "controller.changed",
        "value",
    )
    assert result["record"] in result["sentence"]
    assert "Schwarz" not in str(result) and "Hansen" not in str(result)


def test_the_first_of_several_altered_records_is_named():
    controller("Eins GmbH")
    controller("Zwei GmbH")
    sequence_entries()
    altered("parties_controllerchange", "value = 'Drei GmbH'")
    assert verified()["index"] == 0


def test_other_random_bytes_beside_the_text_are_found():
    controller()
    sequence_entries()
    altered("parties_controllerchange", "nonce = sha256('')")
    assert verified()["found"] == "kept_altered"


def test_random_bytes_of_another_length_are_found():
    controller()
    sequence_entries()
    altered("parties_controllerchange", "nonce = ''")
    assert verified()["found"] == "kept_altered"


def test_another_actor_beside_the_text_is_found():
    controller()
    sequence_entries()
    altered("parties_controllerchange", "actor = gen_random_uuid()")
    assert verified()["field"] == "actor"


def test_a_removed_record_is_found():
    controller()
    sequence_entries()
    with owner_role():
        run("DELETE FROM parties_controllerchange")
    result = verified()
    assert (result["found"], result["record"]) == ("kept_gone", None)


def test_a_text_altered_before_its_entry_has_a_place_is_found():
    controller()
    altered("parties_controllerchange", "value = 'Schwarz GmbH'")
    assert verified()["found"] == "kept_altered"


def test_the_sentence_for_people_names_the_record():
    controller()
    sequence_entries()
    altered("parties_controllerchange", "value = 'Schwarz GmbH'")
    with pytest.raises(CommandError, match="value of the controller's record") as error:
        call_command("verify_evidence")
    assert error.value.returncode == 1


def test_the_page_of_the_state_says_it_too():
    controller()
    sequence_entries()
    altered("parties_controllerchange", "value = 'Schwarz GmbH'")
    verified()
    page = signed_in(Role.DPO).get(reverse("evidence_state"))
    assert "0" in page.context["finding"] and Verification.objects.get().found == "kept_altered"


@pytest.mark.parametrize(
    ("change", "shown"),
    [("", "stimmt überein"), ("value = 'Schwarz GmbH'", "Text verändert")],
)
def test_the_page_of_an_entry_says_whether_the_text_matches(change: str, shown: str):
    controller()
    sequence_entries()
    if change:
        altered("parties_controllerchange", change)
    entry = Entry.objects.get()
    client = signed_in(Role.DPO)
    page = client.get(reverse("evidence_entry", args=[entry.id]))
    assert shown in page.text
    assert "Schwarz" not in page.text


def test_why_an_objection_was_overridden_is_compared():
    objection = object_to(cases.person(), ObjectionKind.SITUATION, None)
    end_objection(objection, principal(Role.REPRESENTATIVE).actor, "Klage anhängig")
    sequence_entries()
    assert verified()["ok"]
    altered("consents_objection", "ended_reason = 'andere'")
    assert verified()["kind"] == "consents.objection_ended"


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'withdrawn'",
        "at = at - interval '1 day', clock = 'claimed'",
        "channel = 'shop'",
        "recorded_by = id",
    ],
)
def test_what_a_person_said_is_compared(change: str):
    cases.said(cases.person(), cases.consented(), "given")
    sequence_entries()
    assert verified()["ok"]
    altered("consents_consentevent", change)
    assert verified()["kind"] == "consents.said"


@pytest.mark.parametrize("change", ["kind = 'withdrawn'", "at = at - interval '1 day'", "batch = NULL"])
def test_an_imported_batch_is_compared_as_a_whole(change: str):
    purpose, now = cases.consented(), clock.now()
    rows = [Row(f"k-{n}", cases.person(), purpose.id, "given", now, now, "web") for n in range(5)]
    store(uuid4(), rows, None)
    sequence_entries()
    assert verified()["ok"]
    altered("consents_consentevent", f"{change} WHERE key = 'k-3'")
    result = verified()
    assert (result["found"], result["kind"]) == ("kept_altered", "consents.imported")


def test_why_a_decision_was_explained_is_compared():
    purpose, subject = cases.consented().id, cases.person()
    explain(principal(Role.DPO).actor, "Beschwerde", purpose, subject, frozenset(), None, None, None)
    sequence_entries()
    assert verified()["ok"]
    altered("decisions_look", "reason = 'andere'")
    assert verified()["kind"] == "decisions.looked_up"


def test_what_was_said_about_a_notice_and_its_published_copy_are_compared():
    where = factories.department()
    steward, head = principal(Role.STEWARD, where), principal(Role.HEAD, where)
    about = told.notice(steward, where)
    told.published(steward, head, about, told.draft(cases.purpose(where=where)))
    sequence_entries()
    assert verified()["ok"]
    altered("purposes_noticeversion", "rendered = 'anderes'")
    assert verified()["kind"] == "notices.published"


def test_why_a_change_of_a_notice_was_assessed_so_is_compared():
    where = factories.department()
    steward = principal(Role.STEWARD, where)
    about = told.notice(steward, where)
    draft_version(steward, about, told.draft(cases.purpose(where=where)))
    propose_change(steward, about, 1, False, "die erste")
    sequence_entries()
    assert verified()["ok"]
    altered("purposes_noticeword", "reason = 'andere'")
    assert verified()["kind"] == "notices.change_proposed"


def test_the_description_of_a_processing_activity_is_compared():
    where = factories.department()
    describe_activity(principal(Role.STEWARD, where), where, Description("Ausliefern", "Deliver"))
    sequence_entries()
    assert verified()["ok"]
    altered("activities_activityversion", "content = '{}'")
    assert verified()["kind"] == "activity.described"


def test_every_kind_whose_entries_hold_a_digest_is_compared():
    from consent.evidence.commitment import Digest

    holding = {
        kind.name
        for kind in known_kinds()
        if any(Digest in getattr(kept, "__args__", (kept,)) for kept in kind.fields.values())
    }
    assert {name for name in holding if not name.startswith("test.")} <= set(kept_kinds())
