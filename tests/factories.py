"""Small factories for what most tests need: departments, people in roles, a signed-in client."""

from itertools import count

from django.test import Client

from consent.parties.models import Department, Membership, User
from consent.parties.permissions import Role
from consent.parties.principals import Principal
from consent.parties.rights import principal_for

_numbers = count(1)


def department(name: str = "") -> Department:
    """Make a department."""
    return Department.objects.create(name=name or f"Department {next(_numbers)}")


def person(role: Role | str | None = None, where: Department | None = None, name: str = "") -> User:
    """Make a person, in a role where one is given."""
    number = next(_numbers)
    user = User.objects.create_user(f"person{number}@example.com", name=name or f"Person {number}")
    if role is not None:
        Membership.objects.create(user=user, role=Role(role), department=where)
    return user


def principal(role: Role | str, where: Department | None = None) -> Principal:
    """Make a person in a role and return what they may do."""
    return principal_for(person(role, where))


def signed_in(role: Role | str | None = None, where: Department | None = None) -> Client:
    """Make a person in a role and return a browser in which they are signed in."""
    client = Client()
    client.force_login(person(role, where), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
