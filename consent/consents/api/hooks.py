"""Webhooks and links: how other systems hear of withdrawals, and lead people to their preference centre."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from consent.consents import centre, webhooks
from consent.consents.api.people import WhoSerializer, person_of, refusals
from consent.consents.models import Webhook
from consent.consents.words import fault_words
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, require, visible, visible_or_404
from consent.purposes.models import Purpose


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    """A webhook; the secret is shown once, when it is made."""

    purpose = serializers.SlugField(required=False, help_text="key; without one all of the department")
    secret = serializers.CharField(read_only=True, required=False)

    class Meta:
        model = Webhook
        fields = ("id", "department", "purpose", "url", "secret", "made_at", "ended_at")
        read_only_fields = ("id", "made_at", "ended_at")


class LinkRequestSerializer(WhoSerializer):
    """Whose preference centre."""

    purpose = serializers.SlugField(
        required=False, help_text="key; makes a one-click link (RFC 8058) that ends this purpose"
    )


class LinkSerializer(serializers.Serializer[Any]):
    """A link to put into a mail to that very person; it is shown once."""

    url = serializers.URLField()
    expires_at = serializers.DateTimeField(allow_null=True)
    headers = serializers.DictField(help_text="for a one-click link: the mail's headers")


class Webhooks(generics.ListAPIView[Webhook]):
    """The webhooks of the departments in which the asker sets them up."""

    serializer_class = WebhookSerializer
    queryset = Webhook.objects.none()

    def get_queryset(self) -> QuerySet[Webhook]:
        """Return the webhooks in use."""
        principal = principal_of(self.request)
        require(principal, Permission.CONSENT_HOOK)
        rows = visible(Webhook.objects.filter(ended_at=None), principal, Permission.CONSENT_HOOK)
        return rows.select_related("purpose").order_by("id")

    @extend_schema(
        operation_id="webhook_create", request=WebhookSerializer, responses={201: WebhookSerializer}
    )
    def post(self, request: Request) -> Response:
        """Set one up; the answer holds the secret that its reports are signed with."""
        principal = principal_of(request)
        require(principal, Permission.CONSENT_HOOK)
        serializer = WebhookSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        department: Department = given["department"]
        if not principal.may(Permission.CONSENT_HOOK, department.id):
            raise NotFound(fault_words("purpose_unknown"))
        purpose = None
        if "purpose" in given:
            purpose = Purpose.objects.filter(key=given["purpose"], department=department).first()
            if purpose is None:
                raise NotFound(fault_words("purpose_unknown"))
        with refusals():
            made, secret = webhooks.set_up_webhook(principal, department, given["url"], purpose)
        return Response(WebhookSerializer(made).data | {"secret": secret}, status.HTTP_201_CREATED)


class OneWebhook(APIView):
    """One webhook."""

    @extend_schema(operation_id="webhook_end", responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """End it."""
        webhooks.end_webhook(principal_of(request), _hook(request, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class SendAgain(APIView):
    """Reports that were given up."""

    @extend_schema(operation_id="webhook_send_again", request=None, responses={204: None})
    def post(self, request: Request, pk: UUID) -> Response:
        """Send again what was given up."""
        webhooks.send_again(principal_of(request), _hook(request, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Links(APIView):
    """Links to preference centres."""

    @extend_schema(
        operation_id="preference_link_create",
        request=LinkRequestSerializer,
        responses={201: LinkSerializer},
    )
    def post(self, request: Request) -> Response:
        """Make a link for a mail to that person: it may withdraw and object, and shows what they agreed to."""
        principal = principal_of(request)
        require(principal, Permission.CONSENT_RECORD)
        serializer = LinkRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        purpose = Purpose.objects.filter(key=given["purpose"]).first() if "purpose" in given else None
        if "purpose" in given and purpose is None:
            raise NotFound(fault_words("purpose_unknown"))
        url, expires = centre.make_link(person_of(given), principal.actor, purpose.id if purpose else None)
        one_click = {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        made = {"url": url, "expires_at": expires, "headers": one_click if purpose else {}}
        return Response(LinkSerializer(made).data, status.HTTP_201_CREATED)


def _hook(request: Request, pk: UUID) -> Webhook:
    principal = principal_of(request)
    require(principal, Permission.CONSENT_HOOK)
    found: Webhook = visible_or_404(
        Webhook.objects.filter(ended_at=None), principal, Permission.CONSENT_HOOK, id=pk
    )
    return found
