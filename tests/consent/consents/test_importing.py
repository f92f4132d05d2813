"""Importing events from CSV: nothing lost, broken lines named, the same file twice is once."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from consent.consents import importing
from consent.consents.lines import NoHeading
from consent.consents.models import BrokenLine, ConsentEvent, ConsentImport, ConsentState
from consent.consents.recording import Said, say
from consent.law.standing import Kind
from consent.parties.permissions import Role
from tests.consent.consents.cases import consented, known, noticed, person, purpose
from tests.factories import department, principal, signed_in

pytestmark = pytest.mark.django_db
HEAD = "key;subject;identifier;purpose;kind;channel;at;notice;expression;opt_in_sent_at;opt_in_confirmed_at\n"
AT = "2026-03-01T12:00:00+01:00"


@pytest.fixture(autouse=True)
def places(tmp_path, settings):
    settings.KEYS, settings.VAR = tmp_path / "keys", tmp_path / "var"


def imported(tmp_path, *lines, head=HEAD):
    file = tmp_path / "events.csv"
    file.write_bytes((head + "".join(f"{line}\n" for line in lines)).encode("utf-8", "surrogateescape"))
    return importing.import_file(file)


def line(who, what, kind="given", key="", at=AT, notice="", **more):
    tail = f"{more.get('expression', '')};{more.get('sent', '')};{more.get('confirmed', '')}"
    return (
        f"{key or uuid4().hex};{who};{more.get('identifier', '')};{what.key};{kind};web;{at};{notice};{tail}"
    )


def faults(run):
    return list(BrokenLine.objects.filter(run=run).order_by("line").values_list("line", "column", "fault"))


def test_events_are_stored_and_come_to_states(tmp_path):
    what, one, two = consented(), person(), person()
    run = imported(
        tmp_path, line(one, what, notice=f"n-{what.key}/1"), line(two, what),
        line(two, what, "withdrawn", at="2026-04-01T12:00:00+02:00"),
    )  # fmt: skip
    assert (run.state, run.lines, run.stored, run.broken, run.unproved) == ("done", 3, 3, 0, 1)
    assert ConsentState.objects.get(subject=one).state == "ConsentGiven"
    assert ConsentState.objects.get(subject=two).state == "ConsentWithdrawn"


def test_a_line_before_what_was_recorded_changes_nothing_of_it(tmp_path):
    what, who = consented(), person()
    say(Said("w", who, what.id, Kind.WITHDRAWN, "web"), None)
    imported(tmp_path, line(who, what))
    assert ConsentState.objects.get().state == "ConsentWithdrawn"


def test_every_broken_line_is_named_and_the_others_are_stored(tmp_path):
    what, contract, who = consented(), purpose("6-1-b", contract="Kauf"), person()
    run = imported(
        tmp_path,
        line(who, what, key="good"),
        "too;few;fields",
        f'"open;{who};;{what.key};given;web;{AT};;;;',
        line(who, what, at="2026-03-01"),
        line(who, what, kind="shrugged"),
        line(uuid4(), what),
        line("", what),
        line(who, contract),
        line(who, what, notice="nope/1"),
        line(who, what, expression="double_opt_in", sent=AT),
        line(who, what, at="2199-01-01T00:00:00Z"),
        "\udcff\udcfe;broken;bytes",
        line("", what, identifier="nobody@example.org"),
        line(who, what, "refused", key="good"),
        line(who, what, key="last"),
    )
    assert [(number, fault) for number, _column, fault in faults(run)] == [
        (3, "columns"), (4, "quotes"), (5, "time"), (6, "kind"), (7, "record_id"), (8, "person_missing"),
        (9, "no_consent_purpose"), (10, "notice_unknown"), (11, "opt_in_incomplete"), (12, "time_to_come"),
        (13, "encoding"), (14, "person_unknown"), (15, "key_twice"),
    ]  # fmt: skip
    assert set(ConsentEvent.objects.values_list("key", flat=True)) == {"good", "last"}
    assert (run.lines, run.stored, run.broken) == (15, 2, 13)


def test_the_same_file_again_changes_nothing(tmp_path):
    what, who = consented(), person()
    rows = [line(who, what, key="a"), line(who, what, "withdrawn", key="b")]
    imported(tmp_path, *rows)
    again = imported(tmp_path, *rows)
    assert (again.stored, again.known, ConsentEvent.objects.count()) == (0, 2, 2)


def test_people_are_found_by_their_identifiers(tmp_path):
    what, who = consented(), known("kim@example.org")
    imported(tmp_path, line("", what, identifier="Kim@Example.org "))
    assert ConsentEvent.objects.get().subject_id == who


def test_a_killed_import_goes_on_where_it_stopped(tmp_path, monkeypatch):
    what, who = consented(), person()
    monkeypatch.setattr(importing, "CHUNK", 2)
    run = imported(tmp_path, *(line(who, what, key=f"k{n}") for n in range(5)))
    assert (run.lines, run.stored) == (5, 5)
    run.state, run.lines, run.stored = "running", 4, 4
    run.save()
    file = importing._path(run.id)
    file.write_text(HEAD + "".join(line(who, what, key=f"k{n}") + "\n" for n in range(6)))
    importing.work_on(run.id)
    run.refresh_from_db()
    assert (run.state, run.lines, run.stored, run.known) == ("done", 6, 5, 1)
    assert not file.exists()


def test_a_file_without_its_columns_is_refused_whole(tmp_path):
    with pytest.raises(NoHeading, match="purpose"):
        imported(tmp_path, head="key,subject\n")


def test_a_department_gives_only_for_its_own_purposes(django_capture_on_commit_callbacks):
    here = department()
    own, other, who = consented(where=here), consented(), person()
    noticed(own, language="en")
    text = HEAD + line(who, own) + "\n" + line(who, other) + "\n" + line(who, other, "withdrawn") + "\n"
    with django_capture_on_commit_callbacks(execute=True):
        run = importing.queue_import(principal(Role.STEWARD, here), here, "a.csv", io.BytesIO(text.encode()))
    run.refresh_from_db()
    assert (run.stored, faults(run)) == (2, [(3, "purpose", "purpose_unknown")])


def test_the_command_reports_broken_lines_and_exits_with_1(tmp_path, capsys):
    file = tmp_path / "e.csv"
    file.write_text(HEAD + "x\n")
    with pytest.raises(SystemExit) as end:
        call_command("import_consents", str(file))
    assert end.value.code == 1
    assert "line 2" in capsys.readouterr().out
    with pytest.raises(SystemExit) as end:
        call_command("import_consents", str(tmp_path / "none.csv"))
    assert end.value.code == 2


def test_the_page_and_the_api_take_a_file_and_show_what_was_not_taken():
    here = department()
    steward = signed_in(Role.STEWARD, here)
    file = SimpleUploadedFile("a.csv", (HEAD + "broken\n").encode())
    made = steward.post("/consents/imports/", {"department": str(here.id), "file": file})
    run = ConsentImport.objects.get()
    importing.work_on(run.id)
    assert made["Location"] == f"/consents/imports/{run.id}/"
    assert steward.get(made["Location"]).context["lines"][0][0] == 2
    report = steward.get(f"/api/v1/consents/imports/{run.id}/").json()
    assert (report["broken"], report["broken_lines"][0]["fault"]) == (1, "columns")
    other = signed_in(Role.STEWARD, department())
    assert other.get(made["Location"]).status_code == 404
    assert other.get(f"/api/v1/consents/imports/{run.id}/").status_code == 404
    assert signed_in(Role.ANALYST, here).get("/consents/imports/").status_code == 403


def test_the_api_takes_no_file_for_another_department():
    file = SimpleUploadedFile("a.csv", HEAD.encode())
    body = {"department": str(department().id), "file": file}
    assert signed_in(Role.STEWARD, department()).post("/api/v1/consents/imports/", body).status_code == 404
    assert signed_in(Role.ANALYST, department()).post("/api/v1/consents/imports/", body).status_code == 403
