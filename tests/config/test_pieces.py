"""The pieces that pages are built of: citations, forms, sorted headers, filters, the confirming step."""

import re

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from config.web import citations
from config.web.filters import filter_of
from config.web.sorting import sort_of
from config.web.templatetags.web import heat
from consent.parties.permissions import Role
from tests.config.probe_urls import Sample
from tests.factories import signed_in


def render(source: str, **context) -> str:
    context.setdefault("request", RequestFactory().get("/list/?q=health&kind=a&kind=b&cursor=x"))
    return Template(source).render(Context(context))


def ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


# Citations


def test_an_article_cited_twice_explains_itself_once():
    html = render('{% law "art-9-1" %} {% law "art-9-1" %} {% law "art-10" %}')
    assert sorted(ids(html)) == ["law-art-10", "law-art-9-1"]
    assert html.count('popovertarget="law-art-9-1"') == 2


def test_a_fragment_put_into_a_page_does_not_repeat_its_ids():
    from django_htmx.middleware import HtmxDetails

    request = RequestFactory().get("/", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="panel")
    request.htmx = HtmxDetails(request)
    assert ids(render('{% law "art-10" %}', request=request)) == ["law-art-10-panel"]


@pytest.mark.parametrize("key", sorted(citations._all()))
def test_every_citation_is_two_sentences_in_both_languages(key):
    for language in ("de", "en"):
        found = citations.find(key, language)
        assert found.text.endswith(".")
        ends = re.findall(r"[.?!](?=\s+[A-ZÄÖÜ]|$)", re.sub(r"(Art|Abs|lit|Nr|Reg)\.", r"\1", found.text))
        assert len(ends) == 2, found.text


@pytest.mark.parametrize("key", sorted(citations._all()))
def test_no_citation_breaks_across_lines(key):
    assert not re.search(r"(Art\.|Abs\.|lit\.|Nr\.|§) ", citations.find(key, "de").cite)


# Forms


def test_a_field_names_its_help_and_its_error():
    html = render("{% fields form %}", form=Sample({"kind": "a", "read": "on"}))
    control = re.search(r'<input type="text"[^>]*>', html)[0]
    described = re.search(r'aria-describedby="([^"]+)"', control)[1].split()
    assert described == ["id_name_helptext", "id_name_error"]
    assert set(described) <= set(ids(html))
    assert 'aria-invalid="true"' in control


def test_a_hint_of_the_page_is_tied_to_its_field():
    html = render('{% field form.note hint="Only facts." %}', form=Sample())
    assert 'aria-describedby="id_note_helptext"' in html
    assert "id_note_helptext" in ids(html)


def test_a_group_of_choices_is_a_fieldset_with_its_legend():
    html = render("{% field form.kind %}", form=Sample())
    assert html.lstrip().startswith("<fieldset")
    assert "<legend>Kind</legend>" in html


def test_the_summary_of_errors_links_to_each_field_and_takes_the_focus():
    html = render("{% errors form %}", form=Sample({}))
    assert 'role="alert" tabindex="-1" autofocus' in html
    assert {"#id_name", "#id_kind", "#id_read"} == set(re.findall(r'href="(#[^"]+)"', html))


def test_a_form_without_errors_has_no_summary():
    assert "alert" not in render("{% errors form %}", form=Sample())


def test_what_a_reader_typed_is_escaped():
    html = render("{% fields form %}", form=Sample({"name": '"><script>', "kind": "<x>"}))
    assert "<script>" not in html
    assert "<x>" not in html


# Sorting


def headers(address: str) -> str:
    request = RequestFactory().get(address)
    sort = sort_of(request, {"name": ("name", "id"), "size": ("size", "id")}, "name")
    source = '{% sort_header "name" "Name" %}{% sort_header "size" "Size" number=True first="down" %}'
    return render(source, request=request, sort=sort)


def test_a_sorted_column_says_so_and_a_click_turns_it():
    html = headers("/list/?sort=-name")
    assert 'aria-sort="descending"><a href="?sort=name">' in html


def test_another_column_begins_as_the_page_says():
    assert 'class="num"><a href="?sort=-size">' in headers("/list/")


def test_sorting_keeps_the_filters_and_begins_at_the_first_page():
    html = headers("/list/?q=health&kind=a&kind=b&cursor=x")
    assert "?q=health&amp;kind=a&amp;kind=b&amp;sort=-name" in html


def test_an_unknown_order_is_the_default():
    request = RequestFactory().get("/?sort=password")
    assert sort_of(request, {"name": ("name", "id")}, "-name").ordering == ("-name", "-id")


# Filters


def test_a_filter_offers_its_values_with_their_counts():
    request = RequestFactory().get("/?kind=b&kind=forged")
    found = filter_of(request, "kind", "Kind", [("a", "A", 1200), ("b", "B", 3)])
    assert found.values == ["b"]
    html = render("{% filter_menu filter %}", filter=found)
    assert 'value="b" checked' in html
    assert "1.200" in html


def test_a_chip_leads_to_the_list_without_its_value():
    request = RequestFactory().get("/list/?q=health&kind=a&kind=b&cursor=x")
    found = filter_of(request, "kind", "Kind", [("a", "A"), ("b", "B")])
    html = render("{% chip filter option %}", request=request, filter=found, option=found.options[0])
    assert 'href="?q=health&amp;kind=b"' in html
    assert "Filter entfernen: Kind A" in html


def test_a_form_carries_what_it_is_told_to_keep():
    assert render('{% keep "q" "absent" %}').count("<input") == 1


# Heat


@pytest.mark.parametrize(
    ("number", "most", "step"), [(0, 46, "zero"), (1, 46, "h1"), (12, 46, "h3"), (46, 46, "h5"), (1, 1, "h5")]
)
def test_a_heat_step_grows_with_the_root_of_the_number(number, most, step):
    assert heat(number, most) == step


# The step before what cannot be undone


@pytest.mark.urls("tests.config.probe_urls")
@pytest.mark.django_db
class TestConfirming:
    @pytest.fixture
    def reader(self) -> Client:
        return signed_in(Role.DPO)

    def test_it_says_in_numbers_what_will_happen_and_does_nothing(self, reader):
        html = reader.post("/probe/step/", {"field": ["1", "2"]}).content.decode()
        assert "12 fields go." in html
        assert "Delete 12 fields" in html
        assert html.count('name="field"') == 2

    def test_it_does_it_when_confirmed_with_what_was_sent_before(self, reader):
        answer = reader.post("/probe/step/", {"field": ["1", "2"], "confirmed": "yes"})
        assert answer.content == b"done: 1,2"

    def test_an_address_alone_never_confirms(self, reader):
        assert b"12 fields go." in reader.get("/probe/step/?confirmed=yes").content
