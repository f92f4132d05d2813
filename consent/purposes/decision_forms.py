"""The forms of the opinion, the decision, the end of a purpose, and the difference between two."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_ROWS = {"rows": 6}


class OpinionForm(forms.Form):
    """The data protection officer's opinion, in their own words."""

    favourable = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Opinion"),
        choices=[("yes", _("no objections")), ("no", _("objections"))],
    )
    words = forms.CharField(
        widget=forms.Textarea(_ROWS),
        label=_("In your own words"),
        help_text=_("They are kept with the version; the ledger holds only their digest."),
    )
    seen = forms.DateTimeField(widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    """The decision; the representative's words on leaving consent only where consent is left."""

    accepted = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Decision"),
        choices=[("yes", _("accept the basis")), ("no", _("refuse the basis"))],
    )
    reason = forms.CharField(required=False, widget=forms.Textarea(_ROWS), label=_("Reasons"))
    consent_left_because = forms.CharField(
        required=False,
        widget=forms.Textarea(_ROWS),
        label=_("Why consent is left for another basis"),
        help_text=_(
            "The representative's own words. Whoever refused, withdrew or let their consent expire stays denied"
            " all the same."
        ),
    )
    in_force_from = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        label=_("In force from"),
        help_text=_("Empty: at once."),
    )

    def __init__(self, *args: Any, leaves_consent: bool, advised_for: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        opposite = _("refuse") if advised_for else _("accept")
        self.fields["reason"].help_text = _(
            "Needed where you depart from the opinion, that is where you %(what)s."
        ) % {"what": opposite}
        if not leaves_consent:
            del self.fields["consent_left_because"]


class ReasonForm(forms.Form):
    """One reason in words."""

    reason = forms.CharField(widget=forms.Textarea(_ROWS), label=_("Reason"))
