"""The pages and the API of notices: from draft to publication by two people, and who is let in."""

import hashlib

import pytest
from django.urls import reverse

from consent.parties.permissions import Role
from consent.purposes.editions import editions_of
from consent.purposes.models import Notice
from consent.purposes.services.notices import draft_version, propose_change
from tests import factories
from tests.consent.consents import cases
from tests.consent.purposes.told import draft, notice, published

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def where():
    return factories.department("Shop")


@pytest.fixture
def newsletter(where):
    return cases.purpose(where=where)


@pytest.fixture
def steward(where):
    return factories.principal("steward", where)


@pytest.fixture
def head(where):
    return factories.principal("head", where)


@pytest.fixture
def about(steward, where):
    return notice(steward, where)


def form(purpose, **other):
    told = draft(purpose)
    words = {f"de_{key}": text for key, text in told.words["de"].items()}
    return (
        words
        | {"covers": [str(purpose.pk)], "recipients": "\n".join(told.recipients), "countries": "de"}
        | other
    )


def test_two_people_bring_a_notice_from_its_first_word_to_publication(where, newsletter):
    first, second = factories.signed_in(Role.STEWARD, where), factories.signed_in(Role.HEAD, where)
    made = first.post(
        reverse("notice_new"),
        {"name": "Newsletter", "key": "newsletter", "origin": "person", "department": where.pk},
    )
    about = Notice.objects.get()
    assert made["Location"] == reverse("notice_draft", args=[about.pk])
    first.post(made["Location"], form(newsletter))
    seen = editions_of(about)[0].digest.hex()
    word = {"material": "no", "reason": "die erste", "seen": seen}
    first.post(reverse("notice_assess", args=[about.pk, 1]), word)
    page = second.get(reverse("notice", args=[about.pk])).content.decode()
    assert "die erste" in page
    decision = {"agrees": "yes", "reason": "gut", "start": "", "seen": seen}
    second.post(reverse("notice_decide", args=[about.pk, 1]), decision)
    assert editions_of(about)[0].published
    assert "gut" in first.get(reverse("notice_version", args=[about.pk, 1, "de"])).content.decode()
    assert "newsletter" in first.get(reverse("notices")).content.decode()


def test_the_page_names_what_is_missing_with_its_article_and_shows_the_difference(
    where, steward, head, about, newsletter
):
    published(steward, head, about, draft(newsletter))
    draft_version(steward, about, draft(newsletter, words={"rights": "", "storage": "Drei Jahre."}))
    page = factories.signed_in(Role.DPO).get(reverse("notice", args=[about.pk])).content.decode()
    assert "13 Abs.\xa02 lit.\xa0b" in page
    assert "<ins>Drei Jahre.</ins>" in page


def test_before_a_material_change_the_page_says_how_many_consents_end(
    steward, head, where, about, newsletter
):
    first = published(steward, head, about, draft(newsletter))
    cases.said(cases.person(), newsletter, "given", notice=first.first.id)
    number = draft_version(steward, about, draft(newsletter, recipients=["Agentur"])).number
    propose_change(steward, about, number, True, "neuer Empfänger")
    page = factories.signed_in(Role.HEAD, where).get(reverse("notice", args=[about.pk])).content.decode()
    assert "Mit dieser Fassung endet 1 Einwilligung" in page


def test_whoever_proposed_cannot_decide_on_the_page(where, about, newsletter):
    head = factories.signed_in(Role.HEAD, where)
    head.post(reverse("notice_draft", args=[about.pk]), form(newsletter))
    seen = editions_of(about)[0].digest.hex()
    head.post(reverse("notice_assess", args=[about.pk, 1]), {"material": "no", "reason": "r", "seen": seen})
    head.post(reverse("notice_decide", args=[about.pk, 1]), {"agrees": "yes", "reason": "r", "seen": seen})
    assert not editions_of(about)[0].published


def test_a_form_without_reason_is_shown_again_and_nothing_is_recorded(where, about, steward, newsletter):
    draft_version(steward, about, draft(newsletter))
    client = factories.signed_in(Role.STEWARD, where)
    sent = {"material": "no", "reason": "", "seen": editions_of(about)[0].digest.hex()}
    assert client.post(reverse("notice_assess", args=[about.pk, 1]), sent).status_code == 400
    assert editions_of(about)[0].first.material is None


def test_the_copy_is_the_hashed_bytes_framed_by_us_alone_and_able_to_do_nothing(
    where, steward, about, newsletter
):
    row = draft_version(steward, about, draft(newsletter)).first
    client = factories.signed_in(Role.STEWARD, where)
    answer = client.get(reverse("api_notice_copy", args=[about.pk, 1, "de"]))
    assert hashlib.sha256(answer.content).digest() == bytes(row.sha256)
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    page = client.get(reverse("notice_version", args=[about.pk, 1, "de"]))
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert client.get(reverse("notice_version", args=[about.pk, 1, "en"])).status_code == 404


def test_the_api_drafts_assesses_and_publishes(where, newsletter):
    first, second = factories.signed_in(Role.STEWARD, where), factories.signed_in(Role.HEAD, where)
    said = {"key": "newsletter", "name": "Newsletter", "origin": "person", "department": str(where.pk)}
    made = first.post(reverse("api_notices"), said, JSON)
    assert made.status_code == 201
    pk = made.json()["id"]
    told = draft(newsletter, words={"rights": ""})
    body = {"words": told.words, "covers": [str(newsletter.pk)], "recipients": ["M"], "countries": ["DE"]}
    drafted = first.put(reverse("api_notice_versions", args=[pk]), body, JSON).json()
    assert [one["article"] for one in drafted["missing"]] == ["13-2-b"]
    body["words"] = draft(newsletter).words
    seen = first.put(reverse("api_notice_versions", args=[pk]), body, JSON).json()["version"]["digest"]
    word = {"material": False, "reason": "die erste", "seen": seen}
    assert first.post(reverse("api_notice_assess", args=[pk, 1]), word, JSON).status_code == 200
    decision = {"agrees": True, "reason": "gut", "seen": seen}
    done = second.post(reverse("api_notice_decide", args=[pk, 1]), decision, JSON).json()
    assert (done["state"], done["material"]) == ("in_force", False)
    assert second.post(reverse("api_notice_decide", args=[pk, 1]), decision, JSON).status_code == 400
    assert first.get(reverse("api_notice_versions", args=[pk])).json()[0]["number"] == 1
    assert first.get(reverse("api_notices")).json()["results"][0]["key"] == "newsletter"


PAGES = {
    "notice": (), "notice_draft": (), "notice_version": (1, "de"),
    "api_notice_versions": (), "api_notice_copy": (1, "de"),
}  # fmt: skip
DEEDS = {
    "notice_assess": (1,), "notice_decide": (1,), "api_notice_assess": (1,), "api_notice_decide": (1,),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_notice_of_another_department_is_not_there(name, about, steward, newsletter):
    draft_version(steward, about, draft(newsletter))
    stranger = factories.signed_in(Role.HEAD, factories.department())
    assert stranger.get(reverse(name, args=[about.pk, *PAGES[name]])).status_code == 404


@pytest.mark.parametrize("name", DEEDS)
def test_nothing_is_done_with_a_notice_of_another_department_nor_by_who_only_reads(
    name, about, steward, newsletter
):
    draft_version(steward, about, draft(newsletter))
    url = reverse(name, args=[about.pk, *DEEDS[name]])
    said = {"reason": "r", **({"material": False} if name.endswith("assess") else {"agrees": True})}
    body = {"data": said, "content_type": JSON} if name.startswith("api") else {"data": said}
    assert factories.signed_in(Role.HEAD, factories.department()).post(url, **body).status_code == 404
    assert factories.signed_in(Role.DPO).post(url, **body).status_code == 403
    assert factories.signed_in(Role.ADMINISTRATOR).post(url, **body).status_code == 403


def test_lists_and_new_notices_are_closed_to_the_wrong_role(where):
    administrator, dpo = factories.signed_in(Role.ADMINISTRATOR), factories.signed_in(Role.DPO)
    assert administrator.get(reverse("notices")).status_code == 403
    assert administrator.get(reverse("api_notices")).status_code == 403
    assert dpo.get(reverse("notices")).status_code == 200
    assert dpo.get(reverse("notice_new")).status_code == 403
    said = {"key": "x", "name": "X", "origin": "person", "department": str(where.pk)}
    assert dpo.post(reverse("api_notices"), said, JSON).status_code == 403
    stranger = factories.signed_in(Role.STEWARD, factories.department())
    assert stranger.post(reverse("api_notices"), said, JSON).status_code == 404
    steward = factories.signed_in(Role.STEWARD, where)
    for_all = {"key": "all", "name": "All", "origin": "person"}
    assert steward.post(reverse("api_notices"), for_all, JSON).status_code == 201
