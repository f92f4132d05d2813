"""Whatever scans and people do, in any order: a person's word counts until a person changes it."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from catalog.classify.types import Verdict
from catalog.fields.precedence import Ruling, Standing, effect, settle
from catalog.fields.states import Decision
from consent.law.categories import CATEGORIES

CATEGORY = st.sampled_from(sorted(CATEGORIES))
PERSONAL = st.sampled_from(sorted(set(CATEGORIES) - {"none"}))


def verdict(category):
    return Verdict(category != "none", category, CATEGORIES[category].special, None, 0.9, 0.9, ())


class OneField(RuleBasedStateMachine):
    """A field that is scanned and decided on in any order; `word` is what a person last said of it."""

    def __init__(self):
        super().__init__()
        found = settle(None, verdict("name"))
        self.standing = Standing(Decision.PROPOSED, found.category, True, None, None, "name")
        self.word = None

    @rule(category=CATEGORY)
    def scan(self, category):
        outcome = settle(self.standing, verdict(category))
        if outcome.disagrees:
            assert self.word is not None
            assert category != self.word
            assert category != self.standing.answered_category
        self.standing = replace(
            self.standing,
            category=outcome.category,
            personal=outcome.personal,
            special=outcome.special,
            subjects=outcome.subjects,
            found_category=category,
        )

    @rule()
    def confirm(self):
        self._decide(Ruling(Decision.CONFIRMED), self.standing.category)

    @rule(category=PERSONAL)
    def change(self, category):
        self._decide(Ruling(Decision.CHANGED, category), category)

    @rule()
    def reject(self):
        self._decide(Ruling(Decision.REJECTED), "none")

    def _decide(self, ruling, word):
        self.word = word
        self.standing = replace(
            self.standing,
            decision=ruling.action,
            answered_category=self.standing.found_category,
            **effect(ruling),
        )

    @invariant()
    def a_persons_word_counts(self):
        assert self.standing.category == (self.word or self.standing.found_category)

    @invariant()
    def the_article_follows_the_category(self):
        assert self.standing.special == CATEGORIES[self.standing.category].special
        assert self.standing.personal == (self.standing.category != "none")


TestOneField = OneField.TestCase
