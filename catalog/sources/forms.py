"""Forms of sources: for each kind only what it needs; a stored password is never in them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.sources.connectors.base import SourceError
from catalog.sources.connectors.spec import Kind, SourceSpec
from catalog.sources.models import Source
from catalog.sources.services import Connection
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, visible

_PORTS = {Kind.POSTGRESQL: 5432, Kind.MYSQL: 3306}
_TLS = (
    ("prefer", gettext_lazy("encrypted where the server offers it")),
    ("require", gettext_lazy("always encrypted")),
    ("verify-full", gettext_lazy("always encrypted, certificate checked")),
    ("disable", gettext_lazy("not encrypted")),
)


class SourceForm(forms.Form):
    """What every kind of source needs; the forms of the kinds add how it is reached."""

    kind: Kind

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("As your colleagues call it, for example “Shop”."),
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Department"),
        help_text=gettext_lazy("Its data stewards decide on the fields."),
    )

    def __init__(self, principal: Principal, source: Source | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        if source is not None:
            del self.fields["department"]
            return
        departments = visible(
            Department.objects.filter(closed_at=None), principal, Permission.SOURCE_MANAGE, "id"
        ).order_by("sort_name")
        field: Any = self.fields["department"]
        field.queryset = departments
        if departments.count() == 1:
            field.initial = departments[0]

    def said(self) -> Connection:
        """Return what the reader says of the source."""
        given = self.cleaned_data
        return Connection(
            name=given["name"],
            kind=self.kind.value,
            host=given.get("host", "").strip(),
            port=given.get("port"),
            database=given.get("database", "").strip(),
            user=given.get("user", "").strip(),
            path=given.get("path", "").strip(),
            options=self.options(),
            password=given.get("password") or None,
        )

    def options(self) -> dict[str, str]:
        """Return the driver's options."""
        return {}

    def clean(self) -> dict[str, Any]:
        """Refuse an address that no driver would take."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            said = self.said()
            try:
                SourceSpec(
                    self.kind,
                    said.host,
                    said.port,
                    said.database,
                    said.user,
                    path=said.path,
                    options=said.options or {},
                )
            except SourceError:
                self.add_error(None, _("The address holds a character that is not allowed."))
        return given


class FileForm(SourceForm):
    """A SQLite file, or a folder of files."""

    path = forms.CharField(label=gettext_lazy("Path"), max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roots = settings.SOURCES_ALLOWED_ROOTS
        self.fields["path"].help_text = (
            _("On this machine, below: %(roots)s") % {"roots": ", ".join(roots)}
            if roots
            else _("The administrator has not opened a folder yet (SOURCES_ALLOWED_ROOTS).")
        )

    def clean_path(self) -> str:
        """Ask for a whole path."""
        path: str = self.cleaned_data["path"].strip()
        if not path.startswith("/"):
            raise forms.ValidationError(_("Give the whole path, beginning with a slash."))
        return path


class SQLiteForm(FileForm):
    """A SQLite file."""

    kind = Kind.SQLITE


class FolderForm(FileForm):
    """A folder of files."""

    kind = Kind.FOLDER


class ServerForm(SourceForm):
    """A database server."""

    host = forms.CharField(label=gettext_lazy("Host"), max_length=255)
    port = forms.IntegerField(label=gettext_lazy("Port"), min_value=1, max_value=65535)
    database = forms.CharField(label=gettext_lazy("Database"), max_length=255)
    user = forms.CharField(
        label=gettext_lazy("User"),
        max_length=255,
        help_text=gettext_lazy("An account that may only read."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, principal: Principal, source: Source | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(principal, source, *args, **kwargs)
        self.fields["port"].initial = _PORTS.get(self.kind)
        self.fields["password"].help_text = (
            _(
                "Empty: the stored one stays. It is never shown, and has to be given again when host, port, user or encryption change."
            )
            if source is not None and source.credential is not None
            else _("Is stored encrypted and never shown again.")
        )


class EncryptedServerForm(ServerForm):
    """A database server whose encryption can be chosen."""

    encryption = forms.ChoiceField(label=gettext_lazy("Encryption"), choices=_TLS, initial="prefer")

    def options(self) -> dict[str, str]:
        """Return the choice of encryption."""
        return {"sslmode": self.cleaned_data["encryption"]}


class PostgreSQLForm(EncryptedServerForm):
    """A PostgreSQL database."""

    kind = Kind.POSTGRESQL


class MySQLForm(EncryptedServerForm):
    """A MariaDB or MySQL server."""

    kind = Kind.MYSQL
    database = forms.CharField(
        label=gettext_lazy("Database"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Empty: all that the account can see."),
    )


class GenericForm(ServerForm):
    """Another database that the administrator has switched on."""

    kind = Kind.GENERIC
    dialect = forms.ChoiceField(label=gettext_lazy("Kind of database"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["dialect"]
        field.choices = [(name, name) for name in settings.SOURCES_ALLOWED_DIALECTS]

    def options(self) -> dict[str, str]:
        """Return the dialect."""
        return {"dialect": self.cleaned_data["dialect"]}


FORMS: dict[Kind, type[SourceForm]] = {
    form.kind: form for form in (PostgreSQLForm, MySQLForm, SQLiteForm, FolderForm, GenericForm)
}


def initial_of(source: Source) -> dict[str, Any]:
    """Return what the form of a source shows before anything is changed; never the password."""
    return {
        "name": source.name, "host": source.host, "port": source.port, "database": source.database,
        "user": source.user, "path": source.path, "encryption": source.options.get("sslmode", "prefer"),
        "dialect": source.options.get("dialect", ""),
    }  # fmt: skip
