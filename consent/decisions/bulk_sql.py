"""The rules of consent.law.decision about a person, as one statement over many; literals are typed values only.

The order of the conditions is the order in which `decide` asks; tests compare both for every person.
"""

from collections.abc import Iterator

from consent.decisions.bulk_sources import Set, consents, listed, moment, one_id, people, source
from consent.law.basis import Art6, Art9
from consent.law.decision import rule_texts
from consent.law.facts import Channel

CODES = {rule: number for number, rule in enumerate(rule_texts())}


def statement(asked: Set) -> str:
    """Return the statement: id and rule of everybody, or of the wanted record ids in their order."""
    first, row = ("subjects_subject s", "s") if asked.wanted is None else ("wanted w", "w")
    joins = list(_joins(asked))
    if asked.wanted is not None:
        joins.insert(0, "LEFT JOIN subjects_subject s ON s.id = w.id")
    conditions = " ".join(f"WHEN {test} THEN {CODES[rule]}" for rule, test in _conditions(asked))
    parts = [*people(asked), *consents(asked)]
    return (
        f"{'WITH ' + ', '.join(parts) if parts else ''} SELECT {row}.id,"  # noqa: S608
        f" (CASE {conditions} ELSE {CODES['allowed']} END)::int2 AS rule FROM {first}"
        f" {' '.join(joins)}{'' if asked.wanted is None else ' ORDER BY w.i'}"
    )


def _conditions(asked: Set) -> Iterator[tuple[str, str]]:
    facts, at = asked.facts, moment(asked.at)
    erased, age = "s.erased_at", "s.guardian_until"
    if asked.merged:
        erased, age = "least(s.erased_at, g.erased_at)", "greatest(s.guardian_until, g.guardian_until)"
    yield "subject_known", f"s.id IS NULL OR s.created_at > {moment(asked.known_at)}"
    yield "not_erased", f"{erased} <= {at}"
    if not facts.legal_claims:
        yield "not_restricted", "r.person IS NOT NULL"
    if facts.direct_marketing:
        yield "no_marketing_objection", "a.marketing"
        yield "no_signal", "a.signal >= coalesce(c.given_at, '-infinity')"
    if facts.art6 in _OBJECTABLE:
        yield "no_objection", "a.situation"
    if asked.kin:
        yield "not_refused_elsewhere", "k.refused_at >= coalesce(c.given_at, '-infinity')"
    if facts.by_consent:
        yield "consent_stands", "c.given_at IS NULL"
        if facts.art9 is Art9.EXPLICIT_CONSENT:
            yield "consent_explicit", "NOT c.explicit"
        unknown = f" OR {age} IS NULL" if facts.for_children else ""
        day = f"DATE '{asked.at.date().isoformat()}'"
        yield "guardian_consented", f"NOT c.guardian AND ({age} > {day}{unknown})"
    if _needs_channel(asked):
        yield "channel_permitted", "p.person IS NULL"


_OBJECTABLE = {Art6.PUBLIC_TASK, Art6.LEGITIMATE_INTERESTS}


def _needs_channel(asked: Set) -> bool:
    advertises = asked.facts.direct_marketing or asked.channel is Channel.DEVICE
    return asked.channel is not None and asked.channel is not Channel.POST and advertises


def _joins(asked: Set) -> Iterator[str]:
    """Join what the rules look at, by the record that stands for the person."""
    person, facts = "s.id", asked.facts
    if asked.merged:
        person = "coalesce(m.head, s.id)"
        yield f"LEFT JOIN same m ON m.id = s.id LEFT JOIN whole g ON g.head = {person}"
    if facts.by_consent or facts.direct_marketing or asked.kin:
        yield f"LEFT JOIN own c ON c.person = {person}"
    if asked.kin:
        yield f"LEFT JOIN refused k ON k.person = {person}"
    if facts.direct_marketing or facts.art6 in _OBJECTABLE:
        yield f"LEFT JOIN ({_objections(asked)}) a ON a.person = {person}"
    if not facts.legal_claims:
        yield f"LEFT JOIN ({_restrictions(asked)}) r ON r.person = {person}"
    if _needs_channel(asked):
        yield f"LEFT JOIN ({_permitted(asked)}) p ON p.person = {person}"


def _objections(asked: Set) -> str:
    rows = source(
        asked, "consents_objection", "kind, since",
        f"(purpose_id IS NULL OR purpose_id = {one_id(asked.purpose)})"
        f" AND {_stands(asked, 'ended_at', 'ended_recorded_at')}",
    )  # fmt: skip
    return (
        "SELECT person, bool_or(kind = '21-2') AS marketing, bool_or(kind = '21-1') AS situation,"  # noqa: S608
        f" max(since) FILTER (WHERE kind = '21-5') AS signal FROM {rows} AS o GROUP BY person"
    )


def _restrictions(asked: Set) -> str:
    rows = source(asked, "consents_restriction", "", _stands(asked, "lifted_at", "lifted_recorded_at"))
    return f"SELECT DISTINCT person FROM {rows} AS l"  # noqa: S608


def _stands(asked: Set, ended: str, recorded: str) -> str:
    at, known = moment(asked.at), moment(asked.known_at)
    return (
        f"since <= {at} AND recorded_at <= {known}"
        f" AND NOT coalesce({recorded} <= {known} AND {ended} <= {at}, false)"
    )


def _permitted(asked: Set) -> str:
    if asked.channel is None:
        raise ValueError("No channel was asked about.")
    words = ("given", "customer") if asked.channel in {Channel.EMAIL, Channel.SMS} else ("given",)
    rows = source(
        asked, "consents_channelpermission", "word, t.at",
        f"channel = '{asked.channel.value}' AND word <> 'used' AND t.at <= {moment(asked.at)}"
        f" AND recorded_at <= {moment(asked.known_at)}",
    )  # fmt: skip
    return (
        f"SELECT person FROM {rows} AS q GROUP BY person HAVING max(at) FILTER (WHERE word IN {listed(words)})"  # noqa: S608
        " > coalesce(max(at) FILTER (WHERE word = 'withdrawn'), '-infinity')"
    )
