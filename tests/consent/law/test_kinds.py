"""Kinds of purpose: the shipped DPV terms, each with its broader term and words in both languages."""

from consent.law.kinds import broader, kinds, unknown


def test_every_broader_term_is_in_the_list_too():
    assert unknown(kind.broader for kind in kinds().values() if kind.broader) == ()


def test_a_name_that_is_no_term_is_told():
    assert unknown(["DirectMarketing", "Spam"]) == ("Spam",)


def test_direct_marketing_is_marketing():
    assert broader(["DirectMarketing"]) == {"DirectMarketing", "Marketing"}
