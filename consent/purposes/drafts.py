"""A purpose and its basis as somebody proposes them: plain values, and what is wrong with their form."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.law import kinds
from consent.law.basis import Art6, Art9, BalancingTest
from consent.law.categories import CATEGORIES, SUBJECTS
from consent.purposes.states import RecipientRole

RESERVED = frozenset({"new", "lacking"})
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_ROLES = frozenset(RecipientRole)
_WHOSE = frozenset({"controller", "third_party"})
_LONGEST_LINE = 200
_LONGEST_NAME = 120
_LONGEST_CONSENT = 36_500


@dataclass(frozen=True, slots=True)
class Identity:
    """What a purpose is, in both languages; kept from the first opinion on."""

    key: str
    name_de: str
    name_en: str
    description_de: str
    description_en: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who receives data, where, and as what."""

    name: str
    country: str
    role: str = "processor"


@dataclass(frozen=True, slots=True)
class Basis:
    """A basis with its evidence, and the data it is for: the contents of one version."""

    art6: Art6
    categories: frozenset[str]
    subjects: frozenset[str] = frozenset()
    art9: Art9 | None = None
    art10_law: str = ""
    law: str = ""
    contract: str = ""
    balancing: BalancingTest | None = None
    freedom_to_refuse: str = ""
    direct_marketing: bool = False
    for_children: bool = False
    legal_claims: bool = False
    automated: bool = True
    bundled_with_contract: bool = False
    professional_secrecy: bool = False
    non_profit_members_only: bool = False
    public_task: bool = False
    consent_days: int | None = None
    recipients: tuple[Recipient, ...] = ()

    @property
    def by_consent(self) -> bool:
        """Say whether it rests on consent, of Art. 6 or of Art. 9."""
        return self.art6 is Art6.CONSENT or self.art9 is Art9.EXPLICIT_CONSENT


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that cannot be taken, and why; nothing that the law says."""

    field: str
    words: str | Promise


def as_text(identity: Identity, basis: Basis) -> str:
    """Write everything that is proposed as one text, always the same for the same: the ledger commits to it."""
    return json.dumps(
        {"purpose": asdict(identity), "basis": asdict(basis)},
        default=_plain,
        sort_keys=True,
        ensure_ascii=False,
    )


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def problems_of_identity(given: Identity) -> list[Problem]:
    """Return what cannot be taken of a purpose's own values."""
    return list(_identity(given))


def problems_of_basis(given: Basis) -> list[Problem]:
    """Return what cannot be taken of a basis; what the law holds against it is another question."""
    return [*_basis(given), *_recipients(given.recipients)]


def _identity(given: Identity) -> Iterator[Problem]:
    if not _KEY.fullmatch(given.key) or given.key in RESERVED:
        yield Problem(
            "key",
            _("The key takes small letters, digits, hyphen and underscore, 60 at most: order_delivery."),
        )
    for name in ("name_de", "name_en"):
        if not 0 < len(getattr(given, name).strip()) <= _LONGEST_NAME:
            yield Problem(name, _("The name has 1 to 120 characters, in each language."))
    for name in ("description_de", "description_en"):
        if not getattr(given, name).strip():
            yield Problem(name, _("Say in one or two sentences what is done, in each language."))
    if not given.kinds or kinds.unknown(given.kinds):
        yield Problem("kinds", _("Choose at least one kind of purpose from the list."))


def _basis(given: Basis) -> Iterator[Problem]:
    if not given.categories or not given.categories <= CATEGORIES.keys() - {"none"}:
        yield Problem("categories", _("Choose at least one category of data from the list."))
    if not given.subjects or not given.subjects <= {str(one) for one in SUBJECTS}:
        yield Problem("subjects", _("Choose at least one group of people from the list."))
    for name in ("law", "contract", "art10_law"):
        if len(getattr(given, name)) > _LONGEST_LINE:
            yield Problem(name, _("At most 200 characters."))
    if given.consent_days is not None and not 0 < given.consent_days <= _LONGEST_CONSENT:
        yield Problem("consent_days", _("A consent lasts between one day and a hundred years."))
    if given.balancing and given.balancing.whose not in _WHOSE | {""}:
        yield Problem("whose", _("The interest is the controller's or a third party's."))


def _recipients(given: tuple[Recipient, ...]) -> Iterator[Problem]:
    names = [one.name.casefold() for one in given]
    if len(set(names)) < len(names):
        yield Problem("recipients", _("The same recipient is named twice."))
    for one in given:
        if not 0 < len(one.name) <= _LONGEST_NAME or not _COUNTRY.fullmatch(one.country):
            yield Problem(
                "recipients", _("A recipient needs a name and a country in two capital letters: DE.")
            )
        if one.role not in _ROLES:
            yield Problem("recipients", _("A recipient is a processor, a controller or an authority."))
