"""OAuth2 over HTTP: people by authorization code with PKCE, services by client credentials, nothing else."""

import json
from datetime import timedelta

import pytest
from django.test import Client as Browser
from oauth2_provider.models import AccessToken, RefreshToken

from consent.parties import clients, services
from consent.parties.models import Membership
from consent.parties.permissions import Permission, Role
from consent.parties.rights import principal_for
from tests.consent.parties.ledger import recorded
from tests.consent.parties.people import (
    RETURN_TO,
    application,
    ask_token,
    bearer,
    change_code,
    code_for,
    code_in,
    head_with_service,
    member,
    service,
    sign_in,
    tokens_for,
)
from tests.factories import department

pytestmark = pytest.mark.django_db


def me(token):
    return Browser().get("/api/v1/me/", **bearer(token))


def test_a_service_gets_a_token_for_ten_minutes_and_acts_under_its_own_id():
    _head, where, program, secret = head_with_service()
    answer = ask_token(program, secret).json()
    assert answer["expires_in"] == 600
    assert "refresh_token" not in answer
    said = me(answer["access_token"]).json()
    assert (said["kind"], said["actor"]) == ("service", str(program.actor))
    assert said["everywhere"] == []
    assert said["within"] == [{"department": str(where.id), "permissions": ["catalog.read"]}]


def test_a_service_sees_its_own_department_only():
    _head, where, program, secret = head_with_service()
    department("Elsewhere")
    token = ask_token(program, secret).json()["access_token"]
    listed = Browser().get("/api/v1/departments/", **bearer(token)).json()["results"]
    assert [one["id"] for one in listed] == [str(where.id)]
    assert Browser().get("/api/v1/people/", **bearer(token)).status_code == 403


def test_a_service_loses_the_right_that_its_responsible_loses():
    head, where, program, secret = head_with_service(Permission.CATALOG_READ, Permission.SCAN_RUN)
    token = ask_token(program, secret).json()["access_token"]
    Membership.objects.filter(user=head).delete()
    Membership.objects.create(user=head, role=Role.ANALYST, department=where)
    assert me(token).json()["within"] == [{"department": str(where.id), "permissions": ["catalog.read"]}]


def test_a_service_stops_when_its_responsible_leaves_until_it_is_handed_over():
    head, where, program, secret = head_with_service()
    token = ask_token(program, secret).json()["access_token"]
    head.is_active = False
    head.save()
    assert me(token).status_code == 401
    assert ask_token(program, secret).status_code == 401
    successor = member(Role.HEAD, where)
    clients.hand_over_client(principal_for(successor), program, successor)
    assert me(ask_token(program, secret).json()["access_token"]).status_code == 200


def test_nobody_gives_a_service_more_than_they_hold():
    administrator, where = member(Role.ADMINISTRATOR), department()
    with pytest.raises(services.Refused):
        service(administrator, where, Permission.CATALOG_READ)


def test_a_revoked_service_gets_and_uses_no_token():
    head, _where, program, secret = head_with_service()
    token = ask_token(program, secret).json()["access_token"]
    application_of = program.application
    clients.revoke(principal_for(head), program)
    program.application = application_of
    assert me(token).status_code == 401
    assert ask_token(program, secret).status_code == 401


def test_a_renewed_secret_ends_the_old_one_and_its_tokens():
    head, _where, program, secret = head_with_service()
    token = ask_token(program, secret).json()["access_token"]
    renewed = clients.renew_secret(principal_for(head), program)
    assert me(token).status_code == 401
    assert ask_token(program, secret).status_code == 401
    assert ask_token(program, renewed).status_code == 200


def test_secrets_and_tokens_are_stored_as_hashes_only():
    _head, _where, program, secret = head_with_service()
    token = ask_token(program, secret).json()["access_token"]
    program.application.refresh_from_db()
    assert secret not in program.application.client_secret
    stored = AccessToken.objects.get()
    assert stored.token == ""
    assert token not in json.dumps(list(AccessToken.objects.values()), default=str)


def test_a_person_gets_a_token_by_code_with_pkce_and_has_their_own_rights():
    where = department()
    steward = member(Role.STEWARD, where)
    tokens = tokens_for(sign_in(steward), application())
    assert tokens["expires_in"] == 600
    said = me(tokens["access_token"]).json()
    assert (said["kind"], said["name"]) == ("person", steward.name)
    assert "scan.run" in said["within"][0]["permissions"]


def test_without_pkce_there_is_no_code():
    answer = code_for(sign_in(member()), application(), code_challenge="", code_challenge_method="")
    assert "error=invalid_request" in answer["Location"]
    assert "code=" not in answer["Location"].replace("code_challenge", "")


@pytest.mark.parametrize("method", ["plain", ""])
def test_a_plain_challenge_is_refused_before_the_person_is_asked(method):
    program = application()
    asked = {
        "response_type": "code",
        "client_id": program.application.client_id,
        "redirect_uri": RETURN_TO,
        "code_challenge": "v" * 64,
        "code_challenge_method": method,
    }
    answer = sign_in(member()).get("/oauth/authorize/", {n: v for n, v in asked.items() if v})
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{RETURN_TO}?error=invalid_request")


def test_a_wrong_verifier_gets_nothing():
    program = application()
    code = code_in(code_for(sign_in(member()), program))
    assert change_code(program, code, "w" * 64).status_code == 400


def test_without_the_verifier_a_code_is_worth_nothing():
    program = application()
    code = code_in(code_for(sign_in(member()), program))
    assert change_code(program, code, "").status_code == 400


def test_a_code_is_not_changed_for_another_address():
    program = application()
    code = code_in(code_for(sign_in(member()), program))
    sent = {
        "grant_type": "authorization_code",
        "client_id": program.application.client_id,
        "code": code,
        "redirect_uri": "http://127.0.0.1:9/other",
        "code_verifier": "v" * 64,
    }
    assert Browser().post("/oauth/token/", sent).status_code == 400


def test_a_code_works_once():
    program = application()
    code = code_in(code_for(sign_in(member()), program))
    assert change_code(program, code).status_code == 200
    assert change_code(program, code).status_code == 400


def test_no_token_ever_stands_in_an_address():
    answer = code_for(sign_in(member()), application(), response_type="token")
    assert "access_token" not in answer.get("Location", "")
    tokens = tokens_for(sign_in(member()), application())
    assert Browser().get("/api/v1/me/", {"access_token": tokens["access_token"]}).status_code == 401


def test_an_address_that_was_not_registered_is_refused():
    answer = code_for(sign_in(member()), application(), redirect_uri="http://127.0.0.1:9/elsewhere")
    assert answer.status_code == 400


def test_the_question_lets_the_form_lead_back_to_the_program_and_nowhere_else():
    browser, program = sign_in(member()), application()
    page = browser.get(
        "/oauth/authorize/",
        {
            "response_type": "code",
            "client_id": program.application.client_id,
            "redirect_uri": RETURN_TO,
            "code_challenge": "x" * 43,
            "code_challenge_method": "S256",
        },
    )
    policy = page["Content-Security-Policy"]
    assert "form-action 'self' http://127.0.0.1:9;" in policy + ";"
    assert "http://127.0.0.1:9" not in policy.replace("form-action 'self' http://127.0.0.1:9", "")


def refreshed(program, token):
    return Browser().post(
        "/oauth/token/",
        {"grant_type": "refresh_token", "client_id": program.application.client_id, "refresh_token": token},
    )


def test_refreshing_gives_a_new_pair_and_ends_the_old_one():
    program = application()
    first = tokens_for(sign_in(member()), program)
    second = refreshed(program, first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert me(first["access_token"]).status_code == 401
    assert me(second["access_token"]).status_code == 200


def test_a_refresh_token_that_is_used_twice_ends_the_whole_family():
    program = application()
    first = tokens_for(sign_in(member()), program)
    second = refreshed(program, first["refresh_token"]).json()
    assert refreshed(program, first["refresh_token"]).status_code == 400
    assert me(second["access_token"]).status_code == 401


@pytest.mark.parametrize("grant", ["password", "implicit", "urn:ietf:params:oauth:grant-type:device_code"])
def test_other_grants_do_not_exist(grant):
    _head, _where, program, secret = head_with_service()
    answer = ask_token(program, secret, grant_type=grant, username="a", password="b")
    assert answer.status_code in {400, 401}
    assert "access_token" not in answer.content.decode()


def test_whoever_guesses_a_secret_is_told_with_429_when_to_try_again():
    _head, _where, program, secret = head_with_service()
    answers = [ask_token(program, f"wrong {n}") for n in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 300
    assert ask_token(program, secret).status_code == 429
    assert recorded("signin.refused") == 1


def test_guessing_one_programs_secret_locks_no_other_program():
    _head, _where, program, _secret = head_with_service()
    _other_head, _elsewhere, other, secret = head_with_service()
    for attempt in range(6):
        ask_token(program, f"wrong {attempt}")
    assert ask_token(other, secret).status_code == 200


def test_a_program_that_asks_rightly_may_ask_as_often_as_it_likes():
    _head, _where, program, secret = head_with_service()
    assert {ask_token(program, secret).status_code for _n in range(40)} == {200}


def test_guessing_codes_and_verifiers_is_limited_too():
    program = application()
    statuses = [change_code(program, f"guess{n}").status_code for n in range(6)]
    assert statuses == [400] * 5 + [429]


def test_an_expired_token_is_refused_as_problem():
    _head, _where, program, secret = head_with_service()
    token = ask_token(program, secret).json()["access_token"]
    AccessToken.objects.update(expires=AccessToken.objects.get().expires - timedelta(minutes=11))
    answer = me(token)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_that_only_reads_changes_nothing():
    tokens = tokens_for(sign_in(member()), application(), scope="read")
    answer = Browser().post("/api/v1/me/", **bearer(tokens["access_token"]))
    assert answer.status_code == 403
    tokens = tokens_for(sign_in(member()), application(), scope="read write")
    assert Browser().post("/api/v1/me/", **bearer(tokens["access_token"])).status_code == 405


def test_a_bad_token_is_not_made_good_by_a_session():
    browser = sign_in(member())
    assert browser.get("/api/v1/me/").status_code == 200
    assert browser.get("/api/v1/me/", **bearer("nonsense")).status_code == 401


def test_somebody_who_left_has_no_token_any_more():
    user = member()
    tokens = tokens_for(sign_in(user), application())
    services.leave(principal_for(user).actor, user)
    assert me(tokens["access_token"]).status_code == 401
    assert not RefreshToken.objects.filter(user=user).exists()


def test_the_server_describes_what_it_offers_and_nothing_else():
    said = Browser().get("/.well-known/oauth-authorization-server").json()
    assert said["grant_types_supported"] == ["authorization_code", "client_credentials", "refresh_token"]
    assert said["response_types_supported"] == ["code"]
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert said["token_endpoint"].endswith("/oauth/token/")
