"""Special categories and plain columns in the large languages of the Union, each in the short forms of real systems."""

import pytest

from tests.catalog.classify.columns import judged

SPECIAL = [
    ("hospital", "patients", "diag_principal", "special.health", ["nom_naissance", "prenom", "date_naiss"]),
    ("rh_paie", "salaries", "cotis_syndicale", "special.union", ["nom", "prenom", "matricule", "nir"]),
    ("rh_paie", "salaries", "taux_invalidite", "special.health", ["nom", "prenom", "matricule", "nir"]),
    ("justice", "condamnes", "casier_judiciaire", "criminal", ["nom", "prenom", "date_naiss"]),
    ("escuela", "alumnos", "clase_religion", "special.religion", ["nombre", "apellidos", "fec_nac"]),
    ("rrhh", "empleados", "grado_discapacidad", "special.health", ["nombre", "apellidos", "nif"]),
    ("rrhh", "empleados", "cuota_sindical", "special.union", ["nombre", "apellidos", "nif"]),
    ("asilo", "solicitantes", "origen_etnico", "special.ethnicity", ["nombre", "apellidos", "fec_nac"]),
    ("paghe", "dipendenti", "trattenuta_sindacale", "special.union", ["cognome", "nome", "cod_fisc"]),
    ("caf", "contribuenti", "scelta_otto_per_mille", "special.religion", ["cognome", "nome", "cod_fisc"]),
    ("scuola", "alunni", "insegnamento_religione", "special.religion", ["cognome", "nome", "data_nasc"]),
    ("jeugd", "jeugdigen", "delict_soort", "criminal", ["voornaam", "achternaam", "geb_datum"]),
    ("gemeente", "burgers", "etnische_achtergrond", "special.ethnicity", ["voornaam", "achternaam", "bsn"]),
    ("hrm", "medewerkers", "vakbond_lid", "special.union", ["voornaam", "achternaam", "bsn"]),
    ("szpital", "pacjenci", "rozpoznanie", "special.health", ["imie", "nazwisko", "pesel"]),
    ("kadry", "pracownicy", "skladka_zwiazkowa", "special.union", ["imie", "nazwisko", "pesel"]),
    ("rh", "funcionarios", "quota_sindical", "special.union", ["nome", "apelido", "nif"]),
    ("hospital", "utentes", "doenca_cronica", "special.health", ["nome", "apelido", "nif"]),
    ("lohn", "personal", "kist_kz", "special.religion", ["name", "vorname", "gebdat"]),
    ("hr", "staff", "relig_code", "special.religion", ["first_name", "last_name", "ni_number"]),
]  # fmt: skip

PLAIN = [
    ("winkel", "artikelen", "wijz_datum", ["artikelnummer", "prijs"]),
    ("negozio", "prodotti", "dt_modifica", ["codice", "prezzo"]),
    ("boutique", "produits", "date_maj", ["code", "prix"]),
    ("tienda", "articulos", "fec_mod", ["codigo", "precio"]),
    ("caf", "sedi", "telefono_sede", ["codice", "indirizzo_sede"]),
]


@pytest.mark.parametrize(("source", "table", "column", "category", "beside"), SPECIAL)
def test_special_data_are_named_in_each_language(
    source: str, table: str, column: str, category: str, beside: list[str]
) -> None:
    assert judged(source, table, [*beside, column])[column].category == category


@pytest.mark.parametrize(("source", "table", "column", "beside"), PLAIN)
def test_columns_of_things_stay_none_in_each_language(
    source: str, table: str, column: str, beside: list[str]
) -> None:
    assert not judged(source, table, [*beside, column])[column].personal
