"""Work out what a draft of the company's words would change: read each table anew, judge it twice, keep no value."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from catalog.classify.company import changes
from catalog.classify.types import ColumnDescription
from catalog.classify.vocabulary import Vocabulary
from catalog.fields.examining import Sampled, judged, judged_as, sampled_parts
from catalog.fields.models import Collection, CompanyChange, CompanyWords, Field
from catalog.fields.rules import number_in_force, vocabulary_numbered
from catalog.fields.states import WordsState
from catalog.sources.connectors.base import CollectionRef, SourceError
from catalog.sources.models import Source
from catalog.sources.services import open_registered
from config.messages import hand_over
from consent.law import clock

log = logging.getLogger(__name__)
STALE_AFTER = timedelta(minutes=2)
_TABLES_A_STEP = 60


@dataclass(frozen=True, slots=True)
class _Run:
    """One walk for a draft: who holds it, and the two vocabularies that it compares."""

    words: UUID
    key: UUID
    draft: Vocabulary
    current: Vocabulary | None


@dataclass(frozen=True, slots=True)
class _Part:
    """Some tables of a source: the category of each field that would change, and what was not read."""

    tables: int
    unread: int
    after: dict[UUID, str]


@transaction.atomic
def ask_preview(words: CompanyWords) -> None:
    """Have a worker begin the preview anew; what another one has under way ends."""
    CompanyWords.objects.filter(pk=words.pk).update(
        previewed_at=None, previewed_over=None, preview_run=None, preview_beat=clock.now()
    )
    transaction.on_commit(partial(_send, words.pk))


def forgotten_previews() -> list[UUID]:
    """Return drafts whose preview nobody works on, for the message or the worker was lost."""
    silent = Q(preview_beat__isnull=True) | Q(preview_beat__lt=clock.now() - STALE_AFTER)
    rows = CompanyWords.objects.filter(silent, state=WordsState.DRAFT, previewed_at__isnull=True)
    return list(rows.values_list("pk", flat=True))


def work_out_preview(words: UUID) -> None:
    """Write down which fields a draft would judge otherwise than what is in force.

    Both are asked about the same sample, as a scan would take it now. Where a source does not answer,
    names, types and comments alone are judged, and the version says for how many tables.
    """
    run = _begin(words)
    if run is None:
        return
    for source in Source.objects.filter(retired_at__isnull=True).order_by("sort_name", "pk"):
        for part in _parts(source, run):
            if not _store(run, part):
                return
    CompanyWords.objects.filter(pk=run.words, preview_run=run.key).update(previewed_at=clock.now())


@transaction.atomic
def _begin(words: UUID) -> _Run | None:
    held = CompanyWords.objects.select_for_update().get(pk=words)
    working = held.preview_run and held.preview_beat and held.preview_beat > clock.now() - STALE_AFTER
    if held.state != WordsState.DRAFT or held.previewed_at or working:
        return None
    over = number_in_force()
    held.changes.all().delete()
    held.preview_run, held.preview_beat, held.previewed_over = uuid4(), clock.now(), over
    held.tables_total = Collection.objects.filter(_there()).count()
    held.tables_done = held.tables_unread = 0
    held.save()
    current = vocabulary_numbered(over) if over else None
    return _Run(held.pk, held.preview_run, vocabulary_numbered(held.number), current)


@transaction.atomic
def _store(run: _Run, part: _Part) -> bool:
    """Keep a part; False where the draft has ended or another run has taken over."""
    rows = CompanyWords.objects.select_for_update().filter(pk=run.words, preview_run=run.key)
    held = rows.filter(state=WordsState.DRAFT).first()
    if held is None:
        return False
    before = Field.objects.filter(pk__in=part.after).values_list("pk", "found_category")
    CompanyChange.objects.bulk_create(
        CompanyChange(words=held, field_id=field, before=found, after=part.after[field])
        for field, found in before
        if found != part.after[field]
    )
    held.tables_done += part.tables
    held.tables_unread += part.unread
    held.preview_beat = clock.now()
    held.save(update_fields=["tables_done", "tables_unread", "preview_beat"])
    return True


def _parts(source: Source, run: _Run) -> Iterator[_Part]:
    """Walk through a source; what it does not answer for is judged by names."""
    left = {(one.schema, one.name): one for one in source.collections.filter(gone_at__isnull=True)}
    refs = [CollectionRef(one.schema, one.name, one.kind, one.rows_estimated) for one in left.values()]
    try:
        with open_registered(source) as connector:
            for at in range(0, len(refs), _TABLES_A_STEP):
                for part in sampled_parts(connector, refs[at : at + _TABLES_A_STEP]):
                    described = [one for one in part if one.description.error is None]
                    yield _by_values(source, described, left, run)
                    for one in described:
                        del left[one.description.ref.schema, one.description.ref.name]
    except SourceError as error:
        log.info("Preview: source %s judged by names from here on (%s).", source.pk, error.code)
    rest = list(left.values())
    for at in range(0, len(rest), _TABLES_A_STEP):
        yield _by_names(source, rest[at : at + _TABLES_A_STEP], run)


def _by_values(
    source: Source, sampled: Sequence[Sampled], there: dict[tuple[str, str], Collection], run: _Run
) -> _Part:
    after: dict[tuple[UUID, str], str] = {}
    both = zip(
        judged(sampled, source.name, run.current), judged(sampled, source.name, run.draft), strict=True
    )
    for before, then in both:
        ref = then.description.ref
        collection = there[ref.schema, ref.name].pk
        for column, old, new in zip(then.description.columns, before.verdicts, then.verdicts, strict=True):
            if (old.category, old.personal) != (new.category, new.personal):
                after[collection, column.name] = new.category
    unread = sum(bool(one.error_code) for one in sampled)
    return _Part(len(sampled), unread, _keyed(after))


def _keyed(after: dict[tuple[UUID, str], str]) -> dict[UUID, str]:
    """Return the fields by their key: columns that no scan has stored yet are left out."""
    fields = Field.objects.filter(
        collection__in={collection for collection, _name in after}, gone_at__isnull=True
    )
    found = fields.values_list("collection", "name", "pk")
    return {key: after[collection, name] for collection, name, key in found if (collection, name) in after}


def _by_names(source: Source, tables: Sequence[Collection], run: _Run) -> _Part:
    fields = list(
        Field.objects.filter(collection__in=tables, gone_at__isnull=True)
        .select_related("collection")
        .order_by("collection_id", "position")
    )
    columns = [_column(source, one) for one in fields]
    by_column = {id(column): field for column, field in zip(columns, fields, strict=True)}
    found = changes(columns, run.draft, run.current)
    after = {by_column[id(change.column)].pk: change.after.category for change in found}
    return _Part(len(tables), len(tables), after)


def _column(source: Source, one: Field) -> ColumnDescription:
    return ColumnDescription(
        source=judged_as(source.name, one.collection.schema),
        table=one.collection.name,
        column=one.name,
        type=one.type or None,
        comment=one.comment or None,
        references=one.references or None,
    )


def _there() -> Q:
    return Q(gone_at__isnull=True, source__retired_at__isnull=True)


def _send(words: UUID) -> None:
    from catalog.fields.tasks import preview_words

    hand_over(preview_words, words)
