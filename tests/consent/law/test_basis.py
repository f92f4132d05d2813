"""Legal bases, by worked cases: what the law does not accept, and which rights follow."""

from datetime import date

import pytest

from consent.law.basis import Art6, Art9, BalancingTest, Proposal, Right, faults, rights

DAY = date(2026, 11, 24)
BALANCED = BalancingTest(
    "fraud prevention", "controller", "orders on invoice default", "no milder check finds them",
    "customers expect a credit check", "no special categories, erased after 90 days", True, date(2027, 11, 1),
)  # fmt: skip


def rules(**more):
    facts = {"art6": Art6.CONSENT, "categories": frozenset({"contact.email"})} | more
    return [fault.rule for fault in faults(Proposal(**facts), DAY)]


def test_art_6_1_a_consent_to_a_newsletter_is_accepted():
    assert rules() == []


@pytest.mark.parametrize("key", ["special.health", "special.religion", "special.union", "special.genetic"])
def test_art_9_1_a_special_category_needs_a_condition_besides_art_6(key):
    categories = frozenset({"name", key})
    assert rules(categories=categories) == ["special_needs_condition"]
    assert rules(categories=categories, art9=Art9.EXPLICIT_CONSENT) == []


@pytest.mark.parametrize(
    "condition", [Art9.EMPLOYMENT_LAW, Art9.SUBSTANTIAL_PUBLIC_INTEREST, Art9.PUBLIC_HEALTH, Art9.RESEARCH]
)
def test_art_9_2_conditions_that_live_from_a_law_need_its_name(condition):
    health = {"categories": frozenset({"special.health"}), "art9": condition}
    assert rules(**health) == ["condition_needs_law"]
    assert rules(**health, law="§ 22 Abs. 1 Nr. 1 lit. a BDSG") == []


def test_art_9_3_health_care_needs_professional_secrecy():
    given = {"categories": frozenset({"special.health"}), "art9": Art9.HEALTH_CARE, "law": "SGB V"}
    assert rules(**given) == ["health_care_needs_secrecy"]
    assert rules(**given, professional_secrecy=True) == []


def test_art_9_2_d_is_for_members_of_non_profit_bodies_only():
    given = {"categories": frozenset({"special.religion"}), "art9": Art9.NON_PROFIT}
    assert rules(**given) == ["non_profit_members_only"]


def test_art_10_criminal_data_need_a_law_and_art_9_does_not_help():
    criminal = frozenset({"criminal"})
    assert rules(categories=criminal) == ["criminal_needs_law"]
    assert rules(categories=criminal, art9=Art9.EXPLICIT_CONSENT) == ["criminal_needs_law"]
    assert rules(categories=criminal, art10_law="§ 32 BZRG") == []


@pytest.mark.parametrize("art6", [Art6.LEGAL_OBLIGATION, Art6.PUBLIC_TASK])
def test_art_6_3_legal_obligation_and_public_task_need_a_law(art6):
    assert rules(art6=art6) == ["basis_needs_law"]
    assert rules(art6=art6, law="§ 147 Abs. 1 Nr. 4 AO") == []


def test_art_6_1_b_needs_the_contract():
    assert rules(art6=Art6.CONTRACT) == ["contract_named"]
    assert rules(art6=Art6.CONTRACT, contract="Kaufvertrag") == []


def test_art_6_1_f_needs_a_complete_balancing_test_that_holds():
    assert rules(art6=Art6.LEGITIMATE_INTERESTS) == ["balancing_test"]
    assert rules(art6=Art6.LEGITIMATE_INTERESTS, balancing=BALANCED) == []


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"necessity": " "}, "balancing_test"),
        ({"outweighs": False}, "balancing_against"),
        ({"review_on": None}, "balancing_review"),
        ({"review_on": date(2026, 11, 23)}, "balancing_review"),
    ],
)
def test_art_6_1_f_the_balancing_test_falls_step_by_step(changed, rule):
    values = {name: getattr(BALANCED, name) for name in BALANCED.__slots__} | changed
    assert rules(art6=Art6.LEGITIMATE_INTERESTS, balancing=BalancingTest(**values)) == [rule]


def test_art_6_1_subpara_2_public_bodies_cannot_use_f_for_their_tasks():
    body = {"art6": Art6.LEGITIMATE_INTERESTS, "balancing": BALANCED, "public_body": True}
    assert rules(**body, public_task=True) == ["public_body_without_f"]
    assert rules(**body, public_task=False) == []


def test_art_7_4_consent_is_not_bundled_with_a_contract():
    assert rules(bundled_with_contract=True) == ["consent_not_bundled"]


def test_s26_2_bdsg_employees_consent_needs_the_reason_why_they_are_free():
    assert rules(subjects=frozenset({"employee"})) == ["employee_free_to_refuse"]
    assert rules(subjects=frozenset({"employee"}), freedom_to_refuse="canteen survey, no names kept") == []


@pytest.mark.parametrize("law", ["§ 26 Abs. 1 Satz 1 BDSG", "§26 Abs.1 BDSG", "s.26(1) BDSG"])
def test_c_34_21_s26_1_bdsg_is_not_offered_as_a_basis(law):
    assert "s26_1_not_offered" in rules(art6=Art6.LEGAL_OBLIGATION, law=law)


def test_c_34_21_does_not_touch_s26_3_bdsg():
    assert "s26_1_not_offered" not in rules(art6=Art6.LEGAL_OBLIGATION, law="§ 26 Abs. 3 BDSG")


@pytest.mark.parametrize("art6", list(Art6))
def test_art_17_19_77_are_offered_under_every_basis(art6):
    assert {Right.ERASURE, Right.NOTIFICATION, Right.COMPLAINT, Right.ACCESS} <= rights(art6)


def test_art_20_1_portability_follows_consent_and_contract_by_automated_means_only():
    having = {art6 for art6 in Art6 if Right.PORTABILITY in rights(art6)}
    assert having == {Art6.CONSENT, Art6.CONTRACT}
    assert Right.PORTABILITY not in rights(Art6.CONTRACT, automated=False)


def test_art_21_1_objection_follows_public_task_and_legitimate_interests():
    assert {art6 for art6 in Art6 if Right.OBJECTION in rights(art6)} == {
        Art6.PUBLIC_TASK, Art6.LEGITIMATE_INTERESTS,
    }  # fmt: skip


def test_art_21_2_objection_to_direct_marketing_follows_whatever_the_basis():
    assert all(Right.OBJECTION in rights(art6, direct_marketing=True) for art6 in Art6)


def test_art_7_3_withdrawal_follows_consent():
    assert {art6 for art6 in Art6 if Right.WITHDRAW in rights(art6)} == {Art6.CONSENT}
    assert Right.WITHDRAW in rights(Art6.CONTRACT, Art9.EXPLICIT_CONSENT)


def test_art_7_3_consent_is_left_only_with_the_representatives_reason():
    left = {"art6": Art6.CONTRACT, "contract": "sale", "consent_before": True}
    assert rules(**left) == ["consent_not_replaced"]
    assert rules(**left, consent_left_because="why") == []


def test_art_6_1_a_consent_is_no_fallback_for_a_kindred_purpose():
    assert rules(kindred_otherwise=True) == ["consent_no_fallback"]
