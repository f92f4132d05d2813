"""Addresses of this part: people, departments, one's own account, programs, the controller, OAuth2, API."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from oauth2_provider import views as oauth

from consent.parties import api
from consent.parties.pages import account, clients, controller, departments, joining, people
from consent.parties.pages.api_docs import docs
from consent.parties.pages.oauth import Authorize, Token

_oauth = (
    [
        path("oauth/authorize/", Authorize.as_view(), name="authorize"),
        path("oauth/token/", Token.as_view(), name="token"),
        path("oauth/revoke/", oauth.RevokeTokenView.as_view(), name="revoke-token"),
        path(
            ".well-known/oauth-authorization-server",
            oauth.OAuthServerMetadataView.as_view(),
            name="oauth-server-metadata",
        ),
    ],
    "oauth2_provider",
)

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/leave/", account.leave, name="account_leave"),
    path("account/programs/<uuid:key>/end/", account.end_program, name="account_end_program"),
    path("account/", include("allauth.urls")),
    path("join/", joining.join, name="join"),
    path("join/<str:token>/", joining.follow, name="join_link"),
    path("imprint/", joining.imprint, name="imprint"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<uuid:key>/withdraw/", people.withdraw, name="withdraw_invitation"),
    path("people/<uuid:key>/", people.person, name="person"),
    path("people/<uuid:key>/roles/", people.give, name="give_role"),
    path("people/<uuid:key>/roles/<uuid:membership>/take/", people.take, name="take_role"),
    path("people/<uuid:key>/leave/", people.let_leave, name="let_leave"),
    path("departments/", departments.departments, name="departments"),
    path("departments/new/", departments.create, name="create_department"),
    path("departments/<uuid:key>/", departments.department, name="department"),
    path("departments/<uuid:key>/rename/", departments.rename, name="rename_department"),
    path("departments/<uuid:key>/close/", departments.close, name="close_department"),
    path("clients/", clients.clients, name="clients"),
    path("clients/new/<uuid:department>/", clients.create_service, name="create_service"),
    path("clients/new/application/", clients.create_application, name="create_application"),
    path("clients/<uuid:key>/", clients.client, name="client"),
    path("clients/<uuid:key>/renew/", clients.renew, name="renew_client"),
    path("clients/<uuid:key>/revoke/", clients.revoke, name="revoke_client"),
    path("clients/<uuid:key>/hand-over/", clients.hand_over, name="hand_over_client"),
    path("controller/", controller.controller, name="controller"),
    path("controller/change/", controller.change, name="change_controller"),
    path("", include(_oauth)),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/docs/", docs, name="api_docs"),
    path("api/v1/me/", api.Me.as_view(), name="api_me"),
    path("api/v1/departments/", api.Departments.as_view(), name="api_departments"),
    path("api/v1/people/", api.People.as_view(), name="api_people"),
    path("api/v1/controller/", api.ControllerRecord.as_view(), name="api_controller"),
]
