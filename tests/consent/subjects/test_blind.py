"""Blind indexes and the column-wise CMAC under them: published vectors, and equal to one by one."""

from uuid import UUID

import polars as pl
import pyarrow as pa
import pytest
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given
from hypothesis import strategies as st

from consent.subjects.blind import blind_indexes, normalise
from consent.subjects.cmac import cmac

# NIST SP 800-38B, examples for AES-256; RFC 4493, examples for AES-128
MESSAGE = bytes.fromhex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
)
KEY_256 = bytes.fromhex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
KEY_128 = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")
VECTORS = [
    (KEY_256, 0, "028962f61b7bf89efc6b551f4667d983"),
    (KEY_256, 16, "28a7023f452e8f82bd4bf28d8c37c35c"),
    (KEY_256, 40, "aaf3d8f1de5640c232f5b169b9c911e6"),
    (KEY_256, 64, "e1992190549f6ed5696a2c056c315410"),
    (KEY_128, 0, "bb1d6929e95937287fa37d129b756746"),
    (KEY_128, 16, "070a16b46b4d4144f79bdd9dd04a287c"),
    (KEY_128, 40, "dfa66747de9ae63030ca32611497c827"),
    (KEY_128, 64, "51f0bebf7e3b9d92fc49741779363cfe"),
]
ROOT = bytes(range(32))
SHOP, FINANCE = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(("key", "length", "tag"), VECTORS)
def test_sp_800_38b_and_rfc_4493_vectors(key, length, tag):
    assert cmac(key, pa.array([MESSAGE[:length]], pa.binary()))[0].as_py().hex() == tag


@given(st.lists(st.none() | st.binary(max_size=70), max_size=12), st.binary(min_size=32, max_size=32))
def test_a_column_equals_one_by_one(messages, key):
    def one(message):
        mac = CMAC(AES(key))
        mac.update(message)
        return mac.finalize()

    expected = [None if m is None else one(m) for m in messages]
    assert cmac(key, pa.array(messages, pa.binary())).to_pylist() == expected


def test_a_slice_of_a_column_is_the_slice_and_nothing_else():
    whole = pa.array([b"a" * 16, b"b" * 20, b"c" * 16, b"d"], pa.binary())
    assert cmac(ROOT, whole[1:3]).to_pylist() == cmac(ROOT, whole).to_pylist()[1:3]


def of(kind, value, issuer=None):
    return blind_indexes(ROOT, kind, issuer, pl.Series([value]))[0].as_py()


def test_the_same_number_of_two_issuers_has_two_indexes():
    assert of("customer_number", "1001", SHOP) != of("customer_number", "1001", FINANCE)
    assert of("customer_number", "1001", SHOP) != of("iban", "1001", SHOP)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("email", "Anna.Weiß@Example.com ", "anna.weiß@example.com"),
        ("email", "mu\u0308ller@example.com", "m\u00fcller@example.com"),
        ("phone", "0176 040690-12", "+49 17604069012"),
        ("customer_number", "kd-10 01", "KD1001"),
        ("iban", "DE02 1203 0000 0000 2020 51", "de02120300000000202051"),
    ],
)
def test_two_spellings_of_one_identifier_have_one_index(kind, one, other):
    assert of(kind, one) == of(kind, other)


def test_leading_zeros_are_part_of_a_number():
    assert of("customer_number", "001") != of("customer_number", "1")


@pytest.mark.parametrize(("kind", "value"), [("email", "  "), ("phone", "none"), ("customer_number", None)])
def test_no_identifier_no_index(kind, value):
    assert of(kind, value) is None


@given(st.lists(st.none() | st.text(max_size=30), max_size=6))
def test_normalising_twice_changes_nothing(values):
    for kind in ("email", "customer_number", "phone", "other"):
        _, once = normalise(kind, pl.Series(values, dtype=pl.String))
        _, twice = normalise(kind, once)
        assert once.to_list() == twice.to_list()
