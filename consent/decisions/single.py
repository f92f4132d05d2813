"""The decision for one person, from one statement: the facts and the revision of purposes in one snapshot.

A question about now is answered from the kept states where these tell, else by a fold of the events.
"""

from datetime import datetime
from uuid import UUID

from consent.consents.folding import last_refusal
from consent.decisions.facts import Found, read
from consent.decisions.kept import NotToldByStates, read_now
from consent.law import clock
from consent.law.decision import Decision, decide
from consent.law.facts import Channel, ChannelFacts, Question, Record, Refusal, Subject
from consent.law.standing import standing
from consent.purposes.book import Book, held_book, open_book


def may(
    purpose: UUID,
    subject: UUID | None,
    categories: frozenset[str],
    channel: Channel | None = None,
    *,
    at: datetime | None = None,
    known_at: datetime | None = None,
) -> Decision:
    """Decide for one person; `at` is the moment asked about, `known_at` what was known by then."""
    now = clock.now()
    if at is None and known_at is None and subject is not None:
        try:
            return _now(held_book(), purpose, subject, categories, channel, now)
        except NotToldByStates:
            pass  # an ordinary answer: the facts are read below
    at, known_at = at or now, known_at or now
    book, found = _facts(purpose, subject, at, known_at)
    facts = None if subject is None else _subject(subject, purpose, found, book, at, known_at)
    permitted = None if facts is None or channel is None else _channel(channel, found, at, known_at)
    return decide(Question(book.version_at(purpose, at, known_at), facts, at, categories, permitted))


def _now(
    book: Book,
    purpose: UUID,
    subject: UUID,
    categories: frozenset[str],
    channel: Channel | None,
    at: datetime,
) -> Decision:
    """Decide from the kept states. Raises NotToldByStates."""
    changes, kin = book.material_changes(purpose), book.kin(purpose, at, at)
    found = read_now(subject, purpose, kin, channel, at, book.revision, changes)
    return decide(Question(book.version_at(purpose, at, at), found.subject, at, categories, found.channel))


def _facts(purpose: UUID, subject: UUID | None, at: datetime, known_at: datetime) -> tuple[Book, Found]:
    """Read the facts by the book at hand; where purposes changed since, by a new one.

    A book that nobody may keep (revision None: no purpose was ever written) is taken as it was just read.
    """
    book = held_book()
    while True:
        wanted = [purpose, *book.kin(purpose, at, known_at)]
        found = read(subject, wanted, purpose, known_at)
        if found.revision == book.revision:
            return book, found
        book = open_book()


def _subject(
    who: UUID, purpose: UUID, found: Found, book: Book, at: datetime, known_at: datetime
) -> Subject | None:
    if found.person is None:
        return None
    guardian_until, erased_at = found.person
    stood = standing(found.events.get(purpose, ()), at, known_at, book.material_changes(purpose))
    return Subject(
        record=Record("subject", who),
        consent=stood,
        consent_record=Record("consent_event", stood.event.id) if stood.event else None,
        erased=erased_at is not None and erased_at <= at,
        guardian_until=guardian_until,
        objections=tuple(found.objections),
        restrictions=tuple(found.restrictions),
        refusals=_refusals(found, book.kin(purpose, at, known_at), at, known_at),
    )


def _refusals(found: Found, kin: tuple[UUID, ...], at: datetime, known_at: datetime) -> tuple[Refusal, ...]:
    refused = ((other, last_refusal(found.events.get(other, ()), at, known_at)) for other in kin)
    return tuple(Refusal(Record("refusal", other), *last) for other, last in refused if last is not None)


def _channel(channel: Channel, found: Found, at: datetime, known_at: datetime) -> ChannelFacts:
    said = [event for which, event in found.said if which == channel]
    stood = standing(said, at, known_at)
    withdrawn = max((e.at for e in said if e.kind.value == "withdrawn" and e.at <= at), default=None)
    customer = any(
        which == channel and since <= at and (withdrawn is None or since > withdrawn)
        for which, since in found.customer
    )
    record = Record("channel_permission", stood.event.id) if stood.event else None
    return ChannelFacts(channel, stood, record, customer)
