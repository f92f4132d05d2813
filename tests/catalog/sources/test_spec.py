"""A URL becomes a specification; its password never shows; driver options are on a list or refused."""

import pickle
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.sources.connectors.base import SourceError
from catalog.sources.connectors.registry import source_name
from catalog.sources.connectors.spec import Kind, Secret, SourceSpec, parse_url

words = st.text(
    st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), min_size=1, max_size=30
)


@given(user=words, password=words, database=words.filter(lambda text: not text.startswith("/")))
def test_user_password_and_database_survive_the_url(user: str, password: str, database: str) -> None:
    url = f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@db.example:5433/{quote(database, safe='')}"
    spec = parse_url(url)
    assert (spec.user, spec.password.reveal(), spec.database, spec.port) == (user, password, database, 5433)


@given(password=words.filter(lambda text: len(text) > 6))
def test_a_password_shows_in_no_form_of_the_specification(password: str) -> None:
    spec = parse_url(f"mysql://u:{quote(password, safe='')}@host/db")
    assert (
        password not in repr(spec)
        and password not in str(spec.password)
        and password not in source_name(spec)
    )
    with pytest.raises(TypeError):
        pickle.dumps(spec.password)


@pytest.mark.parametrize(
    ("url", "kind", "path", "host"),
    [
        ("postgres://h/d", Kind.POSTGRESQL, "", "h"),
        ("mariadb://h/d", Kind.MYSQL, "", "h"),
        ("sqlite:////srv/a%20b.db", Kind.SQLITE, "/srv/a b.db", ""),
        ("sqlite:///srv/a.db", Kind.SQLITE, "/srv/a.db", ""),
        ("file:///srv/Ablage/", Kind.FOLDER, "/srv/Ablage/", ""),
        ("postgresql:///d?host=/run/postgresql", Kind.POSTGRESQL, "", "/run/postgresql"),
        ("postgresql://[::1]:5432/d", Kind.POSTGRESQL, "", "::1"),
        ("oracle+oracledb://h:1521/d", Kind.GENERIC, "", "h"),
    ],
)
def test_each_kind_has_its_url(url: str, kind: Kind, path: str, host: str) -> None:
    spec = parse_url(url)
    assert (spec.kind, spec.path, spec.host) == (kind, path, host)


@pytest.mark.parametrize(
    "url", ["", "nonsense", "postgresql://h:port/d", "sqlite:///", "file://server/share", "http:"]
)
def test_what_is_no_source_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(SourceError) as refusal:
        parse_url(url)
    assert refusal.value.code == "address" and (not url or url not in str(refusal.value))


@pytest.mark.parametrize(
    "option",
    ["passfile", "sslkey", "sslcert", "sslrootcert", "service", "options", "hostaddr", "local_infile", "init_command",
     "read_default_file", "unix_socket", "plugin_dir", "ssl_key", "krbsrvname"],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["postgresql", "mysql", "oracle"])
def test_a_driver_option_that_is_not_listed_is_refused(scheme: str, option: str) -> None:
    with pytest.raises(SourceError) as refusal:
        parse_url(f"{scheme}://u:geheim@h/d?{option}=/etc/passwd")
    assert refusal.value.code == "option" and "geheim" not in str(refusal.value)


def test_a_listed_option_takes_listed_values_only() -> None:
    assert parse_url("postgresql://h/d?sslmode=require").options["sslmode"] == "require"
    with pytest.raises(SourceError):
        parse_url("postgresql://h/d?sslmode=/etc/passwd")


def test_a_zero_character_is_refused_wherever_it_stands() -> None:
    with pytest.raises(SourceError):
        SourceSpec(Kind.POSTGRESQL, "h", password=Secret("a\0b"))
