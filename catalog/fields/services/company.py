"""Propose, apply and withdraw the company's own words and detectors."""

import re
import tomllib

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.classify.company import Unusable, company_vocabulary
from catalog.fields.models import CompanyChange, CompanyWords
from catalog.fields.services.previewing import ask_preview
from catalog.fields.services.problems import NotPossible, Overtaken
from catalog.fields.states import WordsState
from consent.evidence.commitment import commit
from consent.evidence.services import record
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require, visible

LONGEST = 200_000


def check_words(text: str) -> None:
    """Refuse, with the entry's number or the line, a text that cannot be used."""
    if len(text) > LONGEST:
        raise NotPossible(_("The text is longer than %(most)d characters.") % {"most": LONGEST})
    try:
        data = tomllib.loads(text)
        company_vocabulary(data)
    except Unusable as problem:
        german = (get_language() or "de").startswith("de")
        raise NotPossible(problem.de if german else str(problem)) from None
    except tomllib.TOMLDecodeError as problem:
        place = re.search(r"line (\d+), column (\d+)", str(problem))
        if place is None:
            raise NotPossible(_("This is no TOML: it ends too early.")) from None
        where = {"line": place[1], "column": place[2]}
        raise NotPossible(_("This is no TOML: see line %(line)s, column %(column)s.") % where) from None
    except RecursionError:
        raise NotPossible(_("The text is nested too deeply.")) from None
    if not data:
        raise NotPossible(_("The text has no entry: give at least one word, row or detector."))


@transaction.atomic
def propose_words(text: str, reason: str, principal: Principal) -> CompanyWords:
    """Store a new version as a draft and have its preview worked out."""
    require(principal, Permission.WORDS_PROPOSE)
    text, reason = text.replace("\r\n", "\n"), reason.strip()
    check_words(text)
    if not reason:
        raise NotPossible(_("Please say why these words are needed."))
    bound, why = commit(text), commit(reason)
    last = CompanyWords.objects.aggregate(last=Max("number"))["last"] or 0
    words = CompanyWords(
        number=last + 1,
        text=text,
        text_nonce=bound.nonce,
        reason=reason,
        reason_nonce=why.nonce,
        proposed_by=principal.actor,
    )
    try:
        with transaction.atomic():
            words.save(force_insert=True)
    except IntegrityError:
        raise Overtaken(
            _("Somebody else has proposed words at this moment. Please send yours again.")
        ) from None
    record(
        "words.proposed",
        actor=principal.actor,
        payload={"words": words.pk, "number": words.number, "text": bound, "reason": why},
    )
    ask_preview(words)
    return words


@transaction.atomic
def apply_words(words: CompanyWords, principal: Principal) -> CompanyWords:
    """Put a draft into force in place of the version before; sources are then examined again."""
    require(principal, Permission.WORDS_APPLY)
    # All versions, so that two who apply at once follow one another
    held = {one.pk: one for one in CompanyWords.objects.select_for_update().order_by("number")}
    mine = held[words.pk]
    before = next((one for one in held.values() if one.state == WordsState.APPLIED), None)
    if mine.state != WordsState.DRAFT:
        raise Overtaken(_("This version is no longer a draft."))
    if mine.previewed_over != (before.number if before else 0):
        raise NotPossible(
            _(
                "What this version would change is not worked out against what is in force now. Please do it first."
            )
        )
    if before:
        _end(before, principal)
    mine.state, mine.applied_by, mine.applied_at = WordsState.APPLIED, principal.actor, clock.now()
    mine.save(update_fields=["state", "applied_by", "applied_at"])
    record(
        "words.applied",
        actor=principal.actor,
        payload={
            "words": mine.pk,
            "number": mine.number,
            "replaces": before.number if before else None,
            "fields": mine.changes.count(),
        },
    )
    return mine


@transaction.atomic
def withdraw_words(words: CompanyWords, principal: Principal) -> CompanyWords:
    """End a version: a draft by whoever may propose, what is in force by whoever may apply."""
    held = CompanyWords.objects.select_for_update().get(pk=words.pk)
    draft = held.state == WordsState.DRAFT
    require(principal, Permission.WORDS_PROPOSE if draft else Permission.WORDS_APPLY)
    if held.state == WordsState.WITHDRAWN:
        raise Overtaken(_("This version has been withdrawn already."))
    _end(held, principal)
    return held


def changes_for(words: CompanyWords, principal: Principal) -> QuerySet[CompanyChange]:
    """Return the changes in departments whose catalogue the reader may see."""
    rows = words.changes.select_related("field__source__department")
    return visible(rows, principal, Permission.CATALOG_READ, "field__source__department")


def _end(words: CompanyWords, principal: Principal) -> None:
    words.state, words.withdrawn_by, words.withdrawn_at = (
        WordsState.WITHDRAWN,
        principal.actor,
        clock.now(),
    )
    words.save(update_fields=["state", "withdrawn_by", "withdrawn_at"])
    record("words.withdrawn", actor=principal.actor, payload={"words": words.pk, "number": words.number})
