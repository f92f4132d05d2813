"""May it: the question of every read, asked of real records, now and in the past."""

from datetime import timedelta
from uuid import uuid4

import pytest

from consent.consents.models import ConsentState
from consent.consents.objecting import end_objection, lift, object_to, permit_channel, restrict
from consent.consents.recording import KeyUsed, Said, say
from consent.decisions import may
from consent.law import clock
from consent.law.facts import Channel, ObjectionKind
from consent.law.standing import Kind, State
from consent.purposes.models import Difference, Notice, NoticeVersion, Purpose, PurposeVersion
from consent.subjects.models import Subject
from tests.consent.purposes.bases import evidence
from tests.factories import department

pytestmark = pytest.mark.django_db
EMAIL = frozenset({"contact.email"})


def purpose(art6="6-1-a", kinds=("DirectMarketing",), categories=("contact.email",), **more):
    key = f"purpose-{uuid4().hex[:8]}"
    made = Purpose.objects.create(
        key=key, department=department(), name_de=key, name_en=key, kinds=list(kinds)
    )
    version(made, 1, art6, categories, **more)
    return made


def version(made, number, art6, categories=("contact.email",), since=None, **more):
    start = since or clock.now() - timedelta(days=400)
    return PurposeVersion.objects.create(
        purpose=made, number=number, art6=art6, categories=list(categories), drafted_by=uuid4(), opinion_by=uuid4(),
        opinion_at=start, opinion_favourable=True, decided_by=uuid4(), decided_at=start, accepted=True,
        in_force_from=start, **(evidence(art6) | more),
    )  # fmt: skip


def person():
    return Subject.objects.create().id


def said(who, what, kind, **more):
    return say(Said(uuid4().hex, who, what.id, Kind(kind), "web", **more), None)


def allowed(what, who, **more):
    return may(what.id, who, EMAIL, **more).allowed


def test_art_7_3_a_withdrawal_stops_the_very_next_read():
    what, who = purpose(), person()
    assert not allowed(what, who)
    said(who, what, "given")
    assert allowed(what, who)
    said(who, what, "withdrawn")
    assert not allowed(what, who)


def test_the_same_key_again_is_the_same_event_and_another_event_under_it_is_refused():
    what, who = purpose(), person()
    once = Said("k-1", who, what.id, Kind.GIVEN, "web")
    assert say(once, None).id == say(once, None).id
    with pytest.raises(KeyUsed):
        say(Said("k-1", who, what.id, Kind.WITHDRAWN, "web"), None)


def test_the_past_is_decided_by_what_was_so_and_known_then():
    start = clock.now()
    with clock.stopped_at(start - timedelta(days=20)):
        what, who = purpose(), person()
    with clock.stopped_at(start - timedelta(days=10)):
        said(who, what, "given")
    with clock.stopped_at(start - timedelta(days=1)):
        said(who, what, "withdrawn", at=start - timedelta(days=5))
    then = start - timedelta(days=3)
    assert allowed(what, who, at=then, known_at=then)
    assert not allowed(what, who, at=then)


def test_a_missing_person_or_purpose_is_denied():
    assert may(uuid4(), person(), EMAIL).rule == "purpose_in_force"
    assert may(purpose("6-1-b", contract="sale").id, None, EMAIL).rule == "subject_known"
    assert may(purpose("6-1-b", contract="sale").id, uuid4(), EMAIL).rule == "subject_known"


def test_art_7_3_who_withdrew_stays_denied_under_a_new_basis_of_the_same_purpose():
    what, who = purpose(), person()
    said(who, what, "given")
    said(who, what, "withdrawn")
    PurposeVersion.objects.filter(purpose=what).update(in_force_to=clock.now())
    version(what, 2, "6-1-f", since=clock.now(), consent_left_because="the contract needs it now")
    assert may(what.id, who, EMAIL).rule == "not_refused_elsewhere"
    assert may(what.id, person(), EMAIL).allowed


def test_art_7_3_and_under_another_name_unless_the_representative_recorded_the_difference():
    refused, renamed, who = purpose(), purpose("6-1-f"), person()
    said(who, refused, "refused")
    assert may(renamed.id, who, EMAIL).rule == "not_refused_elsewhere"
    Difference.objects.create(purpose=renamed, refused=refused, reason="other goods", recorded_by=uuid4())
    assert may(renamed.id, who, EMAIL).allowed


def test_another_kind_of_purpose_is_not_kindred():
    refused, delivery, who = (
        purpose(),
        purpose("6-1-b", kinds=("ServiceProvision",), contract="sale"),
        person(),
    )
    said(who, refused, "refused")
    assert allowed(delivery, who)


def test_art_4_11_a_material_change_of_the_notice_ends_older_consents_until_renewed():
    what, who = purpose(), person()
    notice = Notice.objects.create(key="n", name="n", origin="person")
    notice.purposes.add(what)
    first, second = (
        NoticeVersion.objects.create(
            notice=notice, number=n, language="de", points={}, rendered=b"", sha256=b"0" * 32, material=n > 1,
            proposed_by=uuid4(), confirmed_by=uuid4(), confirmed_at=clock.now(),
            effective_from=clock.now() + timedelta(days=n - 1),
        )
        for n in (1, 2)
    )  # fmt: skip
    said(who, what, "given", notice=first.id)
    assert allowed(what, who)
    with clock.stopped_at(clock.now() + timedelta(days=2)):
        assert not allowed(what, who)
        said(who, what, "renewed", notice=second.id)
        assert allowed(what, who)


def test_art_21_3_an_objection_to_marketing_is_absolute_and_only_the_person_ends_it():
    what, who = purpose(direct_marketing=True), person()
    said(who, what, "given")
    objection = object_to(who, ObjectionKind.DIRECT_MARKETING, None)
    assert may(what.id, who, EMAIL).rule == "no_marketing_objection"
    with pytest.raises(Exception, match=r"Art\. 21"):
        end_objection(objection, uuid4(), "because")
    end_objection(objection, None)
    assert allowed(what, who)


def test_art_18_3_a_restriction_holds_until_the_person_was_told_and_it_was_lifted():
    what, who = purpose("6-1-b", contract="sale"), person()
    restriction = restrict(who, "18-1-a", uuid4())
    assert may(what.id, who, EMAIL).rule == "not_restricted"
    with pytest.raises(Exception, match=r"Art\. 18"):
        lift(restriction, uuid4())
    restriction.told_at = clock.now()
    lift(restriction, uuid4())
    assert allowed(what, who)


def test_s7_uwg_e_mail_needs_its_own_permission_besides_the_basis():
    what, who = purpose(direct_marketing=True), person()
    said(who, what, "given")
    assert may(what.id, who, EMAIL, Channel.EMAIL).rule == "channel_permitted"
    permit_channel("c-1", who, "email", "given", None)
    assert allowed(what, who, channel=Channel.EMAIL)
    permit_channel("c-2", who, "email", "withdrawn", None)
    assert not allowed(what, who, channel=Channel.EMAIL)


def test_art_8_1_a_child_needs_its_guardian_and_an_unknown_age_is_a_childs_where_children_are_addressed():
    toys = purpose(for_children=True)
    child, adult, unknown = (
        Subject.objects.create(guardian_until=until).id
        for until in (clock.now().date() + timedelta(days=99), clock.now().date(), None)
    )
    for who in (child, adult, unknown):
        said(who, toys, "given")
    assert [may(toys.id, who, EMAIL).allowed for who in (child, adult, unknown)] == [False, True, False]
    said(child, toys, "given", guardian=True)
    assert allowed(toys, child)


def test_the_kept_state_is_what_the_events_come_to():
    what, who = purpose(), person()
    said(who, what, "given")
    said(who, what, "withdrawn")
    assert ConsentState.objects.get(subject=who, purpose=what).state == State.WITHDRAWN
    said(who, what, "given")
    kept = ConsentState.objects.get(subject=who, purpose=what)
    assert (kept.state, kept.ended_at) == (State.GIVEN, None)
