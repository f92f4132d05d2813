"""The decision, by worked cases and properties: deny by default, and no restriction ever allows more."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.law.basis import Art6, Art9
from consent.law.decision import decide, rule_texts
from consent.law.facts import (
    Channel,
    ChannelFacts,
    Objection,
    ObjectionKind,
    Purpose,
    Question,
    Record,
    Refusal,
    Restriction,
    Subject,
)
from consent.law.standing import Event, Kind, Standing, State, standing

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
AGO = NOW - timedelta(days=30)


def record(kind="any", number=0):
    return Record(kind, UUID(int=number))


def consented(at=AGO, **more):
    event = Event(UUID(int=7), Kind.GIVEN, at, at, **more)
    return standing([event], NOW, NOW)


NEWSLETTER = Purpose(
    record("purpose", 1),
    Art6.CONSENT,
    frozenset({"contact.email"}),
    AGO - timedelta(1),
    direct_marketing=True,
)
DELIVERY = Purpose(record("purpose", 2), Art6.CONTRACT, frozenset({"address"}), AGO)
SCORING = Purpose(record("purpose", 3), Art6.LEGITIMATE_INTERESTS, frozenset({"behaviour"}), AGO)
ALLERGY = Purpose(
    record("purpose", 4), Art6.CONSENT, frozenset({"special.health"}), AGO, art9=Art9.EXPLICIT_CONSENT
)  # fmt: skip
PERSON = Subject(record("subject", 9), consented())
SILENT = replace(PERSON, consent=Standing(State.UNKNOWN, None))


def ask(purpose=NEWSLETTER, subject=PERSON, **more):
    categories = purpose.categories if purpose else frozenset()
    return decide(Question(purpose, subject, NOW, **({"categories": categories} | more)))


def objection(kind, since=AGO, ended=None):
    return Objection(record("objection", 20), ObjectionKind(kind), since, ended)


def test_art_6_1_a_a_newsletter_goes_to_who_consented():
    assert ask().allowed


def test_art_6_1_a_and_not_to_who_never_did():
    assert ask(subject=SILENT).rule == "consent_stands"


def test_art_6_1_b_a_delivery_needs_no_consent():
    assert ask(DELIVERY, SILENT).allowed


def test_art_5_1_b_no_purpose_no_processing():
    assert ask(None).rule == "purpose_in_force"
    assert ask(replace(NEWSLETTER, in_force_to=NOW)).rule == "purpose_in_force"
    assert ask(replace(NEWSLETTER, accepted=False)).rule == "basis_accepted"


def test_art_5_1_c_a_category_that_the_purpose_does_not_cover_is_denied():
    assert ask(categories=frozenset({"contact.email", "financial"})).rule == "category_covered"


def test_a_row_without_a_person_is_denied():
    assert ask(DELIVERY, None).rule == "subject_known"


def test_art_9_1_and_10_the_purpose_must_carry_the_category():
    assert ask(replace(DELIVERY, categories=frozenset({"special.health"}))).rule == "special_condition"
    assert ask(replace(DELIVERY, categories=frozenset({"criminal"}))).rule == "criminal_condition"


def test_art_9_2_a_consent_to_health_data_must_be_explicit():
    assert ask(ALLERGY).rule == "consent_explicit"
    assert ask(ALLERGY, replace(PERSON, consent=consented(explicit=True))).allowed


def test_art_18_2_a_restriction_stops_all_but_what_it_names():
    restricted = replace(PERSON, restrictions=(Restriction(record("restriction", 30), AGO),))
    assert ask(subject=restricted).rule == "not_restricted"
    assert ask(DELIVERY, restricted).rule == "not_restricted"
    assert ask(replace(DELIVERY, legal_claims=True), restricted).allowed
    lifted = replace(PERSON, restrictions=(Restriction(record("restriction", 30), AGO, NOW),))
    assert ask(DELIVERY, lifted).allowed


def test_art_21_3_an_objection_to_direct_marketing_is_absolute():
    objecting = replace(PERSON, objections=(objection("21-2"),))
    assert ask(subject=objecting).rule == "no_marketing_objection"
    assert ask(replace(SCORING, direct_marketing=True), objecting).rule == "no_marketing_objection"
    assert ask(DELIVERY, objecting).allowed


def test_art_21_1_an_objection_stops_legitimate_interests_until_it_is_decided():
    objecting = replace(PERSON, objections=(objection("21-1"),))
    assert ask(SCORING, objecting).rule == "no_objection"
    assert ask(DELIVERY, objecting).allowed
    assert ask(SCORING, replace(PERSON, objections=(objection("21-1", ended=NOW),))).allowed


def test_art_21_5_a_signal_objects_and_a_later_explicit_choice_outranks_it():
    before = replace(PERSON, objections=(objection("21-5", AGO - timedelta(1)),))
    after = replace(PERSON, objections=(objection("21-5", AGO + timedelta(1)),))
    assert ask(subject=before).allowed
    assert ask(subject=after).rule == "no_signal"


def test_art_7_3_who_withdrew_stays_denied_under_another_name_until_they_give_anew():
    withdrawn = Refusal(record("refusal", 40), State.WITHDRAWN, AGO + timedelta(1))
    evaded = replace(SCORING, direct_marketing=False)
    assert ask(evaded, replace(SILENT, refusals=(withdrawn,))).rule == "not_refused_elsewhere"
    anew = replace(PERSON, consent=consented(AGO + timedelta(2)), refusals=(withdrawn,))
    assert ask(subject=anew).allowed


def test_art_8_1_a_child_needs_its_guardian():
    child = replace(PERSON, born=date(2012, 1, 1), country="DE")
    assert ask(subject=child).rule == "guardian_consented"
    assert ask(subject=replace(child, consent=consented(guardian=True))).allowed
    assert ask(DELIVERY, child).allowed


def test_art_8_1_an_unknown_birth_date_counts_as_a_child_where_the_offer_is_made_to_children():
    assert ask(replace(NEWSLETTER, for_children=True)).rule == "guardian_consented"


@pytest.mark.parametrize(
    ("channel", "allowed"),
    [
        (ChannelFacts(Channel.POST), True),
        (ChannelFacts(Channel.EMAIL), False),
        (ChannelFacts(Channel.EMAIL, existing_customer=True), True),
        (ChannelFacts(Channel.PHONE, existing_customer=True), False),
        (ChannelFacts(Channel.PHONE, consented()), True),
        (ChannelFacts(Channel.DEVICE), False),
    ],
)
def test_s7_uwg_s25_tdddg_advertising_needs_the_channels_permission_too(channel, allowed):
    assert ask(channel=channel).allowed is allowed


def test_art_17_who_was_erased_is_denied():
    assert ask(DELIVERY, replace(PERSON, erased=True)).rule == "not_erased"


def test_a_decision_shows_every_step_and_the_records_it_rests_on():
    answer = ask(DELIVERY)
    assert [step.rule for step in answer.steps] == [key for key in rule_texts() if key != "allowed"]
    assert {r.kind for r in answer.records} == {"purpose", "subject"}


def test_every_rule_has_words_in_both_languages_and_an_article():
    assert all(text.de and text.en and text.article for text in rule_texts().values())


purposes = st.sampled_from([NEWSLETTER, DELIVERY, SCORING, ALLERGY])
objections = st.builds(objection, st.sampled_from([kind.value for kind in ObjectionKind]))
restrictions = st.builds(Restriction, st.just(record("restriction", 31)), st.just(AGO))
refusals = st.builds(Refusal, st.just(record("refusal", 41)), st.just(State.REFUSED), st.just(NOW))
subjects = st.builds(
    Subject,
    st.just(record("subject", 9)),
    st.sampled_from([consented(), consented(explicit=True), Standing(State.WITHDRAWN, None)]),
    erased=st.booleans(),
    born=st.sampled_from([None, date(2014, 1, 1), date(1980, 1, 1)]),
    country=st.sampled_from([None, "DE"]),
    objections=st.lists(objections, max_size=2).map(tuple),
    restrictions=st.lists(restrictions, max_size=1).map(tuple),
    refusals=st.lists(refusals, max_size=1).map(tuple),
)


@given(purposes, subjects, objections | restrictions | refusals)
def test_adding_an_objection_a_restriction_or_a_refusal_never_allows_more(purpose, subject, more):
    field = {Objection: "objections", Restriction: "restrictions", Refusal: "refusals"}[type(more)]
    hampered = replace(subject, **{field: (*getattr(subject, field), more)})
    assert ask(purpose, subject).allowed or not ask(purpose, hampered).allowed


@given(purposes, subjects, st.sets(st.sampled_from(["financial", "criminal", "special.union"])))
def test_asking_for_more_categories_never_allows_more(purpose, subject, more):
    wider = ask(purpose, subject, categories=purpose.categories | more)
    assert ask(purpose, subject).allowed or not wider.allowed
