"""The pages: what each role sees, what a steward can do, and that every step works without script."""

import re

import pytest
from django.urls import reverse

from catalog.fields.models import Collection, Field, Finding, Scan
from catalog.fields.services import scans
from catalog.fields.states import FindingState, ScanState, Trigger
from consent.parties.permissions import Role
from tests import factories
from tests.catalog.fields import systems

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return factories.department("Versand")


@pytest.fixture
def shop(tmp_path, department):
    shop = systems.source(department, systems.system(tmp_path), "Laden")
    systems.scanned(shop)
    systems.system(tmp_path, ["ALTER TABLE kunden ADD COLUMN geburtsdatum TEXT"])
    systems.scanned(shop)
    return shop


@pytest.fixture
def dpo():
    return factories.signed_in(Role.DPO)


@pytest.fixture
def steward(department):
    return factories.signed_in(Role.STEWARD, department)


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def the(name):
    return Field.objects.get(name=name)


def test_the_overview_says_the_finding_in_a_sentence_first(dpo, shop):
    said = text(dpo.get("/overview/"))
    assert "8" in said and "5" in said
    assert dpo.get("/overview/").content.decode().count("<h1") == 1


def test_an_empty_product_says_what_to_do_next(dpo):
    assert "Quelle" in text(dpo.get("/overview/"))
    assert text(dpo.get("/catalog/"))


def test_health_data_about_customers_is_found_in_two_steps(dpo, shop):
    said = dpo.get("/catalog/", {"q": "Gesundheitsdaten von Kunden"}).content.decode()
    assert "allergie" in said
    assert "artikel" not in said.split("<main")[1].replace("artikel_nr", "")


def test_the_list_is_searched_by_a_part_of_a_name_and_by_something_alike(dpo, shop):
    assert "nachname" in text(dpo.get("/catalog/", {"text": "nachn"}))
    assert "geburtsdatum" in text(dpo.get("/catalog/", {"text": "geburstdatum"}))


def test_a_typing_error_across_two_parts_of_a_name_is_understood(dpo, shop):
    Field.objects.filter(pk=the("email").pk).update(name="kontakt_adresse")
    assert "kontakt_<wbr>adresse" in dpo.get("/catalog/", {"text": "kontatkadresse"}).content.decode()


def test_a_typing_error_tells_a_department_nothing_of_anothers_words(shop):
    elsewhere = factories.signed_in("steward", factories.department("Anderswo"))
    said = elsewhere.get("/catalog/", {"text": "geburstdatum"})
    assert "geburtsdatum" not in text(said)
    assert said.context["total"] == 0


def test_a_chosen_field_stands_beside_the_list_and_htmx_gets_it_alone(dpo, shop):
    url = f"/catalog/?field={the('email').pk}"
    assert "<table" in dpo.get(url).content.decode()
    alone = dpo.get(url, headers={"HX-Request": "true", "HX-Target": "panel"}).content.decode()
    assert "<html" not in alone
    assert "email" in alone


@pytest.mark.parametrize(
    "sort", ["name", "-name", "category", "-confidence", "decision", "attention", "fit", "nonsense"]
)
def test_every_order_shows_every_field_once_over_all_pages(dpo, shop, sort, monkeypatch):
    from config.web import paging

    seen, cursor = [], ""
    for _page in range(20):
        answer = dpo.get("/catalog/", {"sort": sort, "cursor": cursor})
        seen += [row.pk for row in answer.context["page"]]
        cursor = answer.context["page"].following
        if not cursor:
            break
    assert sorted(seen) == sorted(Field.objects.values_list("pk", flat=True))
    assert paging.PAGE_SIZE >= 1


def test_a_steward_confirms_a_field_on_its_page(steward, shop):
    field = the("email")
    page = steward.get(reverse("field", args=[field.pk])).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    steward.post(reverse("field_decide", args=[field.pk]), {"action": "confirmed", "seen": seen})
    field.refresh_from_db()
    assert field.decision == "confirmed"


def test_the_second_steward_reads_a_clear_sentence(steward, shop, department):
    field = the("email")
    url = reverse("field_decide", args=[field.pk])
    seen = re.search(
        r'name="seen" value="(\w+)"', steward.get(reverse("field", args=[field.pk])).content.decode()
    )[1]
    colleague = factories.signed_in(Role.STEWARD, department)
    colleague.post(url, {"action": "rejected", "reason": "Testdaten", "seen": seen})
    answer = steward.post(url, {"action": "confirmed", "seen": seen}, follow=True)
    assert "inzwischen" in text(answer)
    field.refresh_from_db()
    assert field.decision == "rejected"


def test_bulk_decisions_are_told_in_numbers_and_asked_once(steward, shop):
    sent = {"action": "confirmed", "all": "yes", "query": "personal=yes"}
    asked = steward.post("/catalog/decide/", sent)
    assert "5" in text(asked)
    assert not Field.objects.exclude(decision="proposed").exists()
    kept = dict(
        re.findall(
            r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.content.decode().split("<main")[1]
        )
    )
    answer = steward.post("/catalog/decide/", kept, follow=True)
    assert "5" in text(answer)
    assert Field.objects.filter(decision="confirmed").count() == 5


def test_a_bulk_rejection_without_reason_is_not_done(steward, shop):
    answer = steward.post(
        "/catalog/decide/", {"action": "rejected", "field": str(the("email").pk)}, follow=True
    )
    assert "Begründung" in text(answer)


def test_the_export_is_a_csv_that_spreadsheets_read_without_running_formulas(dpo, tmp_path, department):
    odd = systems.system(tmp_path, ['CREATE TABLE kunden ("=1+1" TEXT, email TEXT)'], "odd.db")
    systems.scanned(systems.source(department, odd, "Seltsam"))
    sent = b"".join(dpo.get("/catalog/export.csv").streaming_content).decode("utf-8-sig")
    lines = sent.splitlines()
    assert lines[0].startswith("Abteilung;Quelle;Tabelle;Feld")
    assert "'=1+1" in sent
    assert len(lines) == 3


def test_a_started_scan_shows_its_progress_and_is_done(steward, shop, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = steward.post(reverse("scan_start", args=[shop.pk]))
    scan = Scan.objects.latest("created_at")
    assert answer.url == reverse("scan", args=[scan.pk])
    assert scan.state == ScanState.DONE
    assert "kunden" in text(steward.get(answer.url))


def test_progress_polls_only_while_the_scan_is_under_way(steward, shop):
    scan = scans.queue_scan(shop, Trigger.COMMAND, None)
    url = reverse("scan", args=[scan.pk])
    alone = {"HX-Request": "true", "HX-Target": "progress"}
    assert "hx-trigger" in steward.get(url, headers=alone).content.decode()
    steward.post(reverse("scan_cancel", args=[scan.pk]), {"confirmed": "yes"})
    assert "hx-trigger" not in steward.get(url, headers=alone).content.decode()


def test_a_rhythm_is_set_and_ended(steward, shop):
    url = reverse("schedule_set", args=[shop.pk])
    steward.post(url, {"rhythm": "daily"})
    assert shop.schedule.rhythm == "daily"
    steward.post(url, {"rhythm": ""})
    assert not type(shop.schedule).objects.exists()


def test_a_finding_is_handled_with_a_reason(steward, shop):
    finding = Finding.objects.get()
    url = reverse("finding", args=[finding.pk])
    assert "geburtsdatum" in text(steward.get("/findings/"))
    assert "geburtsdatum" in text(steward.get(url))
    steward.post(url, {"reason": "Für den Altersnachweis, Zweck angelegt."})
    finding.refresh_from_db()
    assert finding.state == FindingState.HANDLED
    assert "Altersnachweis" in text(steward.get(url))


def test_a_chosen_finding_stands_beside_the_list_and_htmx_gets_it_alone(steward, shop):
    url = f"/findings/?finding={Finding.objects.get().pk}"
    whole = steward.get(url).content.decode()
    assert whole.count('aria-current="true"') == 1
    assert "Als erledigt vermerken" in whole
    alone = steward.get(url, headers={"HX-Request": "true", "HX-Target": "panel"}).content.decode()
    assert "<html" not in alone
    assert "geburtsdatum" in alone


def test_a_finding_of_another_department_is_not_shown_beside_the_list(shop):
    stranger = factories.signed_in(Role.STEWARD, factories.department())
    url = f"/findings/?finding={Finding.objects.get().pk}"
    assert "geburtsdatum" not in text(stranger.get(url))
    assert "geburtsdatum" not in text(stranger.get(url, headers={"HX-Request": "true", "HX-Target": "panel"}))


def test_whoever_handles_a_finding_beside_the_list_stays_there(steward, shop):
    finding = Finding.objects.get()
    sent = {"reason": "Zweck angelegt.", "next": f"/findings/?state=open&finding={finding.pk}"}
    assert steward.post(reverse("finding", args=[finding.pk]), sent).url == sent["next"]
    assert (
        steward.post(
            reverse("finding", args=[finding.pk]), sent | {"next": "https://elsewhere.example/"}
        ).status_code
        == 200
    )


def test_what_a_source_could_not_do_is_said_in_the_readers_words_first(dpo, shop):
    field = the("email")
    Collection.objects.filter(pk=field.collection_id).update(
        error_code="permission", error="The account may not read this."
    )
    said = text(dpo.get(reverse("collection", args=[field.collection_id])))
    assert "Das Konto darf" in said
    assert "Meldung des Systems: The account may not read this." in said


def addresses(shop):
    field, scan, finding = the("email"), Scan.objects.latest("created_at"), Finding.objects.get()
    return {
        "field": reverse("field", args=[field.pk]),
        "collection": reverse("collection", args=[field.collection_id]),
        "scan": reverse("scan", args=[scan.pk]),
        "source_scans": reverse("source_scans", args=[shop.pk]),
        "finding": reverse("finding", args=[finding.pk]),
        "field_decide": reverse("field_decide", args=[field.pk]),
        "field_answer": reverse("field_answer", args=[field.pk]),
        "scan_start": reverse("scan_start", args=[shop.pk]),
        "schedule_set": reverse("schedule_set", args=[shop.pk]),
        "scan_cancel": reverse("scan_cancel", args=[scan.pk]),
    }


POSTED = {"field_decide", "field_answer", "scan_start", "schedule_set", "scan_cancel"}


@pytest.mark.parametrize(
    "name",
    [
        "field",
        "collection",
        "scan",
        "source_scans",
        "finding",
        "field_decide",
        "field_answer",
        "scan_start",
        "schedule_set",
        "scan_cancel",
    ],
)
def test_a_steward_of_another_department_does_not_see_that_it_exists(shop, name):
    stranger = factories.signed_in(Role.STEWARD, factories.department())
    ask = stranger.post if name in POSTED else stranger.get
    assert ask(addresses(shop)[name]).status_code == 404


ALLOWED = {
    "overview": {"representative", "dpo", "auditor", "head", "steward", "analyst"},
    "catalog": {"representative", "dpo", "auditor", "head", "steward", "analyst"},
    "catalog_csv": {"representative", "dpo", "auditor", "head", "steward", "analyst"},
    "field": {"representative", "dpo", "auditor", "head", "steward", "analyst"},
    "collection": {"representative", "dpo", "auditor", "head", "steward", "analyst"},
    "findings": {"representative", "dpo", "auditor", "head", "steward"},
    "finding": {"representative", "dpo", "auditor", "head", "steward"},
    "scan": {"administrator", "representative", "dpo", "auditor", "head", "steward"},
    "source_scans": {"administrator", "representative", "dpo", "auditor", "head", "steward"},
    "scan_start": {"administrator", "dpo", "head", "steward"},
    "scan_cancel": {"administrator", "dpo", "head", "steward"},
    "schedule_set": {"administrator", "dpo", "head", "steward"},
    "field_decide": {"dpo", "head", "steward"},
    "fields_decide": {"dpo", "head", "steward"},
}


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_each_role_gets_what_it_may_and_nothing_else(shop, department, role):
    client = factories.signed_in(role, department if Role(role).of_department else None)
    known = addresses(shop) | {
        name: reverse(name) for name in ("overview", "catalog", "catalog_csv", "findings", "fields_decide")
    }
    got = {}
    for name in ALLOWED:
        ask = client.post if name in POSTED | {"fields_decide"} else client.get
        got[name] = ask(known[name]).status_code
    for name, roles in ALLOWED.items():
        if role in roles:
            assert got[name] in (200, 302), (name, got[name])
        else:
            assert got[name] in (403, 404), (name, got[name])


def test_a_stranger_is_asked_to_sign_in(client, shop):
    for url in addresses(shop).values():
        assert client.get(url).status_code in (302, 405)


def test_departments_see_their_own_fields_only(shop, tmp_path, steward, dpo):
    other = systems.source(
        factories.department("Finanzen"),
        systems.system(tmp_path, ["CREATE TABLE konten (iban TEXT)"], "f.db"),
        "Buch",
    )
    systems.scanned(other)
    assert "iban" not in text(steward.get("/catalog/"))
    assert "iban" in text(dpo.get("/catalog/"))
    assert "Finanzen" not in text(steward.get("/overview/"))
