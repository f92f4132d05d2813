"""The controller, its departments, the people and the roles that they hold."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from consent.law import clock
from consent.parties.permissions import Role


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
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("name"), name="department_name_once")]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes people; invitations do it in the product."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "User":
        """Create a person; without a password they can sign in only after setting one by a link."""
        user = self.model(email=email.strip(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may do follows from their roles alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, default="de")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


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
