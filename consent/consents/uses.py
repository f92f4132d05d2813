"""What a person sees of the uses of their data: which rest on their consent, which on something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consent.consents.models import Objection
from consent.consents.reading import states
from consent.consents.words import STATES
from consent.law import clock
from consent.law.basis import Art6, Art9
from consent.law.facts import ObjectionKind
from consent.law.standing import State
from consent.purposes.models import NoticeVersion, Purpose, PurposeVersion
from consent.purposes.words import description_of, name_of
from consent.subjects.merging import records_at
from consent.subjects.models import Subject

_GROUNDS: dict[str, str | Promise] = {
    Art6.CONSENT: _("your consent"),
    Art6.CONTRACT: _("your contract with us"),
    Art6.LEGAL_OBLIGATION: _("a legal duty"),
    Art6.VITAL_INTERESTS: _("the protection of life"),
    Art6.PUBLIC_TASK: _("a task in the public interest"),
    Art6.LEGITIMATE_INTERESTS: _("our legitimate interest"),
}
_OBJECTABLE = {Art6.PUBLIC_TASK.value, Art6.LEGITIMATE_INTERESTS.value}


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a person's data, as they read about it."""

    purpose: Purpose
    version: PurposeVersion
    state: State
    since: datetime | None
    objection: Objection | None
    signalled: bool
    has_notice: bool
    child: bool

    @property
    def key(self) -> str:
        """Return the purpose's key, which stands in addresses."""
        return self.purpose.key

    @property
    def name(self) -> str:
        """Name the use in the reader's language."""
        return name_of(self.purpose)

    @property
    def description(self) -> str:
        """Describe the use in the reader's language."""
        return description_of(self.purpose)

    @property
    def by_consent(self) -> bool:
        """Say whether it rests on consent."""
        return self.version.art6 == Art6.CONSENT or self.version.art9 == Art9.EXPLICIT_CONSENT

    @property
    def agreed(self) -> bool:
        """Say whether the person's consent stands and nothing of theirs holds it up."""
        return self.by_consent and self.state.permits

    @property
    def state_words(self) -> str | Promise:
        """Return the state in words."""
        return STATES[self.state]

    @property
    def explicit(self) -> bool:
        """Say whether it needs an explicit consent."""
        return self.version.art9 == Art9.EXPLICIT_CONSENT

    @property
    def may_be_given(self) -> bool:
        """Say whether the person can give it here: there is a text to agree to, and they are old enough."""
        return self.has_notice and not self.child

    @property
    def objectable(self) -> bool:
        """Say whether the person can object (Art. 21 GDPR)."""
        return not self.by_consent and (self.version.direct_marketing or self.version.art6 in _OBJECTABLE)

    @property
    def absolute(self) -> bool:
        """Say whether an objection needs no reasons (Art. 21(2))."""
        return self.version.direct_marketing

    @property
    def ground(self) -> str | Promise:
        """Say on what the use rests."""
        return _GROUNDS[self.version.art6]

    @property
    def law(self) -> str:
        """Name the law or contract, as it was recorded."""
        return self.version.law or self.version.contract

    @property
    def article(self) -> str:
        """Cite the article."""
        number, paragraph, letter = self.version.art6.split("-")
        if get_language() == "en":
            return f"Art. {number}({paragraph})({letter}) GDPR"
        return f"Art.\xa0{number} Abs.\xa0{paragraph} lit.\xa0{letter} DSGVO"


def uses_of(subject: UUID, at: datetime | None = None) -> list[Use]:
    """Return the uses of a customer's data that are in force now; a few queries in all."""
    now = at or clock.now()
    versions = _versions(now)
    stood = {one.purpose.id: one.standing for one in states([v.purpose for v in versions], subject, now, now)}
    objections = standing_objections(subject)
    noticed = _noticed(versions, now)
    person = Subject.objects.get(pk=subject)
    child = person.guardian_until is not None and now.date() < person.guardian_until
    found = []
    for version in versions:
        standing = stood[version.purpose_id]
        against = [o for o in objections if _against(o, version)]
        signal = next((o for o in objections if o.kind == ObjectionKind.SIGNAL), None)
        given = standing.giving.at if standing.giving else None
        found.append(
            Use(
                purpose=version.purpose,
                version=version,
                state=standing.state,
                since=standing.event.at if standing.event else None,
                objection=against[0] if against else None,
                signalled=bool(
                    version.direct_marketing and signal and (given is None or given <= signal.since)
                ),
                has_notice=version.purpose_id in noticed,
                child=child,
            )
        )
    return found


def use_of(subject: UUID, key: str) -> Use | None:
    """Return one use by its purpose's key."""
    return next((use for use in uses_of(subject) if use.key == key), None)


def standing_objections(subject: UUID) -> list[Objection]:
    """Return the objections that stand now, whichever of the person's records they stand under."""
    rows = Objection.objects.filter(subject__in=records_at(subject, clock.now()), since__lte=clock.now())
    return list(rows.filter(Q(ended_at=None) | Q(ended_at__gt=clock.now())).order_by("since"))


def _against(objection: Objection, version: PurposeVersion) -> bool:
    if objection.kind == ObjectionKind.SIGNAL:
        return False
    if objection.kind == ObjectionKind.DIRECT_MARKETING and not version.direct_marketing:
        return False
    return objection.purpose_id in {None, version.purpose_id}


def _versions(now: datetime) -> list[PurposeVersion]:
    rows = PurposeVersion.objects.filter(accepted=True, in_force_from__lte=now, decided_at__lte=now)
    rows = rows.filter(Q(in_force_to=None) | Q(in_force_to__gt=now))
    rows = rows.filter(Q(subjects=[]) | Q(subjects__contains=["customer"]))
    return list(rows.select_related("purpose").order_by("purpose__key"))


def _noticed(versions: Sequence[PurposeVersion], now: datetime) -> set[UUID]:
    rows = NoticeVersion.objects.filter(
        notice__purposes__in=[version.purpose_id for version in versions], effective_from__lte=now
    )
    return set(rows.values_list("notice__purposes", flat=True))
