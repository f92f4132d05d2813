"""What this part writes into the ledger: ids and codes, never a name or an address."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.commitment import Digest
from consent.evidence.kinds import Code, register

INVITED = register(
    "person.invited", _("Person invited"), invitation=UUID, role=Code, department=UUID | None
).name
INVITATION_WITHDRAWN = register("person.uninvited", _("Invitation withdrawn"), invitation=UUID).name
JOINED = register("person.joined", _("Person joined"), person=UUID, invitation=UUID | None).name
LEFT = register("person.left", _("Person left"), person=UUID).name
FORGOTTEN = register("person.forgotten", _("Ids of people who left no longer resolved"), count=int).name
ROLE_GIVEN = register("role.given", _("Role given"), person=UUID, role=Code, department=UUID | None).name
ROLE_REMOVED = register(
    "role.removed", _("Role removed"), person=UUID, role=Code, department=UUID | None
).name
HANDED_OVER = register(
    "ownership.handed_over", _("Ownership handed over"), giver=UUID, taker=UUID, estate=Code, count=int
).name
DEPARTMENT_CREATED = register("department.created", _("Department created"), department=UUID).name
DEPARTMENT_RENAMED = register("department.renamed", _("Department renamed"), department=UUID).name
DEPARTMENT_CLOSED = register("department.closed", _("Department closed"), department=UUID).name
CONTROLLER_CHANGED = register(
    "controller.changed", _("Controller's record changed"), field=Code, value=Digest
).name
CLIENT_CREATED = register(
    "client.created", _("API client created"), client=UUID, form=Code, department=UUID | None
).name
CLIENT_REVOKED = register("client.revoked", _("API client revoked"), client=UUID).name
CLIENT_SECRET_RENEWED = register("client.secret_renewed", _("API client's secret renewed"), client=UUID).name
CLIENT_HANDED_OVER = register(
    "client.handed_over", _("API client handed over"), client=UUID, giver=UUID, taker=UUID
).name
FACTOR_CHANGED = register(
    "factor.changed", _("Second factor changed"), person=UUID, factor=Code, change=Code
).name
PASSWORD_CHANGED = register("password.changed", _("Password changed"), person=UUID).name
SIGNIN_REFUSED = register("signin.refused", _("Sign-in refused"), person=UUID | None, reason=Code).name
