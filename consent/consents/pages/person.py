"""One person's consents, objections and restrictions for staff: opened by a look whose reason is recorded."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.web.paging import page_of
from consent.consents import handling, receipting, rendering
from consent.consents.looking import find_people, look_at, open_look
from consent.consents.models import ConsentEvent, Objection, Restriction
from consent.consents.reading import Stood, purposes_seen, states
from consent.consents.searching import NoAnswer
from consent.consents.words import CHANNELS, KINDS, STATES, fault_words
from consent.law import clock
from consent.law.facts import ObjectionKind
from consent.law.facts import Purpose as Version
from consent.law.standing import Kind
from consent.parties.actors import names_of
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of
from consent.purposes.book import open_book
from consent.purposes.models import Purpose
from consent.purposes.words import BASES, name_of
from consent.subjects import guardians
from consent.subjects.ids import RecordId
from consent.subjects.merging import records_at
from consent.subjects.models import Guardianship, Subject

Page = Callable[Concatenate[HttpRequest, UUID, ...], HttpResponse]

NAMED_BY = {
    "email": gettext_lazy("e-mail address"),
    "phone": gettext_lazy("telephone number"),
    "record": gettext_lazy("record id"),
}
OBJECTIONS = {
    ObjectionKind.DIRECT_MARKETING.value: gettext_lazy("to direct marketing (Art. 21(2))"),
    ObjectionKind.SITUATION.value: gettext_lazy("for reasons of their situation (Art. 21(1))"),
}
OBJECTION_WORDS = OBJECTIONS | {ObjectionKind.SIGNAL.value: gettext_lazy("signal of the browser (Sec-GPC)")}


class LookForm(forms.Form):
    """Whom, and why."""

    kind = forms.ChoiceField(choices=NAMED_BY, label=gettext_lazy("What you know of the person"))
    value = forms.CharField(max_length=320, label=gettext_lazy("Address, number or id"))
    reason = forms.CharField(max_length=500, label=gettext_lazy("Why you look this person up"))


class ObjectionForm(forms.Form):
    """An objection that reached us by letter, telephone or at the counter."""

    kind = forms.ChoiceField(choices=OBJECTIONS, label=gettext_lazy("Objection"))
    purpose = forms.ModelChoiceField(
        Purpose.objects.none(),
        required=False,
        to_field_name="key",
        label=gettext_lazy("Against which purpose"),
        empty_label=gettext_lazy("all direct marketing"),
    )
    since = forms.DateTimeField(required=False, label=gettext_lazy("When the person said so"))
    reason = forms.CharField(
        max_length=2000, required=False, label=gettext_lazy("Their reasons, in their words"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, principal: Principal, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "objection-%s"} | more)
        field: Any = self.fields["purpose"]
        field.queryset = purposes_seen(principal)
        field.label_from_instance = name_of


class RestrictionForm(forms.Form):
    """A restriction of everything about a person."""

    ground = forms.ChoiceField(choices=Restriction.Ground.choices, label=gettext_lazy("Ground (Art. 18(1))"))
    since = forms.DateTimeField(required=False, label=gettext_lazy("When the person asked"))


def opened(page: Page) -> Page:
    """Let a page answer only while a look at the person is open; else ask why first."""

    @wraps(page)
    def asked(request: HttpRequest, subject: UUID, *args: Any, **more: Any) -> HttpResponse:
        if open_look(principal_of(request), subject) is None:
            return redirect(f"{reverse('person_look_up')}?record={subject}")
        return page(request, subject, *args, **more)

    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONSENT_READ)
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask whom and why; one person found opens, several are listed by record id."""
    first = {"kind": "record", "value": request.GET["record"]} if "record" in request.GET else None
    form = LookForm(request.POST or None, initial=first)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            people = find_people(asked["kind"], asked["value"].strip())
        except NoAnswer as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error("value", error)
        else:
            if not people:
                form.add_error("value", fault_words("person_unknown"))
            else:
                look_at(principal_of(request), people, asked["reason"])
            if len(people) == 1:
                return redirect("person_consents", subject=people[0])
            context["people"] = people
    return render(request, "consents/person_look_up.html", context)


@require_safe
@needs(Permission.CONSENT_READ)
@opened
def show(request: HttpRequest, subject: UUID) -> HttpResponse:
    """Show where a person stands, what they said, and what they object to."""
    principal = principal_of(request)
    return _shown(request, subject, ObjectionForm(principal), RestrictionForm())


@require_POST
@needs(Permission.CONSENT_RECORD)
@opened
def record_objection(request: HttpRequest, subject: UUID) -> HttpResponse:
    """Record an objection by hand; it holds at once."""
    principal = principal_of(request)
    form = ObjectionForm(principal, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            handling.record_objection(
                principal, subject, ObjectionKind(said["kind"]), purpose=said["purpose"],
                since=said["since"], reason=said["reason"],
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The objection is recorded and holds from now on."))
            return redirect("person_consents", subject=subject)
    return _shown(request, subject, form, RestrictionForm())


@require_POST
@needs(Permission.CONSENT_RECORD)
@opened
def record_restriction(request: HttpRequest, subject: UUID) -> HttpResponse:
    """Restrict what is done with everything about a person."""
    principal = principal_of(request)
    form = RestrictionForm(request.POST)
    if form.is_valid():
        try:
            handling.record_restriction(
                principal, subject, form.cleaned_data["ground"], form.cleaned_data["since"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The restriction is recorded: nothing reads this person's data now."))
            return redirect("person_consents", subject=subject)
    return _shown(request, subject, ObjectionForm(principal), form)


@require_POST
@needs(Permission.CONSENT_RECORD)
@opened
def end_objection(request: HttpRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """End an objection: taken back by the person, or overridden by compelling grounds."""
    found = get_object_or_404(
        Objection.objects.select_related("purpose"),
        pk=pk,
        subject__in=records_at(subject, clock.now()),
        ended_at=None,
    )
    grounds = request.POST.get("grounds", "").strip()
    try:
        if request.POST.get("how") == "override":
            handling.override_objection(principal_of(request), found, grounds)
        else:
            handling.take_back_objection(principal_of(request), found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The objection has ended."))
    return redirect("person_consents", subject=subject)


@require_POST
@needs(Permission.CONSENT_RECORD)
@opened
def end_restriction(request: HttpRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Record that the person was told, then lift the restriction (Art. 18(3))."""
    found = get_object_or_404(
        Restriction, pk=pk, subject__in=records_at(subject, clock.now()), lifted_at=None
    )
    principal = principal_of(request)
    if request.POST.get("step") == "told":
        handling.tell_person(principal, found)
        messages.success(request, _("It is recorded that the person was told."))
        return redirect("person_consents", subject=subject)
    try:
        handling.lift_restriction(principal, found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The restriction is lifted."))
    return redirect("person_consents", subject=subject)


@require_POST
@needs(Permission.CONSENT_RECORD)
@opened
def change_guardians(request: HttpRequest, subject: UUID) -> HttpResponse:
    """Name who answers for a child, or end that (Art. 8)."""
    principal = principal_of(request)
    try:
        if "end" in request.POST:
            held = get_object_or_404(Guardianship, pk=_number(request.POST["end"]), child=subject)
            guardians.end_guardianship(principal, held)
            messages.success(request, _("This person no longer answers for the child."))
        else:
            named = find_people("record", request.POST.get("guardian", "").strip())
            if not named:
                raise ValidationError(fault_words("record_id"))
            guardians.name_guardian(principal, RecordId(subject), RecordId(named[0]))
            messages.success(request, _("The guardian is named."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except guardians.NotPossible as error:
        messages.error(request, str(error))
    return redirect("person_consents", subject=subject)


@require_safe
@needs(Permission.CONSENT_READ)
@opened
def receipt(request: HttpRequest, subject: UUID, event: UUID) -> HttpResponse:
    """Return an event's receipt as PDF, as the person gets it."""
    records = records_at(subject, clock.now())
    rows = _events(records, purposes_seen(principal_of(request)))
    found = get_object_or_404(receipting.with_receipts(rows), pk=event)
    name = f'attachment; filename="receipt-{event}.pdf"'
    return HttpResponse(
        rendering.receipt_pdf(found), content_type="application/pdf", headers={"Content-Disposition": name}
    )


def _shown(
    request: HttpRequest, subject: UUID, objection: ObjectionForm, restriction: RestrictionForm
) -> HttpResponse:
    principal = principal_of(request)
    now = clock.now()
    book, records, purposes = open_book(), records_at(subject, now), list(purposes_seen(principal))
    seen = {one.id for one in purposes}
    page = page_of(_events(records, purposes), ("-at", "-id"), request.GET.get("cursor"))
    against = list(Objection.objects.filter(subject__in=records).select_related("purpose").order_by("-since"))
    limits = list(Restriction.objects.filter(subject__in=records).order_by("-since"))
    names = names_of(who for one in [*page, *against, *limits] if (who := one.recorded_by))
    context = {
        "subject": subject,
        "look": open_look(principal, subject),
        "stood": [
            (one, name_of(one.purpose), _word(one, book.version_at(one.purpose.id, now, now)))
            for one in states(purposes, subject, now, now)
        ],
        "page": page,
        "events": [
            (one, name_of(one.purpose), KINDS[Kind(one.kind)], CHANNELS.get(one.channel, one.channel), _who(names, one.recorded_by))
            for one in page
        ],
        "objections": [
            (one, OBJECTION_WORDS[one.kind], name_of(one.purpose) if one.purpose and one.purpose_id in seen else None, _who(names, one.recorded_by))
            for one in against
        ],
        "restrictions": [(one, _who(names, one.recorded_by)) for one in limits],
        "child": Subject.objects.filter(pk=subject, guardian_until__gt=now.date()).first(),
        "guardians": list(Guardianship.objects.filter(child=subject).order_by("-since", "-pk")),
        "wards": list(Guardianship.objects.filter(guardian=subject, until=None).order_by("-since")),
        "may_record": principal.may(Permission.CONSENT_RECORD),
        "may_erase": principal.may(Permission.SUBJECT_ERASE),
        "may_lift": Permission.CONSENT_RECORD in principal.everywhere,
        "objection_form": objection,
        "restriction_form": restriction,
    }  # fmt: skip
    return render(request, "consents/person.html", context)


def _events(records: Sequence[UUID], purposes: Iterable[Purpose]) -> Any:
    rows = ConsentEvent.objects.filter(subject__in=records, purpose__in=purposes)
    return rows.select_related("purpose", "notice__notice", "snapshot")


def _word(stood: Stood, version: Version | None) -> str:
    """Say where a person stands; what rests on another basis asks nobody for consent."""
    if stood.standing.event is not None or (version is not None and version.by_consent):
        return str(STATES[stood.standing.state])
    if version is None:
        return _("no basis in force")
    return _("rests on: %(basis)s") % {"basis": BASES[version.art6]}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _who(names: dict[UUID, str], actor: UUID | None) -> str | None:
    return names.get(actor) if actor else None
