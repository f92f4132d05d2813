"""German first; the browser's wish, the switch and the account decide, the account last."""

import pytest
from django.test import Client

from consent.parties.permissions import Role
from tests.factories import person, signed_in

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def language_of(client: Client, **headers: str) -> str:
    answer = client.get("/about/", **headers)
    return answer.content.decode().split('<html lang="')[1][:2]


def test_a_stranger_reads_german(client):
    assert language_of(client) == "de"


@pytest.mark.parametrize(
    ("wish", "language"), [("en-GB,en;q=0.9", "en"), ("de-AT", "de"), ("fr,pt;q=0.5", "de")]
)
def test_the_browser_may_wish_for_english(client, wish, language):
    assert language_of(client, HTTP_ACCEPT_LANGUAGE=wish) == language


def test_the_switch_stays_on_the_page_and_holds_for_the_browser(client):
    answer = client.post("/language/", {"language": "en", "next": "/about/?a=1"})
    assert answer["Location"] == "/about/?a=1"
    assert language_of(client) == "en"


def test_the_switch_leads_nowhere_else(client):
    answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in answer["Location"]


def test_the_switch_is_kept_for_the_signed_in_person_on_every_browser():
    anna = person(Role.DPO)
    here, there = Client(), Client()
    here.force_login(anna, backend=BACKEND)
    here.post("/language/", {"language": "en"})
    there.force_login(anna, backend=BACKEND)
    assert language_of(there, HTTP_ACCEPT_LANGUAGE="de") == "en"


def test_the_account_outranks_the_browser():
    assert language_of(signed_in(Role.DPO), HTTP_ACCEPT_LANGUAGE="en") == "de"


def test_a_choice_on_the_way_in_becomes_the_accounts(client):
    anna = person(Role.DPO)
    client.post("/language/", {"language": "en"})
    client.force_login(anna, backend=BACKEND)
    assert language_of(client) == "en"
    anna.refresh_from_db()
    assert anna.language == "en"


def test_an_unknown_language_changes_nothing():
    client = signed_in(Role.DPO)
    client.post("/language/", {"language": "xx"})
    assert language_of(client) == "de"


def test_the_switch_is_no_link(client):
    assert client.get("/language/").status_code == 405
