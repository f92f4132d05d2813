"""The forms in which a purpose is proposed, one for each step; evidence is asked for as the basis needs it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from consent.law.basis import NEEDS_LAW, Art6, Art9
from consent.law.categories import CATEGORIES, SUBJECTS
from consent.law.kinds import kinds
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, visible
from consent.purposes.words import BASES, CONDITIONS, STEPS, WHOSE

_ROWS = {"rows": 3}
_BY_LAW = frozenset({Art6.LEGAL_OBLIGATION.value, Art6.PUBLIC_TASK.value})


class WhatForm(forms.Form):
    """What the purpose is, in both languages."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=gettext_lazy("Department that answers for it")
    )
    key = forms.CharField(
        max_length=60,
        label=gettext_lazy("Key"),
        help_text=gettext_lazy(
            "How programs call it: small letters, digits, hyphen, underscore. It stays for good: order_delivery."
        ),
    )
    name_de = forms.CharField(max_length=120, label=gettext_lazy("Name in German"))
    name_en = forms.CharField(max_length=120, label=gettext_lazy("Name in English"))
    description_de = forms.CharField(
        widget=forms.Textarea(_ROWS),
        label=gettext_lazy("What is done, in German"),
        help_text=gettext_lazy("As customers read it."),
    )
    description_en = forms.CharField(
        widget=forms.Textarea(_ROWS), label=gettext_lazy("What is done, in English")
    )
    kinds = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Kind of purpose (Data Privacy Vocabulary)"),
        help_text=gettext_lazy(
            "It stays for good: a refusal holds for every purpose of the same kind over the same data."
        ),
    )

    def __init__(self, principal: Principal, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = visible(Department.objects.filter(closed_at=None), principal, Permission.PURPOSE_PROPOSE, "id")
        _field(self, "department").queryset = rows.order_by("sort_name")
        _field(self, "kinds").choices = [(key, _word(kind.de, kind.en)) for key, kind in kinds().items()]

    def kind_groups(self) -> Iterator[dict[str, Any]]:
        """Yield the kinds under their topmost term, so that a page can fold them."""
        chosen = set(self["kinds"].value() or [])
        groups: dict[str, list[Any]] = {}
        for choice in self["kinds"]:
            groups.setdefault(_top(choice.data["value"]), []).append(choice)
        for top, choices in groups.items():
            values = {choice.data["value"] for choice in choices}
            yield {
                "word": _word(kinds()[top].de, kinds()[top].en),
                "choices": choices,
                "open": bool(values & chosen),
            }


class DataForm(forms.Form):
    """Which data of whom, and who receives them."""

    categories = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Categories of data"),
        help_text=gettext_lazy("Only what the purpose needs (Art. 5(1)(c) GDPR)."),
    )
    subjects = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label=gettext_lazy("People concerned")
    )
    recipients = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 3}),
        label=gettext_lazy("Recipients"),
        help_text=gettext_lazy(
            "One a line: name; country in two letters; processor, controller or authority."
        ),
    )
    direct_marketing = forms.BooleanField(required=False, label=gettext_lazy("This is direct marketing"))
    for_children = forms.BooleanField(
        required=False, label=gettext_lazy("It is offered directly to children")
    )
    legal_claims = forms.BooleanField(
        required=False,
        label=gettext_lazy("It serves to make or defend legal claims (goes on under a restriction)"),
    )
    by_hand = forms.BooleanField(required=False, label=gettext_lazy("On paper only, not by automated means"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _field(self, "categories").choices = [
            (key, _special(key, _word(one.de, one.en))) for key, one in CATEGORIES.items() if key != "none"
        ]
        _field(self, "subjects").choices = [
            (str(key), _word(german, english)) for key, (english, german) in SUBJECTS.items()
        ]


class BasisForm(forms.Form):
    """The legal basis; the condition of Art. 9(2) only where special categories are among the data."""

    art6 = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Legal basis (Art. 6(1) GDPR)"),
        help_text=gettext_lazy(
            "One alone. Consent is never kept in reserve for another basis, nor the reverse."
        ),
    )
    art9 = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Condition of Art. 9(2) GDPR"),
        help_text=gettext_lazy(
            "Special categories are among the data: they need a condition besides the basis."
        ),
    )
    public_task = forms.BooleanField(
        required=False, label=gettext_lazy("We do this as a public authority in the performance of our tasks")
    )

    def __init__(self, given: Mapping[str, Any], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _field(self, "art6").choices = [(one.value, f"{one.value[-1]}) {BASES[one]}") for one in Art6]
        conditions = [(one.value, f"{one.value[-1]}) {CONDITIONS[one]}") for one in Art9]
        _field(self, "art9").choices = [("", _("none yet")), *conditions]
        if not any(
            CATEGORIES[key].special == "art9" for key in given.get("categories", []) if key in CATEGORIES
        ):
            del self.fields["art9"]


class EvidenceForm(forms.Form):
    """What the chosen basis needs beside it. `lax`: a draft may leave it out."""

    contract = forms.CharField(
        max_length=200, label=gettext_lazy("Contract with the person that requires these data"),
        help_text=gettext_lazy("For instance: sales contract by the shop."),
    )  # fmt: skip
    law = forms.CharField(
        max_length=200,
        label=gettext_lazy("Law and section"),
        help_text=gettext_lazy("For instance: s.147(1) no. 4, (3) AO."),
    )
    art10_law = forms.CharField(
        max_length=200, label=gettext_lazy("Law that allows data on criminal offences")
    )
    interest = forms.CharField(widget=forms.Textarea(_ROWS), label=STEPS["interest"])
    whose = forms.ChoiceField(
        widget=forms.RadioSelect, choices=list(WHOSE.items()), label=gettext_lazy("Whose interest")
    )
    necessity = forms.CharField(widget=forms.Textarea(_ROWS), label=STEPS["necessity"])
    less_intrusive_means = forms.CharField(widget=forms.Textarea(_ROWS), label=STEPS["less_intrusive_means"])
    expectations = forms.CharField(widget=forms.Textarea(_ROWS), label=STEPS["expectations"])
    safeguards = forms.CharField(widget=forms.Textarea(_ROWS), label=STEPS["safeguards"])
    outweighs = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("the interest outweighs")),
            ("no", gettext_lazy("the person's interests outweigh")),
        ],
        label=gettext_lazy("Result of the balancing"),
    )
    review_on = forms.DateField(
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), label=gettext_lazy("To be reviewed on")
    )
    freedom_to_refuse = forms.CharField(
        widget=forms.Textarea(_ROWS), label=gettext_lazy("Why employees can refuse without disadvantage")
    )
    consent_days = forms.IntegerField(
        required=False, min_value=1, max_value=36_500, label=gettext_lazy("A consent lasts (days)"),
        help_text=gettext_lazy("Empty: until it is withdrawn."),
    )  # fmt: skip
    bundled_with_contract = forms.BooleanField(
        required=False, label=gettext_lazy("A contract depends on this consent")
    )
    professional_secrecy = forms.BooleanField(
        required=False, label=gettext_lazy("Staff is bound by professional secrecy")
    )
    non_profit_members_only = forms.BooleanField(
        required=False,
        label=gettext_lazy("We are a non-profit body; its members only, and nothing is disclosed"),
    )

    def __init__(self, given: Mapping[str, Any], *args: Any, lax: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        wanted = evidence_wanted(given)
        for name in list(self.fields):
            if name not in wanted:
                del self.fields[name]
            elif lax:
                self.fields[name].required = False


_TEST = frozenset({*STEPS, "whose", "outweighs", "review_on"})


def evidence_wanted(given: Mapping[str, Any]) -> frozenset[str]:
    """Return which fields of evidence a basis needs, by what was chosen before."""
    art6, art9 = given.get("art6", ""), given.get("art9", "")
    special = [CATEGORIES[key].special for key in given.get("categories", []) if key in CATEGORIES]
    art9 = art9 if "art9" in special else ""
    by_consent = art6 == Art6.CONSENT.value or art9 == Art9.EXPLICIT_CONSENT.value
    asked = {
        "contract": art6 == Art6.CONTRACT.value,
        "law": art6 in _BY_LAW or art9 in {one.value for one in NEEDS_LAW},
        "art10_law": "art10" in special,
        "consent_days": by_consent,
        "bundled_with_contract": by_consent,
        "freedom_to_refuse": by_consent and "employee" in given.get("subjects", []),
        "professional_secrecy": art9 == Art9.HEALTH_CARE.value,
        "non_profit_members_only": art9 == Art9.NON_PROFIT.value,
    }
    test = _TEST if art6 == Art6.LEGITIMATE_INTERESTS.value else frozenset()
    return test | {name for name, is_asked in asked.items() if is_asked}


def initial_of(form: type[forms.Form], data: QueryDict) -> dict[str, Any]:
    """Return what was typed for a form that is shown again, without judging it."""
    found: dict[str, Any] = {}
    for name, field in form.base_fields.items():
        if isinstance(field, forms.MultipleChoiceField):
            found[name] = data.getlist(name)
        elif isinstance(field, forms.BooleanField):
            found[name] = bool(data.get(name))
        elif name in data:
            found[name] = data[name]
    return found


def _field(form: forms.Form, name: str) -> Any:
    return form.fields[name]


def _top(key: str) -> str:
    while kinds()[key].broader:
        key = kinds()[key].broader
    return key


def _special(key: str, word: str) -> str:
    article = {"art9": "Art.\xa09", "art10": "Art.\xa010"}.get(CATEGORIES[key].special or "")
    return f"{word} ({article})" if article else word


def _word(german: str, english: str) -> str:
    return english if (get_language() or "de").startswith("en") else german
