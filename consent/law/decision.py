"""May this purpose process these data of this person? Deny by default; every answer explains itself.

The rules are asked in a fixed order and all of them must agree: adding a restriction never allows
more. A missing fact counts as its most restrictive value. Texts and articles: data/decision_rules.toml.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from consent.law.basis import Art6, Art9
from consent.law.categories import CATEGORIES
from consent.law.children import needs_guardian
from consent.law.facts import Channel, ObjectionKind, Purpose, Question, Record, Subject


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a rule says to a reader, and the article it applies."""

    article: str
    de: str
    en: str
    verified: bool = True


class Step(NamedTuple):
    """One rule's answer: whether it agrees, and the records it looked at."""

    rule: str
    agrees: bool
    records: tuple[Record, ...] = ()

    @property
    def text(self) -> RuleText:
        """Return the words and the article of the rule."""
        return rule_texts()[self.rule]


@dataclass(frozen=True, slots=True)
class Decision:
    """Allow or deny, the rule that decided, and every step on the way."""

    allowed: bool
    rule: str
    steps: tuple[Step, ...]

    @property
    def text(self) -> RuleText:
        """Return the words and the article of the rule that decided."""
        return rule_texts()[self.rule]

    @property
    def records(self) -> tuple[Record, ...]:
        """Return the records that the answer rests on, each once, in the order they were looked at."""
        return tuple(dict.fromkeys(record for step in self.steps for record in step.records))


@cache
def rule_texts() -> dict[str, RuleText]:
    """Return the rules' texts by key, in the order in which they are asked."""
    file = Path(__file__).with_name("data") / "decision_rules.toml"
    return {key: RuleText(**entry) for key, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()}


def decide(question: Question) -> Decision:
    """Answer a question; the first rule that does not agree decides."""
    steps: list[Step] = []
    for step in _steps(question):
        steps.append(step)
        if not step.agrees:
            return Decision(False, step.rule, tuple(steps))
    return Decision(True, "allowed", tuple(steps))


def about_purpose(question: Question) -> Iterator[Step]:
    """Ask the rules that concern the purpose alone, whoever the person is."""
    if question.purpose is None:
        yield Step("purpose_in_force", False)
        return
    for rule in _ABOUT_PURPOSE:
        yield rule(question.purpose, question)


def _steps(question: Question) -> Iterator[Step]:
    purpose, subject = question.purpose, question.subject
    yield from about_purpose(question)
    if purpose is None:
        return
    if subject is None:
        yield Step("subject_known", False)
        return
    yield Step("subject_known", True, (subject.record,))
    for about_subject in _ABOUT_SUBJECT:
        yield about_subject(purpose, subject, question)


def _in_force(purpose: Purpose, question: Question) -> Step:
    return Step("purpose_in_force", purpose.in_force(question.at), (purpose.record,))


def _accepted(purpose: Purpose, question: Question) -> Step:
    return Step("basis_accepted", purpose.accepted, (purpose.record,))


def _covered(purpose: Purpose, question: Question) -> Step:
    return Step("category_covered", question.categories <= purpose.categories, (purpose.record,))


def _special(purpose: Purpose, question: Question) -> Step:
    special = any(CATEGORIES[key].special == "art9" for key in question.categories)
    return Step("special_condition", not special or purpose.art9 is not None, (purpose.record,))


def _criminal(purpose: Purpose, question: Question) -> Step:
    criminal = any(CATEGORIES[key].special == "art10" for key in question.categories)
    return Step("criminal_condition", not criminal or bool(purpose.art10_law.strip()), (purpose.record,))


def _not_erased(purpose: Purpose, subject: Subject, question: Question) -> Step:
    return Step("not_erased", not subject.erased)


def _not_restricted(purpose: Purpose, subject: Subject, question: Question) -> Step:
    standing = tuple(r.record for r in subject.restrictions if r.stands(question.at))
    return Step("not_restricted", not standing or purpose.legal_claims, standing)


def _no_marketing_objection(purpose: Purpose, subject: Subject, question: Question) -> Step:
    standing = _objections(subject, ObjectionKind.DIRECT_MARKETING, question)
    return Step("no_marketing_objection", not (purpose.direct_marketing and standing), standing)


def _no_signal(purpose: Purpose, subject: Subject, question: Question) -> Step:
    giving = subject.consent.giving
    standing = tuple(
        objection.record
        for objection in subject.objections
        if objection.kind is ObjectionKind.SIGNAL
        and objection.stands(question.at)
        and (giving is None or giving.at <= objection.since)
    )
    return Step("no_signal", not (purpose.direct_marketing and standing), standing)


def _no_objection(purpose: Purpose, subject: Subject, question: Question) -> Step:
    standing = _objections(subject, ObjectionKind.SITUATION, question)
    open_to_it = purpose.art6 in {Art6.PUBLIC_TASK, Art6.LEGITIMATE_INTERESTS}
    return Step("no_objection", not (open_to_it and standing), standing)


def _not_refused_elsewhere(purpose: Purpose, subject: Subject, question: Question) -> Step:
    giving = subject.consent.giving
    standing = tuple(
        refusal.record
        for refusal in subject.refusals
        if refusal.at <= question.at and (giving is None or giving.at <= refusal.at)
    )
    return Step("not_refused_elsewhere", not standing, standing)


def _consent_stands(purpose: Purpose, subject: Subject, question: Question) -> Step:
    records = (subject.consent_record,) if subject.consent_record else ()
    return Step("consent_stands", not purpose.by_consent or subject.consent.permits, records)


def _consent_explicit(purpose: Purpose, subject: Subject, question: Question) -> Step:
    event = subject.consent.event
    needed = purpose.art9 is Art9.EXPLICIT_CONSENT
    return Step("consent_explicit", not needed or (event is not None and event.explicit))


def _guardian(purpose: Purpose, subject: Subject, question: Question) -> Step:
    event = subject.consent.event
    day, until = question.at.date(), subject.guardian_until
    unknown = purpose.for_children and subject.born is None and until is None
    child = (
        unknown or needs_guardian(subject.born, subject.country, day) or (until is not None and day < until)
    )
    return Step(
        "guardian_consented", not (purpose.by_consent and child) or (event is not None and event.guardian)
    )


def _channel(purpose: Purpose, subject: Subject, question: Question) -> Step:
    facts = question.channel
    if facts is None or not (purpose.direct_marketing or facts.channel is Channel.DEVICE):
        return Step("channel_permitted", True)
    records = (facts.consent_record,) if facts.consent_record else ()
    consented = facts.consent is not None and facts.consent.permits
    exception = facts.existing_customer and facts.channel in {Channel.EMAIL, Channel.SMS}
    return Step("channel_permitted", facts.channel is Channel.POST or consented or exception, records)


def _objections(subject: Subject, kind: ObjectionKind, question: Question) -> tuple[Record, ...]:
    return tuple(o.record for o in subject.objections if o.kind is kind and o.stands(question.at))


_ABOUT_PURPOSE: tuple[Callable[[Purpose, Question], Step], ...] = (
    _in_force,
    _accepted,
    _covered,
    _special,
    _criminal,
)
_ABOUT_SUBJECT: tuple[Callable[[Purpose, Subject, Question], Step], ...] = (
    _not_erased,
    _not_restricted,
    _no_marketing_objection,
    _no_signal,
    _no_objection,
    _not_refused_elsewhere,
    _consent_stands,
    _consent_explicit,
    _guardian,
    _channel,
)
