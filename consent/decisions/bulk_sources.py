"""The sets that a decision about many people joins: records, people behind them, their consents and refusals.

A person may have several records (consent.subjects.merging); every set is by the record that stands for
them. Consents come from the kept states where these tell, and from a fold of the events where not: in
the past, and of people who have several records or of whom an event claims a time to come.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consent.law.facts import Channel, Purpose
from consent.law.standing import SKEW


@dataclass(frozen=True, slots=True)
class Set:
    """One question about many people. `live` reads the kept states, otherwise the events are folded.

    `outdated` is the number below which a notice no longer carries a consent, 0 for none. `merged` says
    that somebody has several records, `odd` that some kept states do not tell. `wanted` are record ids.
    """

    purpose: UUID
    facts: Purpose
    kin: tuple[UUID, ...]
    outdated: int
    channel: Channel | None
    at: datetime
    known_at: datetime
    live: bool
    merged: bool = False
    odd: bool = False
    wanted: bytes | None = None


def merged_ones(known_at: datetime) -> str:
    """Return the statement that asks whether anybody was known to have several records."""
    return f"SELECT EXISTS (SELECT 1 FROM subjects_merge WHERE {_merged(known_at)})"  # noqa: S608


def lagging(asked: Set) -> str:
    """Return the statement that asks whether an event claims a time to come: its state may lag."""
    return f"SELECT EXISTS (SELECT 1 FROM consents_consentstate WHERE ahead AND purpose_id IN {_all(asked)})"  # noqa: S608


def people(asked: Set) -> Iterator[str]:
    """Yield the sets of records: who is one person, who is wanted, of whom states do not tell."""
    if asked.merged:
        yield (
            "same AS MATERIALIZED (SELECT DISTINCT ON (merged_id) merged_id AS id, kept_id AS head"  # noqa: S608
            f" FROM subjects_merge WHERE {_merged(asked.known_at)} ORDER BY merged_id, at DESC)"
        )
        yield (
            "whole AS (SELECT head, min(erased_at) AS erased_at, max(guardian_until) AS guardian_until"
            " FROM (SELECT id, head FROM same UNION SELECT head, head FROM same) AS theirs"
            " JOIN subjects_subject USING (id) GROUP BY head)"
        )
    if asked.wanted is not None:
        yield _wanted(asked.wanted)
        yield _REACH if asked.merged else "reach AS (SELECT id FROM wanted)"
    if asked.live and asked.odd:
        same = " UNION SELECT id FROM same UNION SELECT head FROM same" if asked.merged else ""
        yield (
            "odd AS MATERIALIZED (SELECT subject_id AS id FROM consents_consentstate"  # noqa: S608
            f" WHERE ahead AND purpose_id IN {_all(asked)}{same})"
        )


_REACH = """reach AS MATERIALIZED (
  SELECT coalesce(m.head, w.id) AS id FROM wanted w LEFT JOIN same m ON m.id = w.id
  UNION
  SELECT o.id FROM wanted w LEFT JOIN same m ON m.id = w.id JOIN same o ON o.head = coalesce(m.head, w.id))"""


def consents(asked: Set) -> Iterator[str]:
    """Yield `own`, the consents that carry the purpose, and `refused`, when kindred ones were last refused."""
    if asked.live and not asked.odd:
        yield f"own AS ({_kept(asked)})"
        yield f"refused AS ({_kept_refusals(asked)})"
        return
    yield from _folded(asked)
    if not asked.live:
        yield f"own AS ({_own(asked)})"
        yield f"refused AS ({_refusals(asked)})"
        return
    yield f"own AS ({_kept(asked)} UNION ALL {_own(asked)})"
    yield f"refused AS ({_kept_refusals(asked)} UNION ALL {_refusals(asked)})"


def source(asked: Set, table: str, columns: str, condition: str) -> str:
    """Return a table's rows by person, of those who are wanted."""
    return f"({_by_person(asked, table, columns, condition)})"


def moment(one: datetime) -> str:
    """Return a moment as SQL writes it."""
    return f"'{one.isoformat()}'::timestamptz"


def one_id(one: UUID) -> str:
    """Return an id as SQL writes it."""
    return f"'{one}'::uuid"


def listed(words: Iterable[str]) -> str:
    """Return codes of our own as a list in SQL."""
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


def _by_person(asked: Set, table: str, columns: str, condition: str, more: str = "") -> str:
    person, join = "t.subject_id", ""
    if asked.merged:
        person, join = "coalesce(m.head, t.subject_id)", " LEFT JOIN same m ON m.id = t.subject_id"
    scope = "" if asked.wanted is None else " AND t.subject_id IN (SELECT id FROM reach)"
    listing = f", {columns}" if columns else ""
    return f"SELECT {person} AS person{listing} FROM {table} t{join}{more} WHERE {condition}{scope}"  # noqa: S608


def _merged(known_at: datetime) -> str:
    return f"at <= {moment(known_at)} AND (undone_at IS NULL OR undone_at > {moment(known_at)})"


def _wanted(ids: bytes) -> str:
    return (
        "wanted AS MATERIALIZED (SELECT i, encode(substring(b FROM i * 16 + 1 FOR 16), 'hex')::uuid AS id"  # noqa: S608
        f" FROM (VALUES ('\\x{ids.hex()}'::bytea)) AS given (b), generate_series(0, {len(ids) // 16 - 1}) AS i)"
    )


def _told(asked: Set) -> str:
    return " AND t.subject_id NOT IN (SELECT id FROM odd)" if asked.odd else ""


def _kept(asked: Set) -> str:
    at = moment(asked.at)
    return _by_person(
        asked, "consents_consentstate", "given_at, explicit, guardian",
        f"purpose_id = {one_id(asked.purpose)} AND state IN ('ConsentGiven', 'RenewedConsentGiven')"
        f" AND (valid_until IS NULL OR valid_until > {at}) AND notice_number >= {asked.outdated}{_told(asked)}",
    )  # fmt: skip


def _kept_refusals(asked: Set) -> str:
    """Return when kindred purposes were last refused; of one, its own unique rows need no grouping."""
    at = moment(asked.at)
    refused = f"CASE WHEN valid_until <= {at} THEN valid_until ELSE ended_at END"
    rows = _by_person(
        asked, "consents_consentstate", f"{refused} AS refused_at",
        f"purpose_id IN {_kin(asked)} AND (ended_at IS NOT NULL OR valid_until <= {at}){_told(asked)}",
    )  # fmt: skip
    if len(asked.kin) <= 1 and not asked.merged:
        return rows
    return f"SELECT person, max(refused_at) AS refused_at FROM ({rows}) AS x GROUP BY person"  # noqa: S608


def _folded(asked: Set) -> Iterator[str]:
    """Fold the events as consent.law.standing does: ends, the last giving after them, its renewals in a row."""
    at, skew = moment(asked.at), f"interval '{SKEW.total_seconds()} seconds'"
    ends = "kind IN ('refused', 'withdrawn', 'revoked', 'expired', 'invalidated')"
    outdone = f"at <= greatest(server_end, claimed_end + {skew}, CASE WHEN clock <> 'server' THEN server_end + {skew} END)"
    only = " AND t.subject_id IN (SELECT id FROM odd)" if asked.live else ""
    events = _by_person(
        asked, "consents_consentevent",
        "t.id, t.purpose_id, t.kind, t.at, t.recorded_at, t.clock, t.explicit, t.guardian, t.valid_until,"
        " coalesce(n.number, 0) AS notice_number",
        f"t.purpose_id IN {_all(asked)} AND t.at <= {at} AND t.recorded_at <= {moment(asked.known_at)}{only}",
        " LEFT JOIN purposes_noticeversion n ON n.id = t.notice_id",
    )  # fmt: skip
    yield f"""known AS (
      SELECT *, max(at) FILTER (WHERE {ends} AND clock = 'server') OVER w AS server_end,
        max(at) FILTER (WHERE {ends} AND clock <> 'server') OVER w AS claimed_end
      FROM ({events}) AS e WINDOW w AS (PARTITION BY person, purpose_id))"""  # noqa: S608
    yield f"carrying AS (SELECT * FROM known WHERE kind IN ('given', 'renewed') AND ({outdone}) IS NOT TRUE)"  # noqa: S608
    yield """giving AS (
      SELECT DISTINCT ON (person, purpose_id) * FROM carrying WHERE kind = 'given'
      ORDER BY person, purpose_id, at DESC, recorded_at DESC, id DESC)"""
    yield """chain AS (
      SELECT c.*, g.at AS given_at, row_number() OVER o AS place, lag(c.valid_until) OVER o <= c.at AS late
      FROM carrying c JOIN giving g USING (person, purpose_id)
      WHERE c.id = g.id OR (c.kind = 'renewed' AND c.at >= g.at)
      WINDOW o AS (PARTITION BY c.person, c.purpose_id ORDER BY c.id <> g.id, c.at, c.recorded_at, c.id))"""
    yield """unbroken AS (
      SELECT *, bool_or(coalesce(late, false)) OVER (PARTITION BY person, purpose_id ORDER BY place) AS broken
      FROM chain)"""
    yield """stood AS (
      SELECT DISTINCT ON (person, purpose_id) * FROM unbroken WHERE NOT broken
      ORDER BY person, purpose_id, place DESC)"""


def _own(asked: Set) -> str:
    return (
        f"SELECT person, given_at, explicit, guardian FROM stood WHERE purpose_id = {one_id(asked.purpose)}"  # noqa: S608
        f" AND (valid_until IS NULL OR valid_until > {moment(asked.at)}) AND notice_number >= {asked.outdated}"
    )


def _refusals(asked: Set) -> str:
    return f"""SELECT k.person, max(CASE WHEN s.person IS NULL THEN k.ended_at
        WHEN s.valid_until <= {moment(asked.at)} THEN s.valid_until END) AS refused_at
      FROM (SELECT person, purpose_id,
          max(at) FILTER (WHERE kind IN ('refused', 'withdrawn', 'expired')) AS ended_at
        FROM known WHERE purpose_id IN {_kin(asked)} GROUP BY person, purpose_id) k
      LEFT JOIN stood s USING (person, purpose_id) GROUP BY k.person"""  # noqa: S608


def _kin(asked: Set) -> str:
    return f"({', '.join(map(one_id, asked.kin)) or 'NULL::uuid'})"


def _all(asked: Set) -> str:
    return f"({', '.join(map(one_id, (asked.purpose, *asked.kin)))})"
