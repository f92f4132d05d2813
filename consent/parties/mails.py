"""Mails of this part."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from consent.parties.models import Invitation
from consent.parties.permissions import Role


def send_invitation(request: HttpRequest, invitation: Invitation, token: str) -> None:
    """Mail the link; its token stands nowhere else."""
    role = Role(invitation.role).word
    get_adapter(request).send_mail(
        "parties/email/invitation",
        invitation.email,
        {
            "inviter": invitation.invited_by,
            "role": f"{role} ({invitation.department})" if invitation.department else role,
            "days": settings.INVITATION_DAYS,
            "url": request.build_absolute_uri(reverse("join_link", args=[token])),
        },
    )
