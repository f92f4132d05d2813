"""Forms of people, departments, programs and the controller's record."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.law import authorities
from consent.parties import policy
from consent.parties.models import Controller, Department, Invitation, User
from consent.parties.permissions import PERMISSION_WORDS, Permission, Role
from consent.parties.principals import Principal, visible


class JoinForm(forms.Form):
    """What somebody says who comes in by a link."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("At least 12 characters; a few words in a row are good."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if invitation.email:
            del self.fields["email"]
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, knowing whose it is."""
        given: dict[str, Any] = super().clean() or {}
        email = self.invitation.email or given.get("email", "")
        try:
            validate_password(given.get("password", ""), User(email=email, name=given.get("name", "")))
        except ValidationError as error:
            self.add_error("password", error)
        return given


class RoleForm(forms.Form):
    """A role and, where it is one of a department, the department: only what the giver can give."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Department"),
        required=False,
        help_text=gettext_lazy("For head of department, data steward and analyst."),
    )

    def __init__(self, giver: Principal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.giver = giver
        places = manageable_departments(giver)
        roles = set(policy.roles_to_give(giver, None))
        for place in places:
            roles |= set(policy.roles_to_give(giver, place.id))
        self.fields["department"].queryset = places  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.value, role.word) for role in Role if role in roles]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Say at the field what does not go together."""
        given: dict[str, Any] = super().clean() or {}
        if role := given.get("role"):
            where = given.get("department")
            refusal = policy.why_not_give(self.giver, Role(role), where.id if where else None)
            if refusal:
                self.add_error("department" if Role(role).of_department != bool(where) else "role", refusal)
        return given


class InviteForm(RoleForm):
    """Whom to invite as what."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    field_order = ("email", "role", "department")


class SuccessorForm(forms.Form):
    """Who takes over."""

    successor = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Successor"),
        help_text=gettext_lazy("Takes over what is listed above."),
    )

    def __init__(self, leaving: User, *args: Any, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.filter(is_active=True).exclude(id=leaving.id).order_by("sort_name", "id")
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]
        self.fields["successor"].required = required


class DepartmentForm(forms.Form):
    """A department's name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)


class AccountForm(forms.ModelForm):  # not generic while it runs
    """What people change about themselves."""

    class Meta:
        model = User
        fields = ("name", "language")
        labels = {"name": gettext_lazy("Name"), "language": gettext_lazy("Language")}
        widgets = {"language": forms.Select(choices=[("de", "Deutsch"), ("en", "English")])}


class ServiceForm(forms.Form):
    """A service of a department and its rights."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("What it is for, so that others recognise it."),
    )
    permissions = forms.MultipleChoiceField(label=gettext_lazy("It may"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, rights: list[Permission], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permissions"].choices = [(right.value, PERMISSION_WORDS[right]) for right in rights]  # type: ignore[attr-defined]


class ApplicationForm(forms.Form):
    """An application that people sign in to."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    redirect_uris = forms.CharField(
        label=gettext_lazy("Addresses to return to"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One per line, exactly as the application sends them."),
    )
    public = forms.BooleanField(
        label=gettext_lazy("It cannot keep a secret (a notebook, a tool on a desk)"), required=False
    )


class ControllerForm(forms.ModelForm):
    """The controller's record."""

    land = forms.ChoiceField(
        label=gettext_lazy("Land"),
        required=False,
        help_text=gettext_lazy("Of the seat; federal bodies, telecommunications and post: the Federation."),
    )
    authority = forms.ChoiceField(label=gettext_lazy("Supervisory authority"), required=False)
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Such as Europe/Berlin; periods are counted in it."),
    )

    class Meta:
        model = Controller
        fields = (
            "legal_name",
            "address",
            "contact",
            "representative",
            "dpo_name",
            "dpo_contact",
            "land",
            "authority",
            "time_zone",
        )
        widgets = {"address": forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = authorities.all_authorities()
        laender = sorted({(one.land, one.land_name) for one in known}, key=lambda pair: pair[1])
        self.fields["land"].choices = [("", _("not chosen")), *laender]  # type: ignore[attr-defined]
        self.fields["authority"].choices = [  # type: ignore[attr-defined]
            ("", _("as the Land says")),
            *((one.key, f"{one.land_name}: {one.name}") for one in known),
        ]

    def clean_time_zone(self) -> str:
        """Take only zones that exist."""
        zone: str = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise ValidationError(_("There is no such time zone."))
        return zone

    def clean(self) -> dict[str, Any]:
        """Fill the authority from the Land, and refuse one of another Land."""
        given: dict[str, Any] = super().clean() or {}
        land, authority = given.get("land", ""), given.get("authority", "")
        if land and not authority:
            given["authority"] = authorities.of_land(land)[0].key
        elif (found := authorities.find(authority)) and found.land != land:
            self.add_error("authority", _("This authority is not the one of the chosen Land."))
        return given


def manageable_departments(principal: Principal) -> Any:
    """Return the open departments in which the principal manages people."""
    rows = Department.objects.filter(closed_at=None).order_by("sort_name")
    return visible(rows, principal, Permission.PEOPLE_MANAGE, "id")
