"""The controller, its departments, the people and the roles that they hold."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from config.web.folding import sort_name
from consent.law import clock
from consent.parties.permissions import Permission, Role


class Controller(models.Model):
    """The controller (Art. 4(7) GDPR) whose instance this is; there is exactly one row."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    legal_name = models.CharField(_("legal name"), max_length=200)
    address = models.TextField(_("address"), blank=True)
    representative = models.CharField(_("representative"), max_length=200, blank=True)
    contact = models.EmailField(_("contact"), blank=True)
    dpo_name = models.CharField(_("data protection officer"), max_length=200, blank=True)
    dpo_contact = models.EmailField(_("contact of the data protection officer"), blank=True)
    land = models.CharField(_("Land"), max_length=5, blank=True)
    authority = models.CharField(_("supervisory authority"), max_length=200, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Berlin")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_controller")]

    def __str__(self) -> str:
        return self.legal_name

    @classmethod
    def current(cls) -> "Controller | None":
        """Return the controller's record, or None before anybody has written it."""
        return cls.objects.first()


class Department(models.Model):
    """A department of the controller; what it owns is visible to its own people and to auditing roles."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    sort_name = sort_name()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("name"), name="department_name_once")]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes people; invitations do it in the product."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "User":
        """Create a person; without a password they can sign in only after setting one by a link."""
        user = self.model(email=email.strip().lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may do follows from their roles alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150)
    sort_name = sort_name()
    language = models.CharField(_("language"), max_length=2, default="de")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(default=clock.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                name="who_left_is_not_active",
                condition=models.Q(left_at__isnull=True) | models.Q(is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def roles_in_words(self) -> str:
        """Return the roles in the reader's language, with their departments."""
        held = self.memberships.select_related("department").order_by("role")
        return ", ".join(membership.in_words for membership in held)


class Membership(models.Model):
    """A role that a person holds, for the whole controller or within one department."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    since = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="role_has_its_place",
                condition=models.Q(
                    role__in=[r.value for r in Role if r.of_department], department__isnull=False
                )
                | models.Q(role__in=[r.value for r in Role if not r.of_department], department__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "department"], name="role_held_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.department or ''}".strip()

    @property
    def in_words(self) -> str:
        """Return the role in the reader's language, with its department."""
        word = str(Role(self.role).word)
        return f"{word} ({self.department})" if self.department else word


class ActorId(models.Model):
    """The random id under which the ledger shows a person; the join ends after a set period.

    Art. 5(1)(e) GDPR: the ledger keeps the id for ever, this row is what tells whose it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="actor_ids")
    since = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at__isnull=True), name="one_current_actor_id"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Invitation(models.Model):
    """A link that makes somebody a member, once. Without an address it was printed on the console."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    role = models.CharField(_("role"), max_length=20, choices=[(role.value, role.word) for role in Role])
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="only_the_console_invites_without_address",
                condition=~models.Q(email="") | models.Q(role="administrator", invited_by__isnull=True),
            ),
            models.CheckConstraint(
                name="an_invitation_ends_one_way",
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        """Say whether the link still works."""
        return self.accepted_at is None and self.withdrawn_at is None and clock.now() < self.expires_at


class Client(models.Model):
    """A program that uses the API: a service of one department, or an application that people sign in to.

    A service has an actor id of its own. Its rights are what was granted, as far as whoever is
    responsible for it holds them now. A revoked one keeps its row, so that the ledger can name it.
    """

    class Kind(models.TextChoices):
        """How the program gets its tokens."""

        SERVICE = "service", _("service of a department")
        PEOPLE = "people", _("application that people sign in to")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    sort_name = sort_name()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    application = models.OneToOneField(
        "oauth2_provider.Application",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="client",
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="clients"
    )
    permissions = ArrayField(
        models.CharField(max_length=40, choices=[(p.value, p.value) for p in Permission]), default=list
    )
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, related_name="clients")
    actor = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_service_belongs_to_a_department",
                condition=models.Q(kind="service", department__isnull=False)
                | models.Q(kind="people", department__isnull=True, permissions=[]),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def runs(self) -> bool:
        """Say whether it gets tokens: not revoked, and somebody answers for it."""
        return self.application_id is not None and self.responsible.is_active


class ControllerChange(models.Model):
    """One field of the controller's record as it was set; the ledger holds a commitment to the value."""

    id = models.BigAutoField(primary_key=True)
    field = models.CharField(max_length=30)
    value = models.TextField(blank=True)
    nonce = models.BinaryField()
    actor = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return f"{self.field} {self.at:%Y-%m-%d}"
