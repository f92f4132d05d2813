"""Whatever goes wrong: one clear sentence in the reader's language, nothing leaked, navigation kept."""

import pytest
from django.db import OperationalError, connections
from django.test import Client

from consent.parties.permissions import Role
from tests.factories import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.probe_urls")]

FAULTS = {
    "/nowhere/": (404, "Nicht gefunden", "Not found"),
    "/probe/refused/": (403, "Nicht erlaubt", "Not allowed"),
    "/probe/suspicious/": (400, "Nicht verstanden", "Not understood"),
    "/probe/fail/": (500, "Unser Fehler", "Our fault"),
}


def quiet(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("path", FAULTS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_stranger_reads_one_clear_sentence(client, path, language):
    status, german, english = FAULTS[path]
    answer = quiet(client).get(path, HTTP_ACCEPT_LANGUAGE=language)
    html = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{german if language == 'de' else english}</h1>" in html
    assert f'<html lang="{language}">' in html
    assert "secret" not in html


@pytest.mark.parametrize("path", ["/nowhere/", "/probe/refused/", "/probe/suspicious/"])
def test_whoever_is_signed_in_keeps_the_navigation(path):
    assert "Hauptnavigation" in signed_in(Role.DPO).get(path).content.decode()


def test_a_stranger_has_no_navigation(client):
    assert "Hauptnavigation" not in client.get("/nowhere/").content.decode()


def test_a_form_from_elsewhere_is_refused_with_a_way_on():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "Das Formular ist abgelaufen" in answer.content.decode()


def test_an_address_of_a_form_says_so(client):
    answer = client.get("/language/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Diese Adresse gehört zu einem Formular." in answer.content.decode()


@pytest.mark.parametrize("path", ["/about/", "/nowhere/", "/probe/pieces/"])
def test_the_page_of_a_fault_needs_no_database(path, monkeypatch):
    client = quiet(signed_in(Role.DPO))

    def refuse(*_args, **_more):
        raise OperationalError("secret of the connection")

    monkeypatch.setattr(type(connections["default"]), "cursor", refuse)
    answer = client.get(path)
    assert answer.status_code == 500
    assert "Unser Fehler" in answer.content.decode()
    assert "secret" not in answer.content.decode()


def test_it_still_says_that_it_is_up_while_the_database_is_down(client, django_db_blocker):
    with django_db_blocker.block():
        assert client.get("/health/").content == b"ok"


@pytest.mark.parametrize(("path", "status"), [("/api/nowhere/", 404), ("/api/probe/fail/", 500)])
def test_the_api_answers_in_problem_json(path, status):
    answer = quiet(signed_in(Role.DPO)).get(path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert "secret" not in answer.content.decode()


def test_a_refused_api_call_says_who_may(client):
    answer = client.get("/api/probe/fail/")
    assert answer.status_code in {401, 403}
    assert answer["Content-Type"] == "application/problem+json"
