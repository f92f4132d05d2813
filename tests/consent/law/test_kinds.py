"""Kinds of purpose: the shipped DPV terms, each with its broader term and words in both languages."""

from consent.law.kinds import akin, broader, kinds, unknown


def test_every_broader_term_is_in_the_list_too():
    assert unknown(kind.broader for kind in kinds().values() if kind.broader) == ()


def test_a_name_that_is_no_term_is_told():
    assert unknown(["DirectMarketing", "Spam"]) == ("Spam",)


def test_direct_marketing_is_marketing():
    assert broader(["DirectMarketing"]) == {"DirectMarketing", "Marketing"}


def test_purposes_are_of_a_kind_where_one_is_above_the_other_not_where_they_only_share_what_is_above():
    assert akin(["DirectMarketing"], ["Marketing"]) and akin(["Marketing"], ["DirectMarketing"])
    assert akin(["DirectMarketing"], ["DirectMarketing", "LegalCompliance"])
    assert not akin(["CustomerCare"], ["CustomerOrderManagement"])
    assert not akin(["DirectMarketing"], [])
