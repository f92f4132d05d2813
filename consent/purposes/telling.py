"""Tell a basis in words, field by field, and in what two bases differ."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.web.templatetags.words import day
from consent.law.categories import CATEGORIES, SUBJECTS, Subjects
from consent.purposes.drafts import Basis
from consent.purposes.models import PurposeRecipient
from consent.purposes.words import BASES, CONDITIONS, STEPS, WHOSE

_LIST = ", "


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a basis says: the field, its label, the words."""

    field: str
    label: str | Promise
    words: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that two bases say differently; empty where one does not say it."""

    field: str
    label: str | Promise
    before: str
    after: str


def tell(basis: Basis) -> list[Fact]:
    """Return what a basis says, in the order in which a reader asks for it; what is empty is left out."""
    found = [*_grounds(basis), *_scope(basis), *_test(basis), *_marks(basis)]
    return [fact for fact in found if fact.words]


def differences(before: Basis, after: Basis) -> list[Changed]:
    """Return what two bases say differently."""
    old, new = {fact.field: fact for fact in tell(before)}, {fact.field: fact for fact in tell(after)}
    return [
        Changed(field, (new.get(field) or old[field]).label, _words(old.get(field)), _words(new.get(field)))
        for field in [*old, *(field for field in new if field not in old)]
        if _words(old.get(field)) != _words(new.get(field))
    ]


def categories_told(keys: Iterable[str]) -> str:
    """Name categories in the reader's language."""
    return _LIST.join(CATEGORIES[key].en if _english() else CATEGORIES[key].de for key in sorted(keys))


def _grounds(basis: Basis) -> Iterator[Fact]:
    yield Fact("art6", _("Legal basis"), str(BASES[basis.art6]))
    yield Fact("art9", _("Condition of Art. 9(2)"), str(CONDITIONS[basis.art9]) if basis.art9 else "")
    yield Fact("art10_law", _("Law that allows data on criminal offences"), basis.art10_law)
    yield Fact("contract", _("Contract"), basis.contract)
    yield Fact("law", _("Law and section"), basis.law)
    yield Fact("freedom_to_refuse", _("Why employees are free to refuse"), basis.freedom_to_refuse)
    days = str(basis.consent_days) if basis.consent_days else ""
    yield Fact("consent_days", _("A consent lasts (days)"), days)


def _scope(basis: Basis) -> Iterator[Fact]:
    yield Fact("categories", _("Categories of data"), categories_told(basis.categories))
    people = (SUBJECTS[Subjects(key)][0 if _english() else 1] for key in sorted(basis.subjects))
    yield Fact("subjects", _("People concerned"), _LIST.join(people))
    receivers = (
        f"{one.name} ({one.country}, {PurposeRecipient.Role(one.role).label})" for one in basis.recipients
    )
    yield Fact("recipients", _("Recipients"), _LIST.join(receivers))


def _test(basis: Basis) -> Iterator[Fact]:
    test = basis.balancing
    if test is None:
        return
    for name, label in STEPS.items():
        yield Fact(name, label, str(getattr(test, name)))
    yield Fact("whose", _("Whose interest"), str(WHOSE.get(test.whose, "")))
    outcome = _("the interest outweighs") if test.outweighs else _("the person's interests outweigh")
    yield Fact("outweighs", _("Result of the balancing"), outcome)
    yield Fact("review_on", _("To be reviewed on"), day(test.review_on))


def _marks(basis: Basis) -> Iterator[Fact]:
    said = {
        "direct_marketing": (_("Direct marketing"), basis.direct_marketing),
        "for_children": (_("Offered directly to children"), basis.for_children),
        "legal_claims": (_("Serves legal claims"), basis.legal_claims),
        "by_hand": (_("On paper only, not by automated means"), not basis.automated),
        "bundled_with_contract": (_("A contract depends on the consent"), basis.bundled_with_contract),
        "professional_secrecy": (_("Staff is bound by professional secrecy"), basis.professional_secrecy),
        "non_profit_members_only": (
            _("Non-profit body, its members only, no disclosure"),
            basis.non_profit_members_only,
        ),
        "public_task": (_("As a public authority in its tasks"), basis.public_task),
    }
    for field, (label, holds) in said.items():
        yield Fact(field, label, _("yes") if holds else "")


def _words(fact: Fact | None) -> str:
    return fact.words if fact else ""


def _english() -> bool:
    return (get_language() or "de").startswith("en")
