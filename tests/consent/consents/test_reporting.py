"""Reports of withdrawals: none lost, nothing of the person in them, signed, and only to where they may go."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from consent.consents import reporting
from consent.consents.models import Delivery, Webhook
from consent.consents.tasks import sweep_consents
from consent.law import clock
from consent.parties.permissions import Role
from tests.consent.consents.cases import consented, person, said
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db
HOOKS = "/api/v1/consents/webhooks/"


class Listener(HTTPServer):
    """A system that takes reports, and answers with the statuses that the test wants."""

    def __init__(self):
        self.heard, self.statuses = [], []
        super().__init__(("127.0.0.1", 0), Taker)


class Taker(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def listener(settings, tmp_path) -> Iterator[Listener]:
    settings.KEYS = tmp_path / "keys"
    server = Listener()
    settings.WEBHOOKS_ALLOWED_NETWORKS = [f"127.0.0.1:{server.server_port}"]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def hooked(where, listener, **more):
    body = {"department": str(where.id), "url": f"http://127.0.0.1:{listener.server_port}/heard?a=1"} | more
    return signed_in(Role.HEAD, where).post(HOOKS, body, content_type="application/json")


def test_a_withdrawal_is_reported_signed_and_with_references_only(
    listener, django_capture_on_commit_callbacks
):
    where = department()
    what, who = consented(where=where), person()
    secret = hooked(where, listener).json()["secret"]
    with django_capture_on_commit_callbacks(execute=True):
        said(who, what, "given")
        event = said(who, what, "withdrawn")
    [(headers, body)] = listener.heard
    told = json.loads(body)
    assert told == {"event": str(event.id), "what": "withdrawn", "purpose": what.key, "subject": str(who), "at": event.at.isoformat()}  # fmt: skip
    signed = f"{headers['X-Catalog-Timestamp']}.".encode() + body
    assert (
        headers["X-Catalog-Signature"]
        == "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    )
    assert Delivery.objects.get().state == "taken"


def test_what_fails_is_tried_again_later_and_at_last_given_up(listener, django_capture_on_commit_callbacks):
    where = department()
    hooked(where, listener)
    listener.statuses = [500] * 20
    with django_capture_on_commit_callbacks(execute=True):
        said(person(), consented(where=where), "withdrawn")
    assert (Delivery.objects.get().state, Delivery.objects.get().attempts) == ("waiting", 1)
    now = clock.now()
    for _ in range(12):
        sweep_consents()  # too early: nothing is sent twice
        now += timedelta(days=2)
        with clock.stopped_at(now):
            sweep_consents()
    assert (Delivery.objects.get().state, len(listener.heard)) == ("given_up", len(reporting.PAUSES) + 1)


def test_a_lost_message_is_found_by_the_sweeper(listener):
    where = department()
    hooked(where, listener)
    said(person(), consented(where=where), "withdrawn")  # its message is never sent: no commit here
    assert listener.heard == []
    sweep_consents()
    assert len(listener.heard) == 1


def test_other_departments_and_ended_webhooks_hear_nothing(listener):
    here, there = department(), department()
    hooked(there, listener)
    mine = hooked(here, listener).json()
    assert signed_in(Role.HEAD, there).delete(f"{HOOKS}{mine['id']}/").status_code == 404
    assert signed_in(Role.HEAD, here).delete(f"{HOOKS}{mine['id']}/").status_code == 204
    said(person(), consented(where=here), "withdrawn")
    assert not Delivery.objects.exists()


def test_a_head_sets_none_up_for_another_department(listener):
    answer = signed_in(Role.HEAD, department()).post(
        HOOKS,
        {"department": str(department().id), "url": "https://example.org/"},
        content_type="application/json",
    )
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x",
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/",
        "https://user:pw@example.org/",
    ],
)
def test_a_private_or_local_address_is_closed(url, settings, tmp_path):
    settings.KEYS = tmp_path / "keys"
    where = department()
    answer = signed_in(Role.HEAD, where).post(
        HOOKS, {"department": str(where.id), "url": url}, content_type="application/json"
    )
    assert answer.status_code == 400
    assert not Webhook.objects.exists()
