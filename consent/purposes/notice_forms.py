"""The forms of notices: a new one, the words of a version, and what two people say about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from consent.law import clock
from consent.law.notices import Point, points
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, visible
from consent.purposes.editions import Edition
from consent.purposes.models import Notice, Purpose
from consent.purposes.notice_copy import FIRST_LAYER
from consent.purposes.services.notices import LANGUAGES, Draft
from consent.purposes.words import name_of

LANGUAGE_WORDS: dict[str, str | Promise] = {"de": gettext_lazy("German"), "en": gettext_lazy("English")}


class NoticeForm(forms.Form):
    """What a notice is called, where its data come from, and for whom it speaks."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    key = forms.RegexField(
        r"^[a-z0-9-]+$",
        label=gettext_lazy("Key"),
        max_length=60,
        help_text=gettext_lazy("Small letters, digits and hyphens; other systems name the notice by it."),
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("The data come"), choices=Notice.Origin.choices, widget=forms.RadioSelect
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Department"),
        required=False,
        empty_label=gettext_lazy("the whole controller"),
        help_text=gettext_lazy("A notice for the whole controller is published by its representative."),
    )

    def __init__(self, principal: Principal, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = visible(Department.objects.filter(closed_at=None), principal, Permission.NOTICE_DRAFT, "id")
        self.fields["department"].queryset = rows.order_by("sort_name")  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Asked:
    """One point on the form: its heading, its article, and a field for each language."""

    heading: str
    article: str
    fields: tuple[BoundField, ...]


class DraftForm(forms.Form):
    """The words of a version, point by point in each language, and what it covers."""

    covers = forms.MultipleChoiceField(
        label=gettext_lazy("Purposes that it tells of"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": "8"}),
    )
    recipients = forms.CharField(
        label=gettext_lazy("Recipients, one in each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    countries = forms.CharField(
        label=gettext_lazy("Countries of the recipients"),
        required=False,
        help_text=gettext_lazy("Two letters each, with commas between: DE, FR"),
    )
    automated_decisions = forms.BooleanField(
        label=gettext_lazy("Decisions are made by automated means alone (Art. 22)"), required=False
    )

    def __init__(self, notice: Notice, base: Edition | None, *args: Any, **more: Any) -> None:
        more["initial"] = _initial(base)
        super().__init__(*args, **more)
        purposes = Purpose.objects.select_related("department").order_by("department__sort_name", "key")
        chosen = [(str(one.pk), f"{one.department}: {name_of(one)}") for one in purposes]
        self.fields["covers"].choices = chosen  # type: ignore[attr-defined]
        self.points = points("person" if notice.origin == "person" else "elsewhere", clock.now().date())
        for key in (FIRST_LAYER, *(one.key for one in self.points)):
            for language in LANGUAGES:
                self.fields[f"{language}_{key}"] = forms.CharField(
                    required=False,
                    label=str(LANGUAGE_WORDS[language]),
                    max_length=20_000,
                    widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
                )

    def plain(self) -> list[BoundField]:
        """Return the fields that are no points."""
        return [self[name] for name in ("covers", "recipients", "countries", "automated_decisions")]

    def asked(self) -> Iterator[Asked]:
        """Return the points in the law's order, the first layer before them."""
        english = get_language() == "en"
        yield Asked(_("In short (first layer)"), "", self._fields(FIRST_LAYER))
        for one in self.points:
            yield Asked(one.en if english else one.de, article_words(one), self._fields(one.key))

    def clean_countries(self) -> list[str]:
        """Read the countries."""
        told = [one.strip().upper() for one in self.cleaned_data["countries"].split(",") if one.strip()]
        if any(len(one) != 2 or not one.isalpha() for one in told):
            raise forms.ValidationError(_("Write each country in two letters, with commas between."))
        return told

    def draft(self) -> Draft:
        """Return what was written, for the service."""
        given = self.cleaned_data
        keys = (FIRST_LAYER, *(one.key for one in self.points))
        return Draft(
            words={language: {key: given[f"{language}_{key}"] for key in keys} for language in LANGUAGES},
            covers=[UUID(one) for one in given["covers"]],
            recipients=[one.strip() for one in given["recipients"].splitlines() if one.strip()],
            countries=given["countries"],
            automated_decisions=given["automated_decisions"],
        )

    def _fields(self, key: str) -> tuple[BoundField, ...]:
        return tuple(self[f"{language}_{key}"] for language in LANGUAGES)


class ChangeForm(forms.Form):
    """Whether a version changes the matter, and why."""

    material = forms.ChoiceField(
        label=gettext_lazy("The change is"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("material: a new purpose, recipient or country, or a use of another kind")),
            ("no", gettext_lazy("of words only: people are told the same")),
        ],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class PublishForm(forms.Form):
    """Whether the second person agrees, why, and from which day on the version holds."""

    agrees = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("I agree; publish it")),
            ("no", gettext_lazy("I do not agree; back to the draft")),
        ],
    )
    start = forms.DateField(
        label=gettext_lazy("In force from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Empty: at once."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def effective_from(self) -> datetime | None:
        """Return the beginning of the day in the controller's time zone; None for at once."""
        day = self.cleaned_data["start"]
        if day is None or day == timezone.localdate(clock.now()):
            return None
        return datetime.combine(day, time(), timezone.get_current_timezone())


def article_words(point: Point) -> str:
    """Cite the article of a point: Art. 13 Abs. 1 lit. a."""
    return cite(point.article)


def cite(article: str) -> str:
    """Cite an article by its key: "13-1-a"."""
    number, paragraph, letter = article.split("-")
    if get_language() == "en":
        return f"Art.\xa0{number}({paragraph})({letter})"
    return f"Art.\xa0{number} Abs.\xa0{paragraph} lit.\xa0{letter}"


def _initial(base: Edition | None) -> dict[str, Any]:
    """Return the words of the version that the draft begins with."""
    if base is None:
        return {}
    told = {f"{row.language}_{key}": words for row in base.rows for key, words in row.points.items()}
    return told | {
        "covers": [str(one) for one in base.covers],
        "recipients": "\n".join(base.first.recipients),
        "countries": ", ".join(base.first.countries),
        "automated_decisions": base.first.automated_decisions,
    }
