"""Notices: what is missing, what is material and who says so, and what a material change does to consents."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from consent.decisions.single import may
from consent.evidence.models import Entry
from consent.law import clock
from consent.parties.ownership import Refused
from consent.purposes.editions import EditionState, editions_of
from consent.purposes.models import NoticeVersion, PurposeRecipient, PurposeVersion
from consent.purposes.notice_review import found_material, review, words_changed
from consent.purposes.services.notices import (
    create_notice,
    draft_version,
    propose_change,
    publish_version,
    send_back,
)
from tests import factories
from tests.consent.consents import cases
from tests.consent.purposes.told import MAILER, draft, notice, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.department("Shop")


@pytest.fixture
def steward(where):
    return factories.principal("steward", where)


@pytest.fixture
def head(where):
    return factories.principal("head", where)


@pytest.fixture
def about(steward, where):
    return notice(steward, where)


@pytest.fixture
def newsletter(where):
    return cases.purpose(where=where)


def permits(purpose, person, at=None, known_at=None):
    return may(purpose.id, person, frozenset({"contact.email"}), at=at, known_at=known_at).allowed


def missing(about, edition):
    return {one.point.article for one in review(about, edition).lacks}


def later(**delta):
    return clock.stopped_at(clock.now() + timedelta(**delta))


def test_art_13_a_version_lacks_every_point_that_is_due_and_blank(steward, about, newsletter):
    whole = draft_version(steward, about, draft(newsletter))
    assert missing(about, whole) == set()
    holes = {"rights": "", "withdrawal": " ", "transfers": ""}
    assert missing(about, draft_version(steward, about, draft(newsletter, words=holes))) == {
        "13-2-b",
        "13-2-c",
    }


def test_art_13_1_f_a_third_country_makes_its_safeguards_due(steward, about, newsletter):
    abroad = draft(newsletter, words={"transfers": ""}, countries=["DE", "US"])
    assert missing(about, draft_version(steward, about, abroad)) == {"13-1-f"}


def test_art_13_1_d_legitimate_interests_are_told_where_a_purpose_rests_on_them(steward, about, where):
    advert = cases.purpose("6-1-f", where=where, key="advert")
    assert missing(about, draft_version(steward, about, draft(advert, words={"interests": ""}))) == {"13-1-d"}


def test_art_14_asks_for_the_source_where_data_come_from_elsewhere(steward, where, newsletter):
    about = create_notice(steward, "bought", "Gekaufte Daten", "elsewhere", where)
    told = draft(newsletter)
    told.words["de"].pop("duty_to_provide")
    assert missing(about, draft_version(steward, about, told)) == {"14-1-d", "14-2-f"}


def test_art_13_1_e_a_recipient_of_a_purpose_must_be_named_with_its_country(steward, about, newsletter):
    version = PurposeVersion.objects.get(purpose=newsletter)
    with transaction.atomic():
        PurposeVersion.objects.create(
            purpose=newsletter, number=2, art6=version.art6, categories=version.categories,
            drafted_by=version.drafted_by,
        )  # fmt: skip
    newest = PurposeVersion.objects.get(purpose=newsletter, number=2)
    PurposeRecipient.objects.create(version=newest, name="Agentur", country="US")
    PurposeVersion.objects.filter(pk=version.pk).update(in_force_to=clock.now())
    found = review(about, draft_version(steward, about, draft(newsletter)))
    assert [(one.name, one.country) for one in found.untold] == [("Agentur", "US")]
    assert not found.complete


def test_the_copy_is_kept_as_the_bytes_that_its_hash_is_of_and_holds_nothing_active(
    steward, about, newsletter
):
    evil = draft(newsletter, words={"rights": "<script>alert(1)</script>"})
    row = draft_version(steward, about, evil).first
    copy = bytes(row.rendered)
    assert hashlib.sha256(copy).digest() == bytes(row.sha256)
    assert b"<script" not in copy
    assert b"Kurz gesagt." in copy


def test_two_different_people_decide_and_the_ledger_has_both(steward, head, about, newsletter):
    number = draft_version(steward, about, draft(newsletter)).number
    with pytest.raises(Refused):
        publish_version(head, about, number, None, "gut")
    propose_change(head, about, number, False, "die erste")
    with pytest.raises(Refused):
        publish_version(head, about, number, None, "gut")
    propose_change(steward, about, number, False, "die erste")
    held = publish_version(head, about, number, None, "gut")
    assert held.state == EditionState.IN_FORCE
    written = [json.loads(bytes(body))["kind"] for body in Entry.objects.values_list("body", flat=True)]
    kinds = [kind for kind in written if kind.startswith("notices.")]
    assert sorted(kinds) == sorted(
        ["notices.created", "notices.drafted", "notices.change_proposed", "notices.change_proposed",
         "notices.published"]
    )  # fmt: skip


def test_postgresql_lets_nobody_agree_with_themselves_nor_confirm_without_a_time(steward, about, newsletter):
    draft_version(steward, about, draft(newsletter))
    rows = NoticeVersion.objects.filter(notice=about)
    now = clock.now()
    for values in (
        {"confirmed_by": steward.actor, "confirmed_at": now},
        {"confirmed_by": factories.principal("dpo").actor},
        {"effective_from": now},
        {
            "confirmed_by": factories.principal("dpo").actor, "confirmed_at": now, "material": False,
            "effective_from": now - timedelta(days=1),
        },
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


def test_whoever_disagrees_sends_it_back_and_a_new_draft_ends_what_was_proposed(
    steward, head, about, newsletter
):
    number = draft_version(steward, about, draft(newsletter)).number
    propose_change(steward, about, number, False, "nur Worte")
    assert send_back(head, about, number, "stimmt nicht").state == EditionState.DRAFT
    propose_change(steward, about, number, False, "nur Worte")
    assert draft_version(steward, about, draft(newsletter)).state == EditionState.DRAFT
    with pytest.raises(Refused):
        publish_version(head, about, number, None, "gut")


def test_who_decides_on_words_that_changed_meanwhile_is_told_to_read_again(steward, head, about, newsletter):
    read = draft_version(steward, about, draft(newsletter))
    draft_version(steward, about, draft(newsletter, words={"rights": "anders"}))
    with pytest.raises(Refused):
        propose_change(steward, about, read.number, False, "nur Worte", read.digest.hex())


def test_art_5_2_nothing_is_published_while_something_is_missing(steward, head, about, newsletter):
    number = draft_version(steward, about, draft(newsletter, words={"rights": ""})).number
    propose_change(steward, about, number, False, "die erste")
    with pytest.raises(Refused):
        publish_version(head, about, number, None, "gut")


def test_a_published_version_never_changes_and_the_next_has_the_next_number(steward, head, about, newsletter):
    published(steward, head, about, draft(newsletter))
    with pytest.raises(Refused):
        propose_change(steward, about, 1, False, "doch")
    assert draft_version(steward, about, draft(newsletter)).number == 2


def test_a_version_holds_from_its_day_on_and_never_before_it_was_decided(steward, head, about, newsletter):
    number = draft_version(steward, about, draft(newsletter)).number
    propose_change(steward, about, number, False, "die erste")
    with pytest.raises(Refused):
        publish_version(head, about, number, clock.now() - timedelta(days=1), "gut")
    assert publish_version(head, about, number, clock.now() + timedelta(days=3), "gut").state == "coming"
    with later(days=4):
        assert editions_of(about)[0].state == EditionState.IN_FORCE


def test_art_4_11_a_new_purpose_recipient_or_country_is_found_and_changed_words_are_shown(
    steward, head, about, newsletter, where
):
    first = published(steward, head, about, draft(newsletter))
    other = cases.purpose(where=where, key="other")
    wider = draft(newsletter, other, recipients=[MAILER, "Agentur"], countries=["DE", "FR"],
                  words={"rights": "Neu."})  # fmt: skip
    second = draft_version(steward, about, wider)
    assert found_material(second, first) == {"purpose", "recipient", "country"}
    assert [one.key for one in words_changed(second.first, first.first)] == ["rights"]


def test_art_4_11_a_material_change_ends_older_consents_until_they_are_renewed(
    steward, head, about, newsletter
):
    first = published(steward, head, about, draft(newsletter))
    who = cases.person()
    cases.said(who, newsletter, "given", notice=first.first.id)
    assert permits(newsletter, who)
    with later(hours=1):
        second = published(steward, head, about, draft(newsletter, recipients=[MAILER, "Agentur"]), True)
    with later(hours=2):
        assert not permits(newsletter, who)
        cases.said(who, newsletter, "renewed", notice=second.first.id)
        assert permits(newsletter, who)


def test_a_change_of_words_leaves_older_consents_as_they_are(steward, head, about, newsletter):
    first = published(steward, head, about, draft(newsletter))
    who = cases.person()
    cases.said(who, newsletter, "given", notice=first.first.id)
    with later(hours=1):
        published(steward, head, about, draft(newsletter, words={"rights": "Klarer gesagt."}))
    with later(hours=2):
        assert permits(newsletter, who)


def test_a_change_that_was_decided_later_never_changes_what_was_known_before(
    steward, head, about, newsletter
):
    first = published(steward, head, about, draft(newsletter))
    who = cases.person()
    cases.said(who, newsletter, "given", notice=first.first.id)
    before = clock.now()
    with later(hours=1):
        number = draft_version(steward, about, draft(newsletter, recipients=[MAILER, "Agentur"])).number
        propose_change(steward, about, number, True, "neuer Empfänger")
        publish_version(head, about, number, clock.now() + timedelta(hours=1), "ja")
    after = clock.now() + timedelta(hours=3)
    with clock.stopped_at(after):
        assert permits(newsletter, who, at=after, known_at=before)
        assert not permits(newsletter, who, at=after, known_at=after)


def test_the_first_version_changes_nothing(steward, about, newsletter):
    number = draft_version(steward, about, draft(newsletter)).number
    with pytest.raises(Refused):
        propose_change(steward, about, number, True, "neu")


def test_a_notice_of_the_whole_controller_is_published_by_its_representative(steward, head, newsletter):
    about = notice(factories.principal("representative"), None, "all")
    number = draft_version(steward, about, draft(newsletter)).number
    propose_change(steward, about, number, False, "die erste")
    with pytest.raises(PermissionDenied):
        publish_version(head, about, number, None, "gut")
    assert publish_version(factories.principal("representative"), about, number, None, "gut").published


def test_art_38_6_the_data_protection_officer_decides_nothing(steward, about, newsletter):
    dpo = factories.principal("dpo")
    number = draft_version(steward, about, draft(newsletter)).number
    propose_change(steward, about, number, False, "die erste")
    for act in (
        lambda: draft_version(dpo, about, draft(newsletter)),
        lambda: propose_change(dpo, about, number, False, "x"),
        lambda: send_back(dpo, about, number, "x"),
        lambda: publish_version(dpo, about, number, None, "x"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_another_departments_people_do_nothing_with_it(about, newsletter):
    stranger = factories.principal("head", factories.department())
    with pytest.raises(PermissionDenied):
        draft_version(stranger, about, draft(newsletter))
    with pytest.raises(PermissionDenied):
        publish_version(stranger, about, 1, None, "x")
