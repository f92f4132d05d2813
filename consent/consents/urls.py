"""Addresses of consents: the customers' centre, verification, and the API."""

from django.urls import path

from consent.consents.api import events, hooks, imports, objections, reading
from consent.consents.pages import centre, coming, person, staff, verifying

_API = "api/v1/consents/"

urlpatterns = [
    path("preferences/", centre.preferences, name="preferences"),
    path("preferences/code/", coming.ask, name="preferences_code"),
    path("preferences/code/enter/", coming.enter, name="preferences_enter"),
    path("preferences/end/", coming.end, name="preferences_end"),
    path("preferences/link/<str:token>/", coming.follow, name="preferences_link"),
    path("preferences/one-click/<str:token>/", coming.one_click, name="preferences_one_click"),
    path("preferences/receipts/<uuid:event>/<str:form>/", centre.receipt, name="preferences_receipt"),
    path("preferences/uses/<slug:key>/withdraw/", centre.withdraw, name="preferences_withdraw"),
    path("preferences/uses/<slug:key>/give/", centre.give, name="preferences_give"),
    path("preferences/uses/<slug:key>/object/", centre.object_to, name="preferences_object"),
    path("preferences/uses/<slug:key>/take-back/", centre.take_back, name="preferences_take_back"),
    path("consents/", staff.consents, name="consents"),
    path("consents/purposes/<slug:key>/", staff.over_time, name="consents_over_time"),
    path("consents/imports/", staff.imports, name="consent_imports"),
    path("consents/imports/<uuid:pk>/", staff.one_import, name="consent_import"),
    path("consents/people/", person.look_up, name="person_look_up"),
    path("consents/people/<uuid:subject>/", person.show, name="person_consents"),
    path("consents/people/<uuid:subject>/receipts/<uuid:event>/", person.receipt, name="person_receipt"),
    path("consents/people/<uuid:subject>/objections/", person.record_objection, name="person_object"),
    path("consents/people/<uuid:subject>/restrictions/", person.record_restriction, name="person_restrict"),
    path("consents/people/<uuid:subject>/guardians/", person.change_guardians, name="person_guardians"),
    path(
        "consents/people/<uuid:subject>/objections/<uuid:pk>/end/",
        person.end_objection,
        name="person_objection_end",
    ),
    path(
        "consents/people/<uuid:subject>/restrictions/<uuid:pk>/end/",
        person.end_restriction,
        name="person_restriction_end",
    ),
    path("receipts/verify/", verifying.verify, name="verify_receipt"),
    path(".well-known/jwks.json", verifying.keys, name="jwks"),
    path(f"{_API}events/", events.Events.as_view(), name="api_consent_events"),
    path(f"{_API}withdraw/", events.Withdrawals.as_view(), name="api_consent_withdraw"),
    path(f"{_API}events/<uuid:event>/receipt/", reading.Receipt.as_view(), name="api_consent_receipt"),
    path(f"{_API}subjects/<uuid:subject>/state/", reading.States.as_view(), name="api_consent_state"),
    path(f"{_API}subjects/<uuid:subject>/history/", reading.History.as_view(), name="api_consent_history"),
    path(f"{_API}state/", reading.StatesByIdentifier.as_view(), name="api_consent_state_find"),
    path(f"{_API}history/", reading.HistoryByIdentifier.as_view(), name="api_consent_history_find"),
    path(f"{_API}objections/", objections.Objections.as_view(), name="api_objections"),
    path(f"{_API}objections/<uuid:pk>/end/", objections.EndObjection.as_view(), name="api_objection_end"),
    path(f"{_API}restrictions/", objections.Restrictions.as_view(), name="api_restrictions"),
    path(f"{_API}channels/", objections.Channels.as_view(), name="api_channels"),
    path(f"{_API}signals/", objections.Signals.as_view(), name="api_signals"),
    path(f"{_API}imports/", imports.Imports.as_view(), name="api_consent_imports"),
    path(f"{_API}imports/<uuid:pk>/", imports.OneImport.as_view(), name="api_consent_import"),
    path(f"{_API}links/", hooks.Links.as_view(), name="api_preference_links"),
    path(f"{_API}webhooks/", hooks.Webhooks.as_view(), name="api_webhooks"),
    path(f"{_API}webhooks/<uuid:pk>/", hooks.OneWebhook.as_view(), name="api_webhook"),
    path(f"{_API}webhooks/<uuid:pk>/send-again/", hooks.SendAgain.as_view(), name="api_webhook_again"),
]
