"""How the API writes and reads a purpose, its versions and what lacks."""

from typing import Any

from rest_framework import serializers

from consent.law.basis import Art6, Art9, BalancingTest, Fault
from consent.law.categories import CATEGORIES, SUBJECTS
from consent.law.kinds import kinds
from consent.purposes.drafts import Basis, Identity, Recipient
from consent.purposes.faults import faults_of
from consent.purposes.models import Purpose, PurposeRecipient, PurposeVersion
from consent.purposes.states import VersionState
from consent.purposes.stored import basis_of
from consent.purposes.words import WHOSE, citation_of, words_of


def _text(longest: int = 200) -> serializers.CharField:
    return serializers.CharField(max_length=longest, allow_blank=True, default="")


class BalancingSerializer(serializers.Serializer[Any]):
    """A balancing test, step by step (Art. 6(1)(f)); a draft may leave steps empty."""

    interest = _text(10_000)
    whose = serializers.ChoiceField(choices=list(WHOSE), allow_blank=True, default="")
    necessity = _text(10_000)
    less_intrusive_means = _text(10_000)
    expectations = _text(10_000)
    safeguards = _text(10_000)
    outweighs = serializers.BooleanField()
    review_on = serializers.DateField(allow_null=True, default=None)


class PurposeRecipientSerializer(serializers.Serializer[Any]):
    """Who receives data, and where."""

    name = serializers.CharField(max_length=120)
    country = serializers.RegexField(r"^[A-Z]{2}$")
    role = serializers.ChoiceField(choices=PurposeRecipient.Role.values, default="processor")


class BasisSerializer(serializers.Serializer[Any]):
    """A basis with its evidence, and the data that it is for."""

    art6 = serializers.ChoiceField(choices=[one.value for one in Art6])
    art9 = serializers.ChoiceField(choices=[one.value for one in Art9], allow_null=True, default=None)
    categories = serializers.ListField(
        child=serializers.ChoiceField(choices=[key for key in CATEGORIES if key != "none"]), min_length=1
    )
    subjects = serializers.ListField(
        child=serializers.ChoiceField(choices=[str(key) for key in SUBJECTS]), min_length=1
    )
    contract = _text()
    law = _text()
    art10_law = _text()
    balancing = BalancingSerializer(allow_null=True, default=None)
    freedom_to_refuse = _text(10_000)
    direct_marketing = serializers.BooleanField(default=False)
    for_children = serializers.BooleanField(default=False)
    legal_claims = serializers.BooleanField(default=False)
    automated = serializers.BooleanField(default=True)
    bundled_with_contract = serializers.BooleanField(default=False)
    professional_secrecy = serializers.BooleanField(default=False)
    non_profit_members_only = serializers.BooleanField(default=False)
    public_task = serializers.BooleanField(default=False)
    consent_days = serializers.IntegerField(min_value=1, max_value=36_500, allow_null=True, default=None)
    recipients = PurposeRecipientSerializer(many=True, default=list)

    def to_representation(self, basis: Basis) -> dict[str, Any]:
        """Write sets in an order that stays."""
        written: dict[str, Any] = super().to_representation(basis)
        return written | {name: sorted(getattr(basis, name)) for name in ("categories", "subjects")}


class IdentitySerializer(serializers.Serializer[Any]):
    """What a purpose is, in both languages."""

    key = serializers.SlugField(max_length=60)
    name_de = serializers.CharField(max_length=120)
    name_en = serializers.CharField(max_length=120)
    description_de = serializers.CharField(max_length=5_000)
    description_en = serializers.CharField(max_length=5_000)
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=list(kinds())), min_length=1)


class PurposeProposalSerializer(IdentitySerializer):
    """A new purpose with its basis, by a department."""

    department = serializers.UUIDField()
    basis = BasisSerializer()


class FaultSerializer(serializers.Serializer[Any]):
    """What the law holds against a basis."""

    rule = serializers.CharField()
    article = serializers.CharField(help_text="key of the citation: art-6-1-b")
    words = serializers.CharField()
    verified = serializers.BooleanField(help_text="false: this rule is to be checked against the law's text")


class PurposeVersionSerializer(serializers.Serializer[Any]):
    """A version with its opinion and decision; `lacks` names what an undecided one needs yet."""

    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=[one.value for one in VersionState])
    basis = serializers.SerializerMethodField()
    lacks = serializers.SerializerMethodField()
    drafted_at = serializers.DateTimeField()
    asked_at = serializers.DateTimeField(allow_null=True)
    opinion_at = serializers.DateTimeField(allow_null=True)
    opinion_favourable = serializers.BooleanField(allow_null=True)
    opinion = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    accepted = serializers.BooleanField(allow_null=True)
    decision_reason = serializers.CharField()
    consent_left_because = serializers.CharField()
    in_force_from = serializers.DateTimeField(allow_null=True)
    in_force_to = serializers.DateTimeField(allow_null=True)
    end_reason = serializers.CharField()

    def get_basis(self, version: PurposeVersion) -> BasisSerializer:
        """Write the basis."""
        return BasisSerializer(basis_of(version)).data  # type: ignore[return-value]

    def get_lacks(self, version: PurposeVersion) -> FaultSerializer(many=True):  # type: ignore[valid-type]
        """Name what lacks by article; of a decided version nothing is said."""
        return faults_written(faults_of(version)) if version.accepted is None else []


class PurposeSerializer(serializers.ModelSerializer[Purpose]):
    """A purpose; its versions stand at its own address."""

    class Meta:
        model = Purpose
        fields = (
            "id", "key", "department", "name_de", "name_en", "description_de", "description_en", "kinds", "created_at",
        )  # fmt: skip


class WholePurposeSerializer(PurposeSerializer):
    """A purpose with all its versions."""

    versions = serializers.SerializerMethodField()

    class Meta(PurposeSerializer.Meta):
        fields = (*PurposeSerializer.Meta.fields, "versions")  # type: ignore[assignment]

    def get_versions(self, purpose: Purpose) -> PurposeVersionSerializer(many=True):  # type: ignore[valid-type]
        """Write the versions, the last one first."""
        rows = purpose.versions.select_related("balancing", "purpose").prefetch_related("recipients")
        return PurposeVersionSerializer(rows.order_by("-number"), many=True).data


def faults_written(found: tuple[Fault, ...]) -> list[dict[str, Any]]:
    """Write what lacks, in the reader's language."""
    return [
        {"rule": one.rule, "article": citation_of(one.article), "words": words_of(one), "verified": one.verified}
        for one in found
    ]  # fmt: skip


def basis_read(given: dict[str, Any]) -> Basis:
    """Return the basis that a body holds."""
    test = given["balancing"]
    return Basis(
        **given
        | {
            "art6": Art6(given["art6"]),
            "art9": Art9(given["art9"]) if given["art9"] else None,
            "categories": frozenset(given["categories"]),
            "subjects": frozenset(given["subjects"]),
            "balancing": BalancingTest(**test) if test else None,
            "recipients": tuple(Recipient(**one) for one in given["recipients"]),
        }
    )


def identity_read(given: dict[str, Any]) -> Identity:
    """Return the purpose that a body holds."""
    names = ("key", "name_de", "name_en", "description_de", "description_en")
    texts: dict[str, Any] = {name: given[name] for name in names}
    return Identity(**texts, kinds=tuple(given["kinds"]))
