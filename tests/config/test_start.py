"""The way in: strangers sign in, everyone else begins where their role works; what everybody may read."""

import pytest
from django.test import Client

from consent.parties.permissions import Role
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db


def test_a_stranger_is_led_to_sign_in(client: Client):
    assert client.get("/")["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.DPO, "/overview/"), (Role.STEWARD, "/overview/"), (Role.ADMINISTRATOR, "/sources/")],
)
def test_each_role_begins_where_it_works(role: Role, place: str):
    client = signed_in(role, department() if role.of_department else None)
    assert client.get("/")["Location"] == place
    assert client.get(place).status_code == 200


def test_whoever_holds_no_role_is_told_whom_to_ask():
    assert "Noch keine Rolle" in signed_in().get("/").content.decode()


@pytest.mark.parametrize("role", [*Role])
def test_the_navigation_names_only_places_that_open(role: Role):
    client = signed_in(role, department() if role.of_department else None)
    html = client.get("/about/").content.decode()
    navigation = html.split("<nav", 1)[1].split("</nav>", 1)[0]
    paths = [part.split('"')[0] for part in navigation.split('<a href="')[1:]]
    assert paths
    assert {path: client.get(path, follow=True).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_everybody_may_read_which_version_runs_and_whose_work_it_holds(client: Client):
    html = client.get("/about/").content.decode()
    assert "0.1.0" in html
    assert "SIL Open Font License" in html
