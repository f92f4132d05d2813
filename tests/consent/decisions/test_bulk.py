"""The decision for many equals the decision for one, for every person and every moment."""

from datetime import timedelta
from uuid import UUID, uuid4

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from consent.consents.models import Objection, Restriction
from consent.consents.objecting import object_to, permit_channel
from consent.consents.recording import Said, say
from consent.decisions import may, may_bulk, stream_all
from consent.law import clock
from consent.law.decision import rule_texts
from consent.law.facts import Channel, ObjectionKind
from consent.law.standing import Kind
from consent.purposes.models import Notice, NoticeVersion, Purpose, PurposeVersion
from consent.subjects.models import Merge, Subject
from tests.consent.purposes.bases import evidence
from tests.factories import department

pytestmark = pytest.mark.django_db(transaction=True)
CATEGORIES = ("contact.email", "special.health", "behaviour")
START = clock.now().replace(microsecond=0) - timedelta(days=100)
DAYS = st.integers(0, 99)
FLAG = st.booleans()


def day(number):
    return START + timedelta(days=number)


def purpose(
    where, basis, *, children=False, marketing=False, claims=False, accepted=True, categories=CATEGORIES
):
    art6, art9 = basis
    # PostgreSQL accepts no special categories without a condition of Art. 9
    categories = [one for one in categories if art9 or not one.startswith("special.")]
    key = f"purpose-{uuid4().hex[:8]}"
    made = Purpose.objects.create(
        key=key, department=where, name_de=key, name_en=key, kinds=["DirectMarketing"], created_at=START
    )
    PurposeVersion.objects.create(
        purpose=made, number=1, art6=art6, art9=art9, categories=categories, drafted_by=uuid4(),
        drafted_at=START, opinion_by=uuid4(), opinion_at=START, opinion_favourable=True, decided_by=uuid4(),
        decided_at=START, accepted=accepted, in_force_from=START if accepted else None, for_children=children,
        direct_marketing=marketing, legal_claims=claims, **evidence(art6),
    )  # fmt: skip
    return made


def notices(of):
    notice = Notice.objects.create(key=uuid4().hex, name="n", origin="person")
    notice.purposes.add(of)
    return [
        NoticeVersion.objects.create(
            notice=notice, number=n, language="de", points={}, rendered=b"", sha256=b"0" * 32, material=n == 2,
            proposed_by=uuid4(), confirmed_by=uuid4(), confirmed_at=day(since), effective_from=day(since),
        ).id
        for n, since in ((1, 0), (2, 50))
    ]  # fmt: skip


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 3), st.booleans(), st.sampled_from(list(Kind)), DAYS,
        st.sampled_from([timedelta(0), timedelta(minutes=3), timedelta(days=4), timedelta(minutes=-3)]),
        FLAG, FLAG, st.none() | st.integers(1, 60), st.none() | st.integers(0, 1), FLAG,
    ),
    max_size=14,
)  # fmt: skip
OBJECTIONS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(list(ObjectionKind)), DAYS, st.none() | DAYS, FLAG),
    max_size=3,
)
RESTRICTIONS = st.lists(st.tuples(st.integers(0, 3), DAYS, st.none() | DAYS), max_size=1)
CHANNELS = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from([c.value for c in Channel]),
        st.sampled_from(["given", "used", "withdrawn", "customer"]), DAYS,
    ),
    max_size=4,
)  # fmt: skip
MERGERS = st.none() | st.tuples(
    st.integers(0, 3),
    st.lists(st.tuples(st.integers(0, 3), DAYS, st.none() | st.integers(1, 60)), max_size=3),
)
BASES = st.sampled_from(
    [("6-1-a", ""), ("6-1-a", "9-2-a"), ("6-1-f", "9-2-e"), ("6-1-b", "9-2-a"), ("6-1-b", "")]
)


@settings(max_examples=25, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
@given(
    bases=st.tuples(BASES, BASES), flags=st.tuples(FLAG, FLAG, FLAG), events=EVENTS, objections=OBJECTIONS,
    restrictions=RESTRICTIONS, channels=CHANNELS, ages=st.lists(st.none() | st.integers(-50, 150), min_size=4, max_size=4),
    asked=st.frozensets(st.sampled_from(CATEGORIES), max_size=1), channel=st.none() | st.sampled_from(list(Channel)),
    moments=st.tuples(DAYS, DAYS), erased=st.none() | DAYS, mergers=MERGERS,
)  # fmt: skip
def test_every_person_gets_the_same_rule_from_both_forms_now_and_in_the_past(
    bases, flags, events, objections, restrictions, channels, ages, asked, channel, moments, erased, mergers
):
    where = department()
    marketing, children, claims = flags
    own, other = (
        purpose(where, bases[0], children=children, marketing=marketing, claims=claims),
        purpose(where, bases[1]),
    )
    shown = {True: notices(own), False: notices(other)}
    people = [
        Subject.objects.create(created_at=day(n), guardian_until=None if age is None else day(age).date()).id
        for n, age in enumerate(ages)
    ]
    if erased is not None:
        Subject.objects.filter(pk=people[3]).update(erased_at=day(erased), guardian_until=None)
    for who, mine, kind, number, late, explicit, guardian, lasts, notice, server in events:
        at = day(number)
        with clock.stopped_at(at if server else at + late):
            say(
                Said(
                    uuid4().hex, people[who], (own if mine else other).id, kind, "web", None if server else at,
                    explicit=explicit, guardian=guardian, valid_until=None if lasts is None else day(number + lasts),
                    notice=None if notice is None else shown[mine][notice],
                ),
                None,
            )  # fmt: skip
    for who, kind, since, ended, whole in objections:
        with clock.stopped_at(day(since)):
            objection = object_to(people[who], kind, None, purpose=None if whole else own.id)
        if ended is not None:
            Objection.objects.filter(pk=objection.pk).update(
                ended_at=day(ended), ended_recorded_at=day(ended) + timedelta(days=2)
            )
    for who, since, lifted in restrictions:
        Restriction.objects.create(
            subject_id=people[who], ground="18-1-a", since=day(since), recorded_at=day(since), told_at=START - timedelta(1),
            lifted_at=None if lifted is None else day(lifted), lifted_recorded_at=None if lifted is None else day(lifted),
        )  # fmt: skip
    for who, by, word, number in channels:
        with clock.stopped_at(day(number)):
            permit_channel(uuid4().hex, people[who], by, word, None)
    for kept, merged, since, lasts in one_level(mergers):
        undone = None if lasts is None else day(since + lasts)
        found_one(people[kept], people[merged], day(since), undone)
    with clock.stopped_at(day(110)):  # after all that was recorded
        for times in ({}, {"at": day(moments[0])}, {"at": day(moments[0]), "known_at": day(moments[1])}):
            rows = may_bulk(own.id, asked, channel, subjects=ids(people), **times)
            single = [may(own.id, who, asked, channel, **times) for who in people]
            assert rows.column("rule").to_pylist() == [one.rule for one in single]
            assert rows.column("allowed").to_pylist() == [one.allowed for one in single]
            if not times:  # the kept states tell what the events come to
                folded = [may(own.id, who, asked, channel, at=clock.now()) for who in people]
                assert [one.rule for one in folded] == [one.rule for one in single]
                assert [one.records for one in folded] == [one.records for one in single]
            everybody = dict(
                zip(
                    *(may_bulk(own.id, asked, channel, **times).column(c).to_pylist() for c in (0, 1)),
                    strict=True,
                )
            )
            assert [everybody[who.bytes] for who in people] == [one.rule for one in single]


def one_level(mergers):
    """Nobody is merged twice or into somebody who was, as the vault makes sure."""
    kept, others = mergers or (0, [])
    first = {merged: (kept, merged, since, lasts) for merged, since, lasts in others if merged != kept}
    return first.values()


def found_one(kept, merged, since, undone=None):
    return Merge.objects.create(
        kept_id=kept, merged_id=merged, at=since, by=uuid4(), reason="the same", reason_nonce=b"0" * 32,
        undone_at=undone,
    )  # fmt: skip


def ids(people):
    return pa.array([who and who.bytes for who in people], pa.binary(16))


def given_to(count=3):
    what = purpose(department(), ("6-1-a", ""))
    people = [Subject.objects.create().id for _ in range(count)]
    for who in people:
        say(Said(uuid4().hex, who, what.id, Kind.GIVEN, "web"), None)
    return what, people


def test_the_rules_are_those_of_the_decision_and_unknown_people_are_denied_in_their_places():
    what, people = given_to(1)
    rows = may_bulk(what.id, frozenset({"behaviour"}), subjects=ids([uuid4(), people[0], None]))
    assert rows.column("rule").to_pylist() == ["subject_known", "allowed", "subject_known"]
    assert rows.column("rule").chunk(0).dictionary.to_pylist() == list(rule_texts())


def test_a_purpose_that_is_not_in_force_denies_everybody():
    _, people = given_to(2)
    rows = may_bulk(UUID(int=5), frozenset(), subjects=ids(people))
    assert rows.column("rule").to_pylist() == ["purpose_in_force"] * 2


def test_art_7_3_a_withdrawal_during_a_bulk_read_stops_the_next_read_and_this_one_stays_of_one_moment():
    what, people = given_to(3)
    reading = stream_all(what.id, frozenset())
    first = next(reading)
    say(Said("w", people[0], what.id, Kind.WITHDRAWN, "web"), None)
    rest = [first, *reading]
    assert all(allowed for batch in rest for allowed in batch.column(2).to_pylist())
    assert may_bulk(what.id, frozenset(), subjects=ids(people)).column(2).to_pylist() == [False, True, True]


def test_a_clock_that_was_set_back_hides_no_event_from_the_kept_state():
    what = purpose(department(), ("6-1-a", ""))
    who = Subject.objects.create(created_at=START).id
    for kind, number in ((Kind.WITHDRAWN, 50), (Kind.GIVEN, 10)):
        with clock.stopped_at(day(number)):
            say(Said(uuid4().hex, who, what.id, kind, "web"), None)
    assert may(what.id, who, frozenset()).rule == "consent_stands"
    assert may_bulk(what.id, frozenset(), subjects=ids([who])).column("rule").to_pylist() == [
        "consent_stands"
    ]


def test_a_giving_that_a_clock_set_back_seemed_to_precede_denies_no_kindred_purpose():
    where = department()
    what, kin = purpose(where, ("6-1-b", "")), purpose(where, ("6-1-a", ""))
    who = Subject.objects.create(created_at=START).id
    for kind, number in ((Kind.GIVEN, 50), (Kind.WITHDRAWN, 10)):
        with clock.stopped_at(day(number)):
            say(Said(uuid4().hex, who, kin.id, kind, "web"), None)
    assert may(what.id, who, frozenset()).rule == "allowed"
    assert may_bulk(what.id, frozenset(), subjects=ids([who])).column("rule").to_pylist() == ["allowed"]


def test_an_expiry_that_was_said_denies_kindred_purposes_from_when_it_was_said():
    where = department()
    what, kin = purpose(where, ("6-1-b", "")), purpose(where, ("6-1-a", ""))
    who = Subject.objects.create(created_at=START).id
    with clock.stopped_at(day(50)):
        say(
            Said(uuid4().hex, who, kin.id, Kind.EXPIRED, "web", valid_until=clock.now() + timedelta(999)),
            None,
        )
    for times in ({}, {"at": day(60)}):
        assert may(what.id, who, frozenset(), **times).rule == "not_refused_elsewhere"
        rows = may_bulk(what.id, frozenset(), subjects=ids([who]), **times)
        assert rows.column("rule").to_pylist() == ["not_refused_elsewhere"]
