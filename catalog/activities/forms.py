"""The forms of this part: an activity with its recipients, and the purpose of a single field."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.activities.models import ProcessingActivity, StatedPurpose
from catalog.activities.services.describing import Description, Receiver, Retention
from catalog.activities.states import Unit
from catalog.activities.words import ROLES, UNITS
from catalog.fields.models import Collection, Field
from catalog.fields.words import subjects_choices
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, visible
from consent.purposes.models import Purpose
from consent.purposes.states import RecipientRole
from consent.purposes.words import name_of

_SIZE = {"size": "8"}


def purpose_choices() -> list[tuple[str, str]]:
    """Return all purposes of the controller, in the reader's language."""
    rows = Purpose.objects.select_related("department").order_by("department__sort_name", "name_de")
    return [(str(one.pk), f"{one.department}: {name_of(one)}") for one in rows]


class DepartmentForm(forms.Form):
    """In which department an activity is described."""

    department = forms.ModelChoiceField(Department.objects.none(), label=gettext_lazy("Department"))

    def __init__(self, principal: Principal, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = visible(Department.objects.filter(closed_at=None), principal, Permission.ACTIVITY_EDIT, "id")
        self.fields["department"].queryset = rows.order_by("sort_name")  # type: ignore[attr-defined]


class ActivityForm(forms.Form):
    """What is said of an activity; what is left empty is found to be unknown."""

    name_de = forms.CharField(label=gettext_lazy("Name (German)"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name (English)"), max_length=120)
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Purposes"),
        required=False,
        widget=forms.SelectMultiple(attrs=_SIZE),
        help_text=gettext_lazy("What the data are collected for. Without one, no new purpose may use them."),
    )
    collections = forms.MultipleChoiceField(
        label=gettext_lazy("Tables and files"), required=False, widget=forms.SelectMultiple(attrs=_SIZE)
    )
    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("Data subjects"), required=False, widget=forms.CheckboxSelectMultiple
    )
    start = forms.ChoiceField(
        label=gettext_lazy("Retention starts with the date in"),
        required=False,
        help_text=gettext_lazy("A field of the chosen tables and files; save once to see newly chosen ones."),
    )
    period = forms.IntegerField(label=gettext_lazy("Retention period"), min_value=1, required=False)
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit of the period"), choices=list(UNITS.items()), initial=Unit.YEARS
    )
    law = forms.CharField(
        label=gettext_lazy("Law that sets or allows the period"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example § 147 AO, or Art. 5(1)(e) GDPR."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, principal: Principal, activity: ProcessingActivity | None, *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        collections = _collections_for(principal, activity)
        self._choose("purposes", purpose_choices())
        self._choose("collections", [(str(one.pk), f"{one.source.name}: {one}") for one in collections])
        self._choose("subjects", subjects_choices())
        chosen = self._chosen() or {str(one.pk) for one in collections}
        fields = Field.objects.filter(collection__in=[pk for pk in chosen if _is_id(pk)], gone_at=None)
        starts = fields.order_by("table_name", "position")[:5_000]
        self._choose("start", [("", "–"), *((str(one.pk), str(one)) for one in starts)])

    def clean(self) -> dict[str, Any]:
        """Let a retention rule be told as a whole or not at all."""
        given: dict[str, Any] = super().clean() or {}
        told = [bool(given.get(name)) for name in ("start", "period", "law")]
        if any(told) and not all(told):
            missing = ("start", "period", "law")[told.index(False)]
            self.add_error(
                missing, _("A retention rule says how long, from which field on, and by which law.")
            )
        return given

    def description(self, recipients: Iterable[Receiver]) -> Description:
        """Return what was said, for the service."""
        given = self.cleaned_data
        rule = None
        if given["start"]:
            rule = Retention(UUID(given["start"]), given["period"], Unit(given["unit"]), given["law"])
        return Description(
            given["name_de"], given["name_en"], [UUID(one) for one in given["purposes"]],
            [UUID(one) for one in given["collections"]], given["subjects"], list(recipients), rule,
        )  # fmt: skip

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _chosen(self) -> set[str]:
        return set(self["collections"].value() or ())


class RecipientForm(forms.Form):
    """One recipient; a row without a name is left out."""

    name = forms.CharField(label=gettext_lazy("Recipient"), max_length=120, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=list(ROLES.items()), required=False)
    country = forms.CharField(
        label=gettext_lazy("Country (two letters; empty: unknown)"),
        max_length=2,
        required=False,
        validators=[RegexValidator(r"^[A-Za-z]{2}$", gettext_lazy("Write the country in two letters."))],
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        # The row has no labels of its own: its table has headings, and each control says its own
        for field in self.fields.values():
            field.widget.attrs |= {"class": "in auto", "aria-label": str(field.label)}

    def receiver(self) -> Receiver | None:
        """Return the recipient, or None for an empty row."""
        given = self.cleaned_data
        if not given.get("name"):
            return None
        role = RecipientRole(given.get("role") or RecipientRole.PROCESSOR)
        return Receiver(given["name"], role, given.get("country", "").upper())


RecipientForms = forms.formset_factory(RecipientForm, extra=3, max_num=100)


class PurposeOfFieldForm(forms.Form):
    """What one field is collected for: as its table, for purposes of its own, or nobody knows."""

    AS_TABLE, OWN, UNKNOWN = "table", "own", "unknown"

    how = forms.ChoiceField(
        label=gettext_lazy("Purpose of collection"),
        widget=forms.RadioSelect,
        choices=[
            (AS_TABLE, gettext_lazy("as the processing activities of its table say")),
            (OWN, gettext_lazy("the purposes chosen below")),
            (UNKNOWN, gettext_lazy("nobody knows")),
        ],
    )
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Purposes"), required=False, widget=forms.SelectMultiple(attrs=_SIZE)
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["purposes"].choices = purpose_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one purpose where own ones are meant."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("how") == self.OWN and not given.get("purposes"):
            self.add_error("purposes", _("Choose at least one purpose, or say that nobody knows."))
        return given


def activity_initial(activity: ProcessingActivity) -> dict[str, Any]:
    """Return what holds now, as the form shows it."""
    rule = getattr(activity, "retention", None)
    return {
        "name_de": activity.name_de,
        "name_en": activity.name_en,
        "purposes": [str(pk) for pk in activity.purposes.values_list("pk", flat=True)],
        "collections": [str(pk) for pk in activity.collections.values_list("pk", flat=True)],
        "subjects": activity.subjects,
        "start": str(rule.start_id) if rule else "",
        "period": rule.period if rule else None,
        "unit": rule.unit if rule else Unit.YEARS,
        "law": rule.law if rule else "",
        "seen": activity.revision,
    }


def field_initial(stated: StatedPurpose | None) -> dict[str, Any]:
    """Return what holds of a field now, as the form shows it."""
    if stated is None:
        return {"how": PurposeOfFieldForm.AS_TABLE}
    chosen = [str(pk) for pk in stated.purposes.values_list("pk", flat=True)]
    return {"how": PurposeOfFieldForm.OWN if chosen else PurposeOfFieldForm.UNKNOWN, "purposes": chosen}


def _collections_for(principal: Principal, activity: ProcessingActivity | None) -> list[Collection]:
    rows = Collection.objects.filter(gone_at=None, source__retired_at=None)
    seen = visible(rows, principal, Permission.CATALOG_READ, "source__department")
    if activity is not None:
        seen = seen | Collection.objects.filter(activity_links__activity=activity)
    return list(seen.select_related("source").distinct().order_by("source__name", "schema", "sort_name"))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
