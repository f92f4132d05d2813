"""The rules of consent.law.decision about a person, as one statement over many; literals are typed values only.

The order of the conditions is the order in which `decide` asks; tests compare both for every person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consent.law.basis import Art6, Art9
from consent.law.decision import rule_texts
from consent.law.facts import Channel, Purpose
from consent.law.standing import SKEW

CODES = {rule: number for number, rule in enumerate(rule_texts())}


@dataclass(frozen=True, slots=True)
class Set:
    """One question about many people. `live` reads the kept states, otherwise the events are folded.

    `outdated` is the number below which a notice no longer carries a consent, 0 for none.
    """

    purpose: UUID
    facts: Purpose
    kin: tuple[UUID, ...]
    outdated: int
    channel: Channel | None
    at: datetime
    known_at: datetime
    live: bool


def statement(asked: Set, wanted: bytes | None = None) -> str:
    """Return the statement: id and rule of everybody, or of the wanted record ids in their order."""
    scope = "" if wanted is None else " AND subject_id IN (SELECT id FROM wanted)"
    parts = [] if wanted is None else [_wanted(wanted)]
    parts += [_live(asked, scope) if asked.live else _folded(asked, scope), _against(asked, scope)]
    source = (
        "subjects_subject s" if wanted is None else "wanted w LEFT JOIN subjects_subject s ON s.id = w.id"
    )
    conditions = " ".join(f"WHEN {test} THEN {CODES[rule]}" for rule, test in _conditions(asked))
    return (
        f"WITH {', '.join(parts)} SELECT {'s' if wanted is None else 'w'}.id,"  # noqa: S608
        f" (CASE {conditions} ELSE {CODES['allowed']} END)::int2 AS rule FROM {source}"
        f" {' '.join(_joins(asked))}{'' if wanted is None else ' ORDER BY w.i'}"
    )


def ahead(asked: Set) -> str:
    """Return the statement that asks whether an event claims a time after its recording: then states may lag."""
    return f"SELECT EXISTS (SELECT 1 FROM consents_consentevent WHERE at > recorded_at AND purpose_id IN {_all(asked)})"  # noqa: S608


def _wanted(ids: bytes) -> str:
    return (
        "wanted AS MATERIALIZED (SELECT i, encode(substring(b FROM i * 16 + 1 FOR 16), 'hex')::uuid AS id"  # noqa: S608
        f" FROM (VALUES ('\\x{ids.hex()}'::bytea)) AS given (b), generate_series(0, {len(ids) // 16 - 1}) AS i)"
    )


def _conditions(asked: Set) -> Iterator[tuple[str, str]]:
    facts, at = asked.facts, _time(asked.at)
    yield "subject_known", f"s.id IS NULL OR s.created_at > {_time(asked.known_at)}"
    yield "not_erased", f"s.erased_at <= {at}"
    if not facts.legal_claims:
        yield "not_restricted", "a.restricted"
    if facts.direct_marketing:
        yield "no_marketing_objection", "a.marketing"
        yield "no_signal", "a.signal >= coalesce(c.given_at, '-infinity')"
    if facts.art6 in {Art6.PUBLIC_TASK, Art6.LEGITIMATE_INTERESTS}:
        yield "no_objection", "a.situation"
    if asked.kin:
        yield "not_refused_elsewhere", "k.refused_at >= coalesce(c.given_at, '-infinity')"
    if facts.by_consent:
        yield "consent_stands", "c.given_at IS NULL"
        if facts.art9 is Art9.EXPLICIT_CONSENT:
            yield "consent_explicit", "NOT c.explicit"
        unknown = " OR s.guardian_until IS NULL" if facts.for_children else ""
        day = f"DATE '{asked.at.date().isoformat()}'"
        yield "guardian_consented", f"NOT c.guardian AND (s.guardian_until > {day}{unknown})"
    if _needs_channel(asked):
        yield "channel_permitted", "p.subject_id IS NULL"


def _needs_channel(asked: Set) -> bool:
    advertises = asked.facts.direct_marketing or asked.channel is Channel.DEVICE
    return asked.channel is not None and asked.channel is not Channel.POST and advertises


def _joins(asked: Set) -> Iterator[str]:
    yield "LEFT JOIN own c ON c.subject_id = s.id"
    yield "LEFT JOIN against a ON a.subject_id = s.id"
    if asked.kin:
        yield "LEFT JOIN refused k ON k.subject_id = s.id"
    if _needs_channel(asked):
        yield f"LEFT JOIN ({_permitted(asked)}) p ON p.subject_id = s.id"


def _live(asked: Set, scope: str) -> str:
    at = _time(asked.at)
    permits = (
        f"state IN ('ConsentGiven', 'RenewedConsentGiven') AND (valid_until IS NULL OR valid_until > {at})"
    )
    return (
        "own AS (SELECT subject_id, given_at, explicit, guardian FROM consents_consentstate"  # noqa: S608
        f" WHERE purpose_id = {_id(asked.purpose)} AND {permits} AND notice_number >= {asked.outdated}{scope}),"
        f" refused AS (SELECT subject_id, max(CASE WHEN valid_until <= {at} THEN valid_until ELSE ended_at END)"
        f" AS refused_at FROM consents_consentstate WHERE purpose_id IN {_kin(asked)}{scope} GROUP BY subject_id)"
    )


def _folded(asked: Set, scope: str) -> str:
    """Fold the events as consent.law.standing does: ends, the last giving after them, its renewals in a row."""
    at, skew = _time(asked.at), f"interval '{SKEW.total_seconds()} seconds'"
    ends = "kind IN ('refused', 'withdrawn', 'revoked', 'expired', 'invalidated')"
    outdone = f"at <= greatest(server_end, claimed_end + {skew}, CASE WHEN clock <> 'server' THEN server_end + {skew} END)"
    person = "PARTITION BY subject_id, purpose_id"
    return f"""
    known AS (
      SELECT e.*, coalesce(n.number, 0) AS notice_number,
        max(at) FILTER (WHERE {ends} AND clock = 'server') OVER w AS server_end,
        max(at) FILTER (WHERE {ends} AND clock <> 'server') OVER w AS claimed_end
      FROM consents_consentevent e LEFT JOIN purposes_noticeversion n ON n.id = e.notice_id
      WHERE e.purpose_id IN {_all(asked)} AND e.at <= {at} AND e.recorded_at <= {_time(asked.known_at)}{scope}
      WINDOW w AS (PARTITION BY e.subject_id, e.purpose_id)),
    carrying AS (
      SELECT * FROM known WHERE kind IN ('given', 'renewed') AND ({outdone}) IS NOT TRUE),
    giving AS (
      SELECT DISTINCT ON (subject_id, purpose_id) * FROM carrying WHERE kind = 'given'
      ORDER BY subject_id, purpose_id, at DESC, recorded_at DESC, id DESC),
    chain AS (
      SELECT c.*, g.at AS given_at, row_number() OVER o AS place, lag(c.valid_until) OVER o <= c.at AS late
      FROM carrying c JOIN giving g USING (subject_id, purpose_id)
      WHERE c.id = g.id OR (c.kind = 'renewed' AND c.at >= g.at)
      WINDOW o AS (PARTITION BY c.subject_id, c.purpose_id ORDER BY c.id <> g.id, c.at, c.recorded_at, c.id)),
    unbroken AS (
      SELECT *, bool_or(coalesce(late, false)) OVER ({person} ORDER BY place) AS broken FROM chain),
    stood AS (
      SELECT DISTINCT ON (subject_id, purpose_id) * FROM unbroken WHERE NOT broken
      ORDER BY subject_id, purpose_id, place DESC),
    own AS (
      SELECT subject_id, given_at, explicit, guardian FROM stood
      WHERE purpose_id = {_id(asked.purpose)} AND (valid_until IS NULL OR valid_until > {at})
        AND notice_number >= {asked.outdated}),
    refused AS (
      SELECT k.subject_id, max(CASE WHEN s.subject_id IS NULL THEN k.ended_at
          WHEN s.valid_until <= {at} THEN s.valid_until END) AS refused_at
      FROM (SELECT subject_id, purpose_id,
              max(at) FILTER (WHERE kind IN ('refused', 'withdrawn', 'expired')) AS ended_at
            FROM known WHERE purpose_id IN {_kin(asked)} GROUP BY subject_id, purpose_id) k
      LEFT JOIN stood s USING (subject_id, purpose_id) GROUP BY k.subject_id)"""  # noqa: S608


def _against(asked: Set, scope: str) -> str:
    at, known = _time(asked.at), _time(asked.known_at)

    def stands(ended: str, recorded: str) -> str:
        return (
            f"since <= {at} AND recorded_at <= {known}"
            f" AND NOT coalesce({recorded} <= {known} AND {ended} <= {at}, false){scope}"
        )

    return (
        "against AS (SELECT subject_id, bool_or(kind = '21-2') AS marketing, bool_or(kind = '21-1') AS situation,"  # noqa: S608
        " max(since) FILTER (WHERE kind = '21-5') AS signal, bool_or(kind = 'restricted') AS restricted FROM ("
        "SELECT subject_id, kind, since FROM consents_objection"
        f" WHERE (purpose_id IS NULL OR purpose_id = {_id(asked.purpose)}) AND {stands('ended_at', 'ended_recorded_at')}"
        " UNION ALL SELECT subject_id, 'restricted', since FROM consents_restriction"
        f" WHERE {stands('lifted_at', 'lifted_recorded_at')}) AS all_kinds GROUP BY subject_id)"
    )


def _permitted(asked: Set) -> str:
    if asked.channel is None:
        raise ValueError("No channel was asked about.")
    words = "'given', 'customer'" if asked.channel in {Channel.EMAIL, Channel.SMS} else "'given'"
    return (
        "SELECT subject_id FROM consents_channelpermission"  # noqa: S608
        f" WHERE channel = '{asked.channel.value}' AND at <= {_time(asked.at)}"
        f" AND recorded_at <= {_time(asked.known_at)} GROUP BY subject_id"
        f" HAVING max(at) FILTER (WHERE word IN ({words}))"
        " > coalesce(max(at) FILTER (WHERE word = 'withdrawn'), '-infinity')"
    )


def _time(moment: datetime) -> str:
    return f"'{moment.isoformat()}'::timestamptz"


def _id(one: UUID) -> str:
    return f"'{one}'::uuid"


def _kin(asked: Set) -> str:
    return f"({', '.join(map(_id, asked.kin)) or 'NULL::uuid'})"


def _all(asked: Set) -> str:
    return f"({', '.join(map(_id, (asked.purpose, *asked.kin)))})"
