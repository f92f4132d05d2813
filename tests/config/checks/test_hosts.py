"""Every outside host in the settings is found, wherever it stands; this machine is none."""

from typing import Any

import pytest

from config.checks.hosts import named_hosts


def hosts(**settings: Any) -> list[tuple[str, str]]:
    return [(named.host, named.purpose) for named in named_hosts(settings)]


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "::1", "/run/postgresql", "127.8.8.8"])
def test_a_database_on_this_machine_is_no_outside_host(host: str) -> None:
    assert hosts(DATABASES={"default": {"HOST": host}}) == []


def test_each_host_of_a_database_with_several_is_named() -> None:
    found = hosts(
        DATABASES={"default": {"HOST": "A.example.eu,b.example.eu", "OPTIONS": {"hostaddr": "10.0.0.5"}}}
    )

    assert found == [("10.0.0.5", "database"), ("a.example.eu", "database"), ("b.example.eu", "database")]


def test_a_brokers_address_counts_without_its_password() -> None:
    assert hosts(CELERY_BROKER_URL="rediss://:secret@queue.example.eu:6380/0") == [
        ("queue.example.eu", "broker")
    ]


def test_each_broker_of_a_list_counts() -> None:
    assert len(hosts(CELERY_BROKER_URL="redis://a.example.eu;redis://b.example.eu")) == 2


def test_a_brokers_socket_is_no_outside_host() -> None:
    assert hosts(CELERY_BROKER_URL="redis+socket://:secret@/run/valkey/valkey.sock") == []


def test_the_mail_host_counts() -> None:
    assert hosts(EMAIL_HOST="Mail.example.eu.") == [("mail.example.eu", "mail")]


def test_a_sign_in_server_deep_in_the_settings_counts() -> None:
    apps = [{"settings": {"server_url": "https://login.example.eu/realms/x"}}]

    assert hosts(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": apps}}) == [
        ("login.example.eu", "sign-in")
    ]


def test_an_address_in_a_setting_that_nobody_foresaw_counts() -> None:
    assert hosts(VAULT_ADDR="https://keys.example.eu:8200") == [("keys.example.eu", "vault_addr")]


def test_where_we_are_reached_is_no_outside_host() -> None:
    assert (
        hosts(CSRF_TRUSTED_ORIGINS=["https://catalog.example.eu"], SITE_URL="https://catalog.example.eu")
        == []
    )
