"""Mail of the embedded product stays on the machine: administrators read it here, nobody from elsewhere."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.urls import clear_url_caches

from config.web import outbox
from config.web.models import OutboxMessage
from config.web.tasks import expire_outbox
from consent.evidence.models import Entry
from consent.law import clock
from consent.parties.permissions import Role
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox_is_on(settings):
    settings.EMAIL_BACKEND = "config.web.outbox.Backend"


def send(subject="Reset your password", text="Open https://localhost/reset/abc", html=None):
    message = EmailMultiAlternatives(subject, text, "catalog@localhost", ["anna@example.com"])
    if html:
        message.attach_alternative(html, "text/html")
    message.attach("checkpoint.txt", "root", "text/plain")
    message.send()
    return OutboxMessage.objects.get(subject=subject)


def test_a_message_is_kept_and_listed_instead_of_sent():
    send()
    page = signed_in(Role.ADMINISTRATOR).get("/outbox/")
    assert "Reset your password" in page.content.decode()
    assert "anna@example.com" in page.content.decode()
    assert not getattr(mail, "outbox", [])


def test_an_empty_outbox_says_what_will_appear():
    assert "Prüfpunkte der Nachweise" in signed_in(Role.ADMINISTRATOR).get("/outbox/").content.decode()


def test_a_message_shows_its_plain_text_and_never_its_html():
    message = send(text="<b>hello</b> https://localhost/x", html="<script>alert(1)</script>")
    shown = signed_in(Role.ADMINISTRATOR).get(f"/outbox/{message.id}/").content.decode()
    assert "&lt;b&gt;hello&lt;/b&gt;" in shown
    assert "alert(1)" not in shown
    assert "checkpoint.txt" in shown


def test_umlauts_survive():
    message = send(subject="Prüfpunkt für Jürgen", text="Größe: 3 €")
    assert "Größe: 3 €" in outbox.letter(bytes(message.raw)).text


def test_opening_a_message_is_recorded():
    message = send()
    signed_in(Role.ADMINISTRATOR).get(f"/outbox/{message.id}/")
    assert any(b"outbox.opened" in bytes(entry.body) for entry in Entry.objects.all())


def test_the_whole_message_is_handed_out_as_a_file_only():
    message = send()
    answer = signed_in(Role.ADMINISTRATOR).get(f"/outbox/{message.id}/message.eml")
    assert answer["Content-Type"] == "message/rfc822"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("role", [Role.DPO, Role.AUDITOR, Role.REPRESENTATIVE, Role.HEAD, Role.STEWARD])
def test_other_roles_may_not_read_it(role):
    message = send()
    client = signed_in(role, department() if role.of_department else None)
    for path in ("/outbox/", f"/outbox/{message.id}/", f"/outbox/{message.id}/message.eml"):
        assert client.get(path).status_code == 403


def test_strangers_are_led_to_sign_in(client):
    assert client.get("/outbox/").status_code == 302


@pytest.mark.parametrize(
    "origin",
    [{"REMOTE_ADDR": "192.168.1.7"}, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.168.1.7"}],
)
def test_it_is_not_there_from_another_machine_or_through_a_proxy(origin):
    assert signed_in(Role.ADMINISTRATOR).get("/outbox/", **origin).status_code == 404


def test_an_unknown_message_is_not_found():
    assert signed_in(Role.ADMINISTRATOR).get(f"/outbox/{uuid4()}/").status_code == 404


def test_a_message_expires_after_seven_days():
    message = send()
    with clock.stopped_at(clock.now() + timedelta(days=7, minutes=1)):
        assert signed_in(Role.ADMINISTRATOR).get(f"/outbox/{message.id}/").status_code == 404
        expire_outbox()
    assert not OutboxMessage.objects.exists()


def test_a_younger_message_is_kept():
    send()
    with clock.stopped_at(clock.now() + timedelta(days=6, hours=23)):
        expire_outbox()
    assert OutboxMessage.objects.count() == 1


def test_production_has_no_such_address(settings):
    import importlib

    from config.web import urls

    settings.EMBEDDED = False
    try:
        names = {pattern.name for pattern in importlib.reload(urls).urlpatterns}
    finally:
        settings.EMBEDDED = True
        importlib.reload(urls)
        clear_url_caches()
    assert not {"outbox", "outbox_message", "outbox_download"} & names
