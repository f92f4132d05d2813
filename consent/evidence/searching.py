"""What a reader of the ledger asks for: kinds, a time, a person or an object; and the rows that answer."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.web.filters import Filter, filter_of
from consent.evidence.kinds import known_kinds
from consent.evidence.models import Checkpoint, Entry, Place

TAIL = 20


class AskedForm(forms.Form):
    """The part of the address that is typed."""

    since = forms.DateField(
        label=_("On or after"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    about = forms.UUIDField(
        label=_("Object or person"),
        required=False,
        error_messages={"invalid": _("This is no id. Copy one from an entry or from an object's address.")},
    )
    actor = forms.UUIDField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Asked:
    """The question, checked; a part that is wrong does not count."""

    form: AskedForm
    kinds: Filter

    @property
    def everything(self) -> bool:
        """Tell whether nothing narrows the ledger down."""
        return not self.kinds.chosen and not any(self._value(name) for name in self.form.fields)

    def places(self) -> QuerySet[Place]:
        """Return the places that answer, without an order."""
        rows = Place.objects.all()
        if self.kinds.chosen:
            rows = rows.filter(kind__in=self.kinds.values)
        if since := self._value("since"):
            rows = rows.filter(at__gte=_midnight(since))
        if until := self._value("until"):
            rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
        if about := self._value("about"):
            rows = rows.filter(objects_named__contains=[about])
        if actor := self.actor:
            rows = rows.filter(actor=actor)
        return rows

    @property
    def chips(self) -> list[tuple[str, Any]]:
        """Return what is typed and counts, for the reader to see and take away."""
        given = ((name, self._value(name)) for name in ("actor", "about", "since", "until"))
        return [(name, value) for name, value in given if value]

    @property
    def actor(self) -> UUID | None:
        """Return whose entries alone are wanted."""
        found: UUID | None = self._value("actor")
        return found

    def _value(self, name: str) -> Any:
        return self.form.cleaned_data.get(name)


def asked_of(request: HttpRequest) -> Asked:
    """Read the question from the address."""
    form = AskedForm(request.GET)
    form.is_valid()
    kinds = sorted(((kind.name, str(kind.words)) for kind in known_kinds()), key=lambda pair: pair[1])
    return Asked(form, filter_of(request, "kind", _("What"), kinds))


def unplaced() -> list[Entry]:
    """Return the newest entries that have no place yet."""
    settled = Checkpoint.objects.order_by("-size").values_list("settled_tx", flat=True).first() or 0
    return list(Entry.objects.filter(tx__gte=settled, place__isnull=True).order_by("-id")[:TAIL])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
