"""What the services of purposes share: who may, the locked row, words that only the ledger's digest knows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.evidence.commitment import Digest, commit
from consent.law.basis import Fault
from consent.parties.ownership import Refused
from consent.purposes.models import PurposeVersion
from consent.purposes.origins import Unknown


class Lacking(Refused):
    """The law holds something against a version, so it cannot be accepted; `faults` name the articles."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(_("This basis cannot be accepted yet: something is lacking."))
        self.faults = faults


class UnknownOrigin(Refused):
    """It is not known what data of these categories were collected for; `gaps` say where."""

    def __init__(self, gaps: Sequence[Unknown]) -> None:
        number = sum(gap.fields for gap in gaps)
        super().__init__(
            ngettext(
                "Of %(n)s field with these data it is not known what it was collected for, for how long, or who"
                " receives it. Describe its processing first (Art. 5(1)(b) GDPR).",
                "Of %(n)s fields with these data it is not known what they were collected for, for how long, or who"
                " receives them. Describe their processing first (Art. 5(1)(b) GDPR).",
                number,
            )
            % {"n": number}
        )
        self.gaps = gaps


class Invalid(Refused):
    """Some values cannot be taken; `problems` say of each field why."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(_("Some values are not valid."))
        self.problems = problems


def locked(version: PurposeVersion) -> PurposeVersion:
    """Return the row as it is now, held until the transaction ends."""
    rows = PurposeVersion.objects.select_for_update(of=("self",)).select_related("purpose", "balancing")
    return rows.get(pk=version.pk)


def commit_words(version: PurposeVersion, name: str, words: str) -> Digest | None:
    """Bind words to the ledger: the digest goes there, the nonce into the row; nothing for no words."""
    if not words:
        return None
    made = commit(words)
    version.words_nonces[name] = made.nonce.hex()
    return made.digest


def refuse_oneself(actor: UUID, *others: UUID | None) -> None:
    """Raise Refused where somebody would advise or decide on what they had a hand in (four eyes)."""
    if actor in others:
        raise Refused(
            _("Whoever proposed or advised cannot decide on it as well: this takes different people.")
        )


def needed(words: str, said: str) -> str:
    """Return the words without space around them. Raises Refused with `said` where there are none."""
    if not words.strip():
        raise Refused(said)
    return words.strip()


def unchanged(seen: datetime | None, version: PurposeVersion) -> None:
    """Raise Refused where the words were changed since the reader saw them."""
    if seen is not None and seen != version.asked_at:
        raise Refused(_("The proposal was changed since you opened it: read it again."))
