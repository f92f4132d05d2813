"""What this part says to people: kinds of systems, why a connection failed, what a check noticed."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.sources.connectors.spec import Kind

KINDS: dict[str, str | Promise] = {
    Kind.POSTGRESQL: _("PostgreSQL"),
    Kind.MYSQL: _("MariaDB or MySQL"),
    Kind.SQLITE: _("SQLite file"),
    Kind.FOLDER: _("Folder of files"),
    Kind.GENERIC: _("Another database"),
}

KIND_HINTS: dict[str, str | Promise] = {
    Kind.POSTGRESQL: _("A database on a PostgreSQL server, from version 12 on."),
    Kind.MYSQL: _("One or all databases of a MariaDB or MySQL server."),
    Kind.SQLITE: _("One SQLite file that this machine can read."),
    Kind.FOLDER: _("CSV, JSON lines, Parquet and Excel files in a folder that this machine can read."),
    Kind.GENERIC: _("A system that SQLAlchemy knows and that the administrator has switched on."),
}

# By the codes of connectors.base: what is wrong, and what helps.
PROBLEMS: dict[str, str | Promise] = {
    "address": _("The address is incomplete or cannot be read."),
    "address_closed": _(
        "This address is closed: it is private, local or this machine's own. "
        "The administrator can open it with SOURCES_ALLOWED_NETWORKS."
    ),
    "unresolved": _("There is no host of this name. Check the spelling."),
    "path_closed": _("This place is closed. The administrator can open folders with SOURCES_ALLOWED_ROOTS."),
    "dialect_closed": _(
        "This kind of database is not switched on. The administrator can do so with SOURCES_ALLOWED_DIALECTS."
    ),
    "option": _("One of the settings is not allowed."),
    "driver_missing": _("The driver for this kind of database is not installed."),
    "unreachable": _("Nothing answers there. Check host and port, and whether a firewall stands between."),
    "refused": _("The server refuses the connection."),
    "credentials": _("The server does not accept this user or password, or not from this machine."),
    "tls": _(
        "An encrypted connection could not be made. Check the choice of encryption and the certificate."
    ),
    "database_missing": _("The server has no database of this name."),
    "lost": _("The server ended the connection. Try again later."),
    "timeout": _("The server did not answer in time. Try again when it is less busy."),
    "permission": _("The account may not read this. Ask for the right to read."),
    "missing": _("There is nothing at this place."),
    "broken_file": _("The file cannot be read: it is damaged or of another kind."),
    "too_large": _("The file is larger than is allowed, or unpacks to more."),
    "ragged": _(
        "Some lines have more or fewer cells than the first line names, so their values may stand in the wrong "
        "column. Put cells that hold the delimiter or a line break in quotes, and export the file again."
    ),
    "quote": _(
        "Some lines open a quote that is never closed; they were left out. Close or double the quote in the "
        "program that writes the file, and export it again."
    ),
    "not_json": _(
        "Some lines are not a JSON object; they were left out. Write one whole object on each line, and export "
        "the file again."
    ),
    "mixed_encoding": _(
        "Some lines hold bytes that are not valid in the file’s encoding; what they mean was guessed. Export "
        "the file again as UTF-8."
    ),
    "encoding": _("There is text that is not valid in its encoding."),
    "unsupported": _("This is not supported."),
    "failed": _("The server reports a fault of its own."),
}

NOTES: dict[str, str | Promise] = {
    "superuser": _("The account is an administrator of the server. An account that may only read is enough."),
    "may_write": _("The account may also write. An account that may only read is enough."),
    "unencrypted": _("The connection is not encrypted."),
    "tables_without_permission": _("The account may not read some of the tables; they will be reported."),
    "files_ignored": _("Files of other kinds lie there too; they are not read."),
    "empty": _("There is nothing to read yet."),
}

FIELDS: dict[str, str | Promise] = {
    "name": _("Name"),
    "host": _("Host"),
    "port": _("Port"),
    "database": _("Database"),
    "user": _("User"),
    "path": _("Path"),
    "options": _("Settings"),
}


def kind_word(kind: str) -> str | Promise:
    """Return the kind of system in the reader's language."""
    return KINDS.get(kind, kind)


def problem_words(code: str) -> str | Promise:
    """Return what is wrong and what helps, in the reader's language."""
    return PROBLEMS.get(code, PROBLEMS["failed"])


def note_words(notes: Iterable[str]) -> list[str | Promise]:
    """Return what a check noticed, in the reader's language."""
    return [NOTES[note] for note in notes if note in NOTES]
