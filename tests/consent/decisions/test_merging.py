"""Decisions about people who have several records: a word under one counts under each, as known at the time."""

from datetime import timedelta
from uuid import uuid4

import pytest

from consent.consents.objecting import object_to, permit_channel, restrict
from consent.consents.recording import Said, say
from consent.consents.uses import uses_of
from consent.decisions import may, may_bulk
from consent.law import clock
from consent.law.facts import Channel, ObjectionKind
from consent.law.standing import Kind
from consent.subjects.ids import RecordId
from consent.subjects.merging import merge, split
from consent.subjects.models import Subject
from tests.consent.decisions.test_bulk import START, day, ids, purpose
from tests.factories import department

pytestmark = pytest.mark.django_db(transaction=True)


def two_records():
    return [RecordId(Subject.objects.create(created_at=START, guardian_until=None).id) for _ in range(2)]


def said(who, what, kind):
    say(Said(uuid4().hex, who, what.id, kind, "web"), None)


def rules(what, people, channel=None, **times):
    """Ask both forms about each record; they agree."""
    single = [may(what.id, who, frozenset(), channel, **times).rule for who in people]
    rows = may_bulk(what.id, frozenset(), channel, subjects=ids(people), **times)
    assert rows.column("rule").to_pylist() == single
    everybody = may_bulk(what.id, frozenset(), channel, **times).to_pylist()
    found = {row["record"]: row["rule"] for row in everybody}
    assert [found[who.bytes] for who in people] == single
    return single


def test_art_7_3_a_withdrawal_under_the_merged_record_denies_under_both():
    what, (kept, merged) = purpose(department(), ("6-1-a", "")), two_records()
    said(kept, what, Kind.GIVEN)
    said(merged, what, Kind.WITHDRAWN)
    merge(kept, merged, "the same", uuid4())
    assert rules(what, [kept, merged]) == ["consent_stands"] * 2


def test_a_giving_under_the_merged_record_counts_and_a_split_takes_it_apart_again():
    what, (kept, merged) = purpose(department(), ("6-1-a", "")), two_records()
    said(kept, what, Kind.WITHDRAWN)
    said(merged, what, Kind.GIVEN)
    made = merge(kept, merged, "the same", uuid4())
    assert rules(what, [kept, merged]) == ["allowed"] * 2
    split(made, uuid4())
    assert rules(what, [kept, merged]) == ["consent_stands", "allowed"]


def test_a_withdrawal_under_either_record_after_the_merger_stops_the_next_read_of_both():
    what, (kept, merged) = purpose(department(), ("6-1-a", "")), two_records()
    said(kept, what, Kind.GIVEN)
    merge(kept, merged, "the same", uuid4())
    assert rules(what, [kept, merged]) == ["allowed"] * 2
    said(merged, what, Kind.WITHDRAWN)
    assert rules(what, [kept, merged]) == ["consent_stands"] * 2


def test_a_read_before_the_merger_was_known_stays_justified():
    what, (kept, merged) = purpose(department(), ("6-1-a", "")), two_records()
    with clock.stopped_at(day(10)):
        said(kept, what, Kind.GIVEN)
    with clock.stopped_at(day(20)):
        said(merged, what, Kind.WITHDRAWN)
    with clock.stopped_at(day(30)):
        made = merge(kept, merged, "the same", uuid4())
    with clock.stopped_at(day(60)):
        split(made, uuid4())
    known = {"at": day(25), "known_at": day(25)}
    assert rules(what, [kept], **known) == ["allowed"]
    assert rules(what, [kept], **known | {"known_at": day(31)}) == ["consent_stands"]
    assert rules(what, [kept], **known | {"known_at": day(61)}) == ["allowed"]


def test_objections_restrictions_and_refusals_of_kindred_purposes_count_under_each_record():
    where = department()
    what, kin = purpose(where, ("6-1-f", ""), marketing=True), purpose(where, ("6-1-a", ""))
    for against, rule in (
        (lambda who: object_to(who, ObjectionKind.DIRECT_MARKETING, None), "no_marketing_objection"),
        (lambda who: restrict(who, "18-1-a", None), "not_restricted"),
        (lambda who: said(who, kin, Kind.REFUSED), "not_refused_elsewhere"),
    ):
        kept, merged = two_records()
        against(merged)
        assert rules(what, [kept, merged]) == ["allowed", rule]
        merge(kept, merged, "the same", uuid4())
        assert rules(what, [kept, merged]) == [rule] * 2


def test_s7_uwg_a_channel_that_was_withdrawn_under_one_record_is_closed_under_the_other():
    what, (kept, merged) = purpose(department(), ("6-1-b", ""), marketing=True), two_records()
    permit_channel("a", kept, "email", "given", None)
    permit_channel("b", merged, "email", "withdrawn", None)
    merge(kept, merged, "the same", uuid4())
    assert rules(what, [kept, merged], Channel.EMAIL) == ["channel_permitted"] * 2


def test_art_8_1_the_age_that_one_record_tells_is_the_persons():
    what, (kept, merged) = purpose(department(), ("6-1-a", ""), children=True), two_records()
    said(kept, what, Kind.GIVEN)
    Subject.objects.filter(pk=merged).update(guardian_until=clock.now().date() - timedelta(days=1))
    assert rules(what, [kept]) == ["guardian_consented"]
    merge(kept, merged, "the same", uuid4())
    assert rules(what, [kept]) == ["allowed"]


def test_art_7_3_the_person_sees_what_stands_under_any_of_their_records():
    what, (kept, merged) = purpose(department(), ("6-1-f", ""), marketing=True), two_records()
    consented = purpose(department(), ("6-1-a", ""))
    object_to(merged, ObjectionKind.DIRECT_MARKETING, None)
    said(merged, consented, Kind.GIVEN)
    merge(kept, merged, "the same", uuid4())
    seen = {use.key: use for use in uses_of(kept)}
    assert seen[what.key].objection is not None
    assert seen[consented.key].agreed
