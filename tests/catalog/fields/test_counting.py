"""The numbers beside the filters: kept by the database, true after every change, never of other departments."""

from collections import Counter
from itertools import product

import pgtrigger
import pytest

from catalog.fields import counting
from catalog.fields.counting import COUNTED, count_fields
from catalog.fields.models import Field, FieldCount
from catalog.fields.pages import catalogue
from catalog.fields.precedence import Ruling
from catalog.fields.searching import Search, sources_for
from catalog.fields.services.counts import fold_counts, recount
from catalog.fields.services.decisions import decide
from catalog.fields.states import Decision
from consent.parties.permissions import Role
from tests import factories
from tests.catalog.fields import systems

pytestmark = pytest.mark.django_db
KEY = ("source_id", "category", "subjects", "personal", "decision", "rules_version")


@pytest.fixture
def shop(tmp_path):
    shop = systems.source(factories.department("Shop"), systems.system(tmp_path))
    systems.scanned(shop)
    return shop


@pytest.fixture
def bookkeeping(tmp_path):
    tables = ["CREATE TABLE konten (iban TEXT, email TEXT, inhaber_nr INTEGER)"]
    other = systems.source(factories.department("Finanzen"), systems.system(tmp_path, tables, "f.db"), "Buch")
    systems.scanned(other)
    return other


def noted():
    """Return what the triggers noted, added up."""
    numbers = Counter()
    for *key, number in FieldCount.objects.values_list(*KEY, "number"):
        numbers[tuple(key)] += number
    return {key: number for key, number in numbers.items() if number}


def counted():
    """Return what counting every field says."""
    rows = Field.objects.filter(gone_at__isnull=True).values_list(*KEY)
    return dict(
        Counter((source, category, subjects or "", *rest) for source, category, subjects, *rest in rows)
    )


def counts_of(principal, **chosen):
    """Count as the catalogue's page does where these filters are chosen."""
    search = Search(
        categories=chosen.get("category", frozenset()), decisions=chosen.get("decision", frozenset())
    )
    return count_fields(sources_for(principal), search, chosen)


def test_a_scan_is_counted(shop):
    assert noted() == counted() != {}


def test_a_decision_moves_the_number(shop):
    steward = factories.principal(Role.STEWARD, shop.department)
    decide(Field.objects.filter(name="email"), steward, Ruling(Decision.REJECTED), "Nur zum Test")
    assert noted() == counted()
    assert counts_of(steward).by_filter["decision"]["rejected"] == 1


def test_what_is_gone_counts_no_more_and_what_comes_back_does(shop, tmp_path):
    systems.system(tmp_path, ["ALTER TABLE artikel RENAME TO waren"])
    systems.scanned(shop)
    assert noted() == counted()
    systems.system(tmp_path, ["ALTER TABLE waren RENAME TO artikel"])
    systems.scanned(shop)
    assert noted() == counted()
    assert sum(noted().values()) == 7


def test_a_statement_that_the_product_did_not_send_is_counted_too(shop):
    Field.objects.filter(name="preis").delete()
    assert noted() == counted()
    assert sum(noted().values()) == 6


def test_folding_keeps_every_number_in_one_row(shop):
    steward = factories.principal(Role.STEWARD, shop.department)
    decide(Field.objects.filter(name="email"), steward, Ruling(Decision.CONFIRMED))
    before = noted()
    fold_counts()
    assert noted() == before
    assert FieldCount.objects.count() == len(before)


def test_a_recount_mends_what_happened_while_the_triggers_were_off(shop):
    assert recount() == 0
    with pgtrigger.ignore("fields.Field:counts_of_changed"):
        Field.objects.filter(name="preis").update(gone_at=shop.created_at)
    assert noted() != counted()
    assert recount() == 1
    assert noted() == counted()


def test_other_departments_fields_do_not_count(shop, bookkeeping):
    steward = factories.principal(Role.STEWARD, shop.department)
    assert counts_of(steward).total == 7
    assert set(counts_of(steward).by_filter["source_id"]) == {str(shop.pk)}
    assert "financial" not in counts_of(steward).by_filter["category"]
    assert counts_of(factories.principal(Role.DPO)).total == 10


def test_who_sees_no_source_counts_nothing(shop):
    counts = counts_of(factories.principal(Role.STEWARD, factories.department()))
    assert (counts.total, counts.by_category) == (0, {})


@pytest.mark.parametrize("words", [(), ("e",)])
@pytest.mark.parametrize("special", [False, True])
def test_a_filter_s_own_choice_does_not_hide_its_other_values(shop, bookkeeping, words, special):
    dpo = factories.principal(Role.DPO)
    steward = factories.principal(Role.STEWARD, shop.department)
    decide(Field.objects.filter(name="email"), steward, Ruling(Decision.CONFIRMED))
    rows = matching_rows(words, special)
    for category, decision in product(({"contact.email"}, set()), ({"confirmed"}, set())):
        chosen = {"category": frozenset(category), "decision": frozenset(decision)}
        search = Search(words, categories=chosen["category"], decisions=chosen["decision"], special=special)
        counts = count_fields(sources_for(dpo), search, chosen)
        for name in COUNTED:
            assert counts.by_filter[name] == left_by(rows, {**chosen, name: frozenset()}, name)
        assert counts.by_category == left_by(rows, chosen, "category")
        assert counts.total == sum(counts.by_category.values())


def matching_rows(words, special):
    """Return the values of the filters of each field that has these words."""
    rows = Field.objects.values_list(*COUNTED, "special", "search")
    return [
        dict(zip(COUNTED, (str(source), category, subjects or "", decision), strict=True))
        for source, category, subjects, decision, article, text in rows
        if all(word in text for word in words) and (article or not special)
    ]


def left_by(rows, chosen, name):
    """Count the rows that the chosen values leave, by one filter's values."""
    kept = [row for row in rows if all(row[key] in values for key, values in chosen.items() if values)]
    return Counter(row[name] for row in kept)


def test_very_many_hits_are_said_to_be_more_and_not_counted(shop, monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 2)
    monkeypatch.setattr(catalogue, "MOST_COUNTED", 2)
    page = factories.signed_in(Role.DPO).get("/catalog/?text=kunden").content.decode()
    assert "Mehr als 2 Felder" in page
    assert page.count('name="category" value=') == len(counts_of(factories.principal(Role.DPO)).by_category)
    assert "alle gefundenen, mehr als 2" in page


def test_few_of_very_many_hits_are_counted_where_a_filter_leaves_them(shop, monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 2)
    dpo = factories.principal(Role.DPO)
    email = frozenset({"contact.email"})
    counts = count_fields(sources_for(dpo), Search(("kunden",), categories=email), {"category": email})
    assert (counts.total, counts.more, counts.exact) == (1, False, False)
    assert counts.by_category == {"contact.email": 1}
