"""Sign-in by the company's directory: its groups give the roles at every sign-in, and take them away."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from consent.parties.checks import mapping_is_readable
from consent.parties.directory import Grant, granted, read_mapping
from consent.parties.models import User
from consent.parties.permissions import Role
from tests.consent.parties import directory as provider
from tests.consent.parties.people import is_in, member
from tests.factories import department

MAPPING = """
[[grant]]
group = "catalog-dpo"
role = "dpo"

[[grant]]
group = "shop-stewards"
role = "steward"
department = "Shop"

[[grant]]
group = "admins"
role = "administrator"
"""


@pytest.fixture
def directory(settings, tmp_path, db):
    file = tmp_path / "groups.toml"
    file.write_text(MAPPING)
    with provider.running() as running:
        settings.OIDC_GROUPS_FILE = str(file)
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": "company",
                        "name": "Company",
                        "client_id": "catalog",
                        "secret": "s",
                        "settings": {"server_url": running.url},
                    }
                ],
            }
        }
        yield running


def roles(email):
    return sorted(User.objects.get(email=email).memberships.values_list("role", flat=True))


def test_a_mapped_group_lets_in_and_gives_the_role(directory):
    department("Shop")
    browser, _back = directory.sign_in(email="erika@example.com", groups=["shop-stewards", "canteen"])
    assert is_in(browser)
    assert roles("erika@example.com") == ["steward"]
    assert User.objects.get(email="erika@example.com").name == "Erika Ems"


def test_the_next_sign_in_takes_away_what_the_directory_no_longer_gives(directory):
    department("Shop")
    directory.sign_in(email="erika@example.com", groups=["shop-stewards"])
    directory.sign_in(email="erika@example.com", groups=["catalog-dpo"])
    assert roles("erika@example.com") == ["dpo"]


def test_without_a_mapped_group_nobody_comes_in_and_former_roles_end(directory):
    department("Shop")
    directory.sign_in(email="erika@example.com", groups=["shop-stewards"])
    browser, back = directory.sign_in(email="erika@example.com", groups=["canteen"])
    assert back.status_code == 403
    assert not is_in(browser)
    assert roles("erika@example.com") == []


def test_a_stranger_without_a_mapped_group_gets_no_account(directory):
    _browser, back = directory.sign_in(email="stranger@example.com", groups=[])
    assert back.status_code == 403
    assert not User.objects.filter(email="stranger@example.com").exists()


def test_somebody_with_the_same_confirmed_address_is_the_same_person(directory):
    department("Shop")
    user = member()
    browser, _back = directory.sign_in(email=user.email, groups=["shop-stewards"])
    assert is_in(browser)
    assert roles(user.email) == ["steward"]


def test_an_unconfirmed_address_opens_nobody_elses_account(directory):
    department("Shop")
    user = member(Role.DPO)
    browser, _back = directory.sign_in(
        email=user.email, email_verified=False, sub="somebody", groups=["shop-stewards"]
    )
    assert not is_in(browser)
    assert roles(user.email) == ["dpo"]


def test_somebody_who_left_does_not_come_back_by_the_directory(directory):
    department("Shop")
    directory.sign_in(email="erika@example.com", groups=["shop-stewards"])
    User.objects.filter(email="erika@example.com").update(is_active=False)
    browser, _back = directory.sign_in(email="erika@example.com", groups=["shop-stewards"])
    assert not is_in(browser)


def test_the_last_administrator_stays_one_whatever_the_directory_says(directory):
    department("Shop")
    directory.sign_in(email="erika@example.com", groups=["admins"])
    directory.sign_in(email="erika@example.com", groups=["shop-stewards"])
    assert roles("erika@example.com") == ["administrator", "steward"]


def test_roles_that_exclude_each_other_are_not_both_given():
    both = [Grant("a", Role.DPO), Grant("b", Role.ADMINISTRATOR)]
    assert granted(["a", "b"], both) == [both[0]]


@pytest.mark.parametrize(
    "text",
    [
        "[[grant]]\ngroup = 'a'\nrole = 'king'",
        "[[grant]]\ngroup = 'a'\nrole = 'steward'",
        "[[grant]]\ngroup = 'a'\nrole = 'dpo'\ndepartment = 'Shop'",
        "[[grant]]\nrole = 'dpo'",
        "grant",
    ],
)
def test_a_mapping_that_cannot_be_used_is_an_error_of_the_checks(text, tmp_path, settings):
    file = tmp_path / "groups.toml"
    file.write_text(text)
    with pytest.raises(ImproperlyConfigured):
        read_mapping(str(file))
    settings.OIDC_GROUPS_FILE = str(file)
    assert [message.id for message in mapping_is_readable(None)] == ["parties.E003"]
