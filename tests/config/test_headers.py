"""Headers of every answer: nothing foreign runs, nothing is framed, nothing personal is cached."""

import json
import re

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client

from consent.parties.permissions import Role
from tests.factories import signed_in

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.fixture(params=["/about/", "/nowhere/", "/outbox/"])
def answer(request):
    return signed_in(Role.ADMINISTRATOR).get(request.param)


def test_the_policy_is_exactly_ours(answer):
    assert {part.strip() for part in answer["Content-Security-Policy"].split(";") if part.strip()} == POLICY


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("X-Robots-Tag", "noindex, nofollow"),
    ],
)
def test_the_browser_is_told(answer, name, value):
    assert answer[name] == value


def test_no_copy_stays_in_a_cache(answer):
    assert {part.strip() for part in answer["Cache-Control"].split(",")} >= {"private", "no-store"}


def test_features_of_the_device_are_closed(answer):
    assert "camera=()" in answer["Permissions-Policy"]


def test_pages_hold_no_inline_script_style_or_handler(answer):
    html = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)


def test_nothing_comes_from_another_host(answer):
    assert not re.search(r'(src|href)="(https?:)?//', answer.content.decode())


def test_htmx_runs_without_eval_inline_styles_and_stored_pages():
    html = signed_in(Role.DPO).get("/about/").content.decode()
    config = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", html)[1])
    assert config == {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "allowScriptTags": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
    }


def test_files_with_a_hash_in_their_name_are_kept_for_years(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    answer = Client().get(static("web/look.css"))
    assert answer["Cache-Control"] == "max-age=315360000, public, immutable"
    assert b"fonts/source-sans-3-latin-wght-normal." in b"".join(answer.streaming_content)


def test_robots_are_kept_out(client):
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_the_old_icons_name_leads_to_the_mark(client):
    answer = client.get("/favicon.ico")
    assert answer["Location"].endswith("mark.svg")
    assert "no-store" not in answer["Cache-Control"]
