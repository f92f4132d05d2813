"""The fold over consent events: what permits, what ends it, and that arrival order does not matter."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from consent.law.standing import SKEW, Event, Kind, MaterialChange, State, standing

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = DAY + timedelta(days=3650)


def event(kind, minutes=0, recorded=None, number=0, **more):
    at = DAY + timedelta(minutes=minutes)
    return Event(
        UUID(int=number),
        Kind(kind),
        at,
        at if recorded is None else DAY + timedelta(minutes=recorded),
        **more,
    )


def at(events, minutes=10_000, known=10_000, changes=()):
    return standing(events, DAY + timedelta(minutes=minutes), DAY + timedelta(minutes=known), changes)


def test_nothing_known_permits_nothing():
    assert at([]).state is State.UNKNOWN
    assert not at([]).permits


def test_a_request_alone_permits_nothing_as_with_a_double_opt_in_never_confirmed():
    assert at([event("requested")]).state is State.REQUESTED


def test_art_7_1_a_given_consent_permits():
    assert at([event("requested"), event("given", 5)]).state is State.GIVEN


def test_art_7_3_withdrawal_ends_it_and_what_was_lawful_before_stays_so():
    events = [event("given"), event("withdrawn", 60)]
    assert at(events, minutes=61).state is State.WITHDRAWN
    assert at(events, minutes=59).state is State.GIVEN


def test_a_renewal_after_a_withdrawal_permits_nothing():
    assert not at([event("given"), event("withdrawn", 60), event("renewed", 120)]).permits


def test_a_new_giving_after_a_withdrawal_permits():
    assert at([event("given"), event("withdrawn", 60), event("given", 120)]).permits


def test_on_a_tie_withdrawal_wins():
    assert not at([event("given", 60, number=9), event("withdrawn", 60, number=1)]).permits


def test_inside_the_skew_of_a_foreign_clock_withdrawal_wins():
    minutes = SKEW.total_seconds() / 60
    near = [event("withdrawn", 60), event("given", 60 + minutes - 1, server_clock=False)]
    assert not at(near).permits
    clear = [event("withdrawn", 60), event("given", 60 + minutes + 1, server_clock=False)]
    assert at(clear).permits


def test_our_own_clock_needs_no_window():
    assert at([event("withdrawn", 60), event("given", 61)]).permits


def test_a_consent_expires_by_itself():
    events = [event("given", valid_until=DAY + timedelta(minutes=100))]
    assert at(events, minutes=99).permits
    assert at(events, minutes=100).state is State.EXPIRED


def test_a_renewal_in_time_prolongs_and_one_too_late_does_not():
    ends = DAY + timedelta(minutes=100)
    assert at([event("given", valid_until=ends), event("renewed", 90)]).state is State.RENEWED
    assert at([event("given", valid_until=ends), event("renewed", 110)]).state is State.EXPIRED


def test_a_material_change_of_the_notice_ends_older_consents_until_renewed():
    changes = [MaterialChange(2, effective=DAY + timedelta(minutes=50), known_from=DAY)]
    old = [event("given", notice=1)]
    assert at(old, minutes=49, changes=changes).permits
    assert at(old, minutes=50, changes=changes).state is State.INVALIDATED
    assert at([*old, event("renewed", 60, notice=2)], changes=changes).permits


def test_a_material_change_that_was_decided_later_is_unknown_before():
    changes = [
        MaterialChange(2, effective=DAY + timedelta(minutes=50), known_from=DAY + timedelta(minutes=45))
    ]
    old = [event("given", notice=1)]
    assert at(old, minutes=100, known=44, changes=changes).permits
    assert not at(old, minutes=100, known=45, changes=changes).permits


def test_a_paper_withdrawal_recorded_late_ends_it_from_its_own_day_but_not_what_was_decided_before():
    events = [event("given"), event("withdrawn", 60, recorded=500, server_clock=False)]
    assert at(events, minutes=100, known=400).permits
    assert not at(events, minutes=100, known=600).permits


kinds = st.sampled_from(list(Kind))
minutes = st.integers(0, 500)


@st.composite
def histories(draw):
    made = []
    for number in range(draw(st.integers(0, 8))):
        happened = draw(minutes)
        made.append(
            event(
                draw(kinds), happened, happened + draw(st.integers(0, 200)), number,
                server_clock=draw(st.booleans()), notice=draw(st.integers(0, 2)),
                valid_until=draw(st.none() | minutes.map(lambda m: DAY + timedelta(minutes=m))),
            )
        )  # fmt: skip
    return made


@given(histories(), st.integers(0, 2**32), minutes)
def test_the_state_does_not_depend_on_the_order_of_arrival(events, seed, when):
    shuffled = events[:]
    random.Random(seed).shuffle(shuffled)
    assert at(events, when) == at(shuffled, when)


@given(histories(), minutes, minutes)
def test_what_was_decided_as_known_then_never_changes_when_later_events_arrive(events, when, known):
    early = [e for e in events if e.recorded_at <= DAY + timedelta(minutes=known)]
    assert at(events, when, known) == at(early, when, known)


@given(histories(), minutes, minutes, st.lists(st.tuples(st.integers(1, 3), minutes, minutes), max_size=4))
def test_no_later_change_of_a_notice_alters_what_was_decided_as_known_then(events, when, known, told):
    changes = [
        MaterialChange(number, DAY + timedelta(minutes=effective), DAY + timedelta(minutes=decided))
        for number, effective, decided in told
    ]
    early = [change for change in changes if change.known_from <= DAY + timedelta(minutes=known)]
    assert at(events, when, known, changes=changes) == at(events, when, known, changes=early)


@given(histories(), minutes)
def test_after_a_withdrawal_nothing_permits_without_a_new_giving(events, when):
    withdrawn = event("withdrawn", when, number=99)
    later = [e for e in events if e.kind is not Kind.GIVEN or e.at <= withdrawn.at]
    assert not at([*later, withdrawn]).permits


@given(histories())
def test_adding_a_withdrawal_never_permits_more(events):
    before = at(events)
    after = at([*events, event("withdrawn", 250, number=77)])
    assert before.permits or not after.permits
