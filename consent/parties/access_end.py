"""Ending what somebody can still use: browser sessions and tokens of the API."""

from django.contrib.sessions.models import Session
from oauth2_provider.models import AccessToken, Grant, RefreshToken

from consent.parties.models import Client, User


def end_tokens(user: User) -> None:
    """End every token that programs hold in the person's name."""
    Grant.objects.filter(user=user).delete()
    AccessToken.objects.filter(user=user).delete()
    RefreshToken.objects.filter(user=user).delete()


def end_client_tokens(client: Client) -> None:
    """End every token of a program."""
    AccessToken.objects.filter(application=client.application_id).delete()
    RefreshToken.objects.filter(application=client.application_id).delete()


def end_sessions(user: User, keep: str | None = None) -> None:
    """End the person's sessions in every browser, except the one whose key is given."""
    from allauth.usersessions.models import UserSession

    ending = UserSession.objects.filter(user=user).exclude(session_key=keep or "")
    Session.objects.filter(session_key__in=list(ending.values_list("session_key", flat=True))).delete()
    ending.delete()
