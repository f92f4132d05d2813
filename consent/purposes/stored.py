"""Between proposed values and rows: write a basis into a version, read it back."""

from dataclasses import asdict

from consent.law import basis as law
from consent.law.basis import Art6, Art9
from consent.purposes.drafts import Basis, Identity, Recipient, as_text
from consent.purposes.models import BalancingTest, Purpose, PurposeRecipient, PurposeVersion

_PLAIN = (
    "art10_law", "law", "contract", "freedom_to_refuse", "direct_marketing", "for_children", "legal_claims",
    "automated", "bundled_with_contract", "professional_secrecy", "non_profit_members_only", "public_task",
    "consent_days",
)  # fmt: skip
_STEPS = ("interest", "whose", "necessity", "less_intrusive_means", "expectations", "safeguards", "outweighs")


def identity_of(purpose: Purpose) -> Identity:
    """Return what a purpose is."""
    return Identity(
        purpose.key, purpose.name_de, purpose.name_en, purpose.description_de, purpose.description_en,
        tuple(purpose.kinds),
    )  # fmt: skip


def basis_of(version: PurposeVersion) -> Basis:
    """Return a version's basis with its evidence; read `balancing` and `recipients` along with the row."""
    return Basis(
        art6=Art6(version.art6),
        art9=Art9(version.art9) if version.art9 else None,
        categories=frozenset(version.categories),
        subjects=frozenset(version.subjects),
        balancing=balancing_of(version.balancing),
        recipients=tuple(
            sorted((Recipient(one.name, one.country, one.role) for one in version.recipients.all()), key=str)
        ),
        **{name: getattr(version, name) for name in _PLAIN},
    )


def text_of(version: PurposeVersion) -> str:
    """Return a version and its purpose as the text that the ledger commits to."""
    return as_text(identity_of(version.purpose), basis_of(version))


def balancing_of(row: BalancingTest | None) -> law.BalancingTest | None:
    """Return a balancing test as the law looks at it."""
    if row is None:
        return None
    return law.BalancingTest(**{name: getattr(row, name) for name in _STEPS}, review_on=row.review_on)


def filled(version: PurposeVersion, given: Basis) -> PurposeVersion:
    """Return the version with the basis in its fields; nothing is saved, so recipients are left out."""
    version.art6, version.art9 = given.art6.value, given.art9.value if given.art9 else ""
    version.categories, version.subjects = sorted(given.categories), sorted(given.subjects)
    for name in _PLAIN:
        setattr(version, name, getattr(given, name))
    version.balancing = BalancingTest(**asdict(given.balancing)) if given.balancing else None
    return version


def write_basis(version: PurposeVersion, given: Basis) -> None:
    """Write a basis into a version on which nobody has given an opinion yet, and save it."""
    before = version.balancing
    filled(version, given)
    if version.balancing is not None:
        version.balancing.save()
    version.save()
    if before is not None:
        before.delete()
    version.recipients.all().delete()
    PurposeRecipient.objects.bulk_create(
        PurposeRecipient(version=version, name=one.name, country=one.country, role=one.role)
        for one in given.recipients
    )
