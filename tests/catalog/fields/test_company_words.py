"""The company's own words: proposed as data, shown before they apply, then used by every scan."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error

from catalog.fields.models import CompanyWords, Field, Finding, Scan
from catalog.fields.precedence import Ruling
from catalog.fields.services import working
from catalog.fields.services.company import apply_words, propose_words, withdraw_words
from catalog.fields.services.decisions import decide
from catalog.fields.services.previewing import STALE_AFTER, forgotten_previews, work_out_preview
from catalog.fields.services.problems import NotPossible, Overtaken
from catalog.fields.services.scans import queue_scan
from catalog.fields.services.scheduling import start_due_scans
from catalog.fields.states import Decision, FindingKind, Trigger
from consent.evidence.models import Entry
from consent.law import clock
from consent.parties.permissions import Role
from tests import factories
from tests.catalog.fields import systems

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}
WORDS = '[[word]]\nword = "Bezeichnung"\ncategory = "identifier.customer"\n'
PREIS = '[[word]]\nword = "Preis"\ncategory = "financial"\n'


@pytest.fixture
def department():
    return factories.department("Versand")


@pytest.fixture
def shop(tmp_path, department):
    shop = systems.source(department, systems.system(tmp_path), "Laden")
    systems.scanned(shop)
    return shop


@pytest.fixture
def head(department):
    return factories.principal(Role.HEAD, department)


@pytest.fixture
def draft(shop, head, django_capture_on_commit_callbacks):
    return proposed(WORDS, head, django_capture_on_commit_callbacks)


def proposed(text, who, committed):
    with committed(execute=True):
        words = propose_words(text, "So heißt es bei uns", who)
    words.refresh_from_db()
    return words


def the(name):
    return Field.objects.get(name=name)


def test_a_draft_shows_exactly_the_fields_that_would_change_and_changes_none(draft):
    changes = [(one.field.name, one.before, one.after) for one in draft.changes.all()]
    assert changes == [("bezeichnung", "none", "identifier.customer")]
    assert the("bezeichnung").category == "none"


def test_a_draft_shows_what_its_detectors_would_find_in_values(
    shop, head, tmp_path, django_capture_on_commit_callbacks
):
    systems.system(tmp_path, [f"INSERT INTO artikel VALUES ({n}, 'KK-{n:06}', 1)" for n in range(30)])
    text = '[[detector]]\nname="card"\npattern="KK-[0-9]{6}"\ncategory="identifier.customer"\n'
    words = proposed(text, head, django_capture_on_commit_callbacks)
    assert (words.tables_done, words.tables_total, words.tables_unread) == (2, 2, 0)
    changes = [(one.field.name, one.after) for one in words.changes.all()]
    apply_words(words, head)
    systems.scanned(shop)
    found = Field.objects.filter(category="identifier.customer", name="bezeichnung")
    assert changes == [(one.name, one.category) for one in found] != []


def test_a_source_that_does_not_answer_is_judged_by_names_and_the_version_says_so(
    shop, head, tmp_path, django_capture_on_commit_callbacks
):
    (tmp_path / "shop.db").unlink()
    words = proposed(WORDS, head, django_capture_on_commit_callbacks)
    assert (words.tables_done, words.tables_unread) == (2, 2)
    assert [one.field.name for one in words.changes.all()] == ["bezeichnung"]
    page = factories.signed_in(Role.HEAD, shop.department).get("/company-words/1/")
    assert "2 von 2 Tabellen konnten nicht gelesen werden" in page.content.decode()


def test_a_preview_that_got_lost_is_found_and_worked_out_once(shop, head, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        words = propose_words(WORDS, "So heißt es bei uns", head)
    assert forgotten_previews() == []
    CompanyWords.objects.update(preview_beat=clock.now() - 2 * STALE_AFTER)
    assert forgotten_previews() == [words.pk]
    work_out_preview(words.pk)
    work_out_preview(words.pk)
    words.refresh_from_db()
    assert (words.changes.count(), words.tables_done, forgotten_previews()) == (1, 2, [])


def test_a_preview_stops_when_its_draft_is_withdrawn_meanwhile(
    shop, head, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks():
        words = propose_words(WORDS, "So heißt es bei uns", head)
    withdraw_words(words, head)
    work_out_preview(words.pk)
    words.refresh_from_db()
    assert (words.changes.count(), words.previewed_at) == (0, None)


def test_the_page_tells_how_far_the_preview_is(shop, head, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        propose_words(WORDS, "So heißt es bei uns", head)
    client = factories.signed_in(Role.HEAD, shop.department)
    assert "0 von 0 Tabellen" in client.get("/company-words/1/").content.decode()
    part = {"headers": {"HX-Request": "true", "HX-Target": "preview"}}
    assert "<html" not in client.get("/company-words/1/", **part).content.decode()
    work_out_preview(CompanyWords.objects.get().pk)
    assert client.get("/company-words/1/", **part)["HX-Refresh"] == "true"


def test_a_scan_after_applying_uses_the_words_and_its_results_say_so(draft, head, shop):
    apply_words(draft, head)
    scan = systems.scanned(shop)
    assert scan.rules_version.endswith("+c1")
    field = the("bezeichnung")
    assert (field.category, field.rules_version) == ("identifier.customer", scan.rules_version)


def test_applying_has_every_source_examined_again_by_itself(draft, head, shop):
    assert start_due_scans() == 0
    apply_words(draft, head)
    assert start_due_scans() == 1
    working.work_on(Scan.objects.order_by("-created_at").first().pk)
    assert Finding.objects.filter(kind=FindingKind.CHANGED_CATEGORY, field__name="bezeichnung").exists()


def test_a_person_s_decision_outranks_the_words(draft, head, shop):
    ruling = Ruling(Decision.CHANGED, "free_text_may_contain_personal_data")
    decide(Field.objects.filter(name="bezeichnung"), head, ruling, "Freitext")
    apply_words(draft, head)
    systems.scanned(shop)
    assert the("bezeichnung").category == "free_text_may_contain_personal_data"


def test_withdrawing_what_is_in_force_gives_the_product_s_own_rules_back(draft, head, shop):
    apply_words(draft, head)
    systems.scanned(shop)
    withdraw_words(draft, head)
    systems.scanned(shop)
    assert the("bezeichnung").category == "none"


def test_a_scan_ends_with_the_words_it_began_with(draft, head, shop):
    apply_words(draft, head)
    scan = queue_scan(shop, Trigger.COMMAND, None)
    withdraw_words(draft, head)
    working.work_on(scan.pk)
    assert the("bezeichnung").category == "identifier.customer"


def test_what_was_worked_out_against_other_words_is_not_applied(
    draft, head, django_capture_on_commit_callbacks
):
    other = proposed(PREIS, head, django_capture_on_commit_callbacks)
    apply_words(draft, head)
    with pytest.raises(NotPossible):
        apply_words(other, head)


def test_a_new_version_ends_the_one_before(draft, head, django_capture_on_commit_callbacks):
    apply_words(draft, head)
    other = proposed(PREIS, head, django_capture_on_commit_callbacks)
    apply_words(other, head)
    draft.refresh_from_db()
    assert draft.state == "withdrawn"
    with pytest.raises(Overtaken):
        apply_words(draft, head)


def test_the_text_of_a_version_never_changes(draft):
    with pytest.raises(Error):
        CompanyWords.objects.filter(pk=draft.pk).update(text=PREIS)


def test_the_ledger_tells_who_proposed_and_applied_without_the_text(draft, head):
    apply_words(draft, head)
    ledger = "\n".join(bytes(body).decode() for body in Entry.objects.values_list("body", flat=True))
    assert "words.proposed" in ledger
    assert "words.applied" in ledger
    assert "Bezeichnung" not in ledger


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[word]]\nword = "Zähler"\ncategory = "secret"', "word 1"),
        ('[[word]]\nword = "Zähler"\ncategory = "name"\nholds = ["x"]', "word 1"),
        ("[[word]\n", "1"),
        ("x = " + "[" * 5000, "TOML|nested|verschachtelt"),
        ("", "TOML|entry|Eintrag"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_with_its_place(head, text, said):
    with pytest.raises(NotPossible, match=said):
        propose_words(text, "weil", head)


def test_a_steward_proposes_a_file_on_the_page_and_a_head_applies_it(
    shop, department, django_capture_on_commit_callbacks
):
    steward = factories.signed_in(Role.STEWARD, department)
    file = SimpleUploadedFile("w.toml", WORDS.encode())
    with django_capture_on_commit_callbacks(execute=True):
        answer = steward.post("/company-words/", {"file": file, "reason": "Hausjargon"})
    assert answer["Location"] == "/company-words/1/"
    assert "bezeichnung" in steward.get("/company-words/1/").content.decode()
    assert steward.post("/company-words/1/", {"action": "apply", "confirmed": "yes"}).status_code == 403
    head = factories.signed_in(Role.HEAD, department)
    assert "confirmed" in head.post("/company-words/1/", {"action": "apply"}).content.decode()
    head.post("/company-words/1/", {"action": "apply", "confirmed": "yes"})
    assert CompanyWords.objects.get().state == "applied"
    assert head.get("/company-words/1/words.toml").content.decode() == WORDS


def test_a_fault_stands_at_the_text_and_nothing_is_stored(department):
    steward = factories.signed_in(Role.STEWARD, department)
    page = steward.post("/company-words/", {"text": '[[word]]\nword="x"', "reason": "r"})
    assert "word 1" in page.content.decode()
    assert not CompanyWords.objects.exists()


@pytest.mark.parametrize("role", [Role.DPO, Role.AUDITOR])
def test_dpo_and_auditor_read_and_neither_propose_nor_apply(draft, role):
    reader = factories.signed_in(role)
    assert reader.get("/company-words/").status_code == 200
    assert reader.get("/company-words/1/").status_code == 200
    assert reader.post("/company-words/", {"text": WORDS, "reason": "r"}).status_code == 403
    for action in ("apply", "withdraw", "preview"):
        assert reader.post("/company-words/1/", {"action": action, "confirmed": "yes"}).status_code == 403
        url = "/api/v1/company-words/1/"
        assert reader.post(url, {"action": action}, **JSON).status_code == 403
    assert reader.post("/api/v1/company-words/", {"text": WORDS, "reason": "r"}, **JSON).status_code == 403


@pytest.mark.parametrize(
    "url",
    [
        "/company-words/",
        "/company-words/1/",
        "/company-words/1/words.toml",
        "/api/v1/company-words/",
        "/api/v1/company-words/1/",
        "/api/v1/company-words/1/changes/",
    ],
)
def test_analysts_and_administrators_do_not_see_the_words(draft, department, url):
    assert factories.signed_in(Role.ANALYST, department).get(url).status_code == 403
    assert factories.signed_in(Role.ADMINISTRATOR).get(url).status_code == 403


def test_a_version_that_is_not_there_is_404(department):
    steward = factories.signed_in(Role.STEWARD, department)
    assert steward.get("/company-words/9/").status_code == 404
    assert steward.get("/api/v1/company-words/9/changes/").status_code == 404


def test_another_department_s_fields_are_counted_and_not_named(draft):
    other = factories.signed_in(Role.STEWARD, factories.department("Einkauf"))
    assert "<code>bezeichnung</code>" not in other.get("/company-words/1/").content.decode()
    assert other.get("/api/v1/company-words/1/changes/").json()["results"] == []


def test_the_api_proposes_shows_and_applies(shop, department, django_capture_on_commit_callbacks):
    head = factories.signed_in(Role.HEAD, department)
    with django_capture_on_commit_callbacks(execute=True):
        made = head.post("/api/v1/company-words/", {"text": WORDS, "reason": "r"}, **JSON)
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    changes = head.get("/api/v1/company-words/1/changes/").json()["results"]
    assert [one["name"] for one in changes] == ["bezeichnung"]
    assert head.post("/api/v1/company-words/1/", {"action": "apply"}, **JSON).json()["state"] == "applied"
    assert head.post("/api/v1/company-words/1/", {"action": "apply"}, **JSON).status_code == 409
