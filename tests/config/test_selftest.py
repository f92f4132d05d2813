"""`selftest`: published vectors pass, a wrong one is named with exit 1, a folder without any is exit 2."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.operations import vectors

SIGNATURE = vectors.json.loads(vectors.OWN.read_text())["ed25519"][0]


def wycheproof(folder: Path, result: str) -> Path:
    test = {"tcId": 7, "msg": "", "sig": SIGNATURE["signature"], "result": result}
    content = {
        "algorithm": "EDDSA",
        "testGroups": [{"publicKey": {"pk": SIGNATURE["public"]}, "tests": [test]}],
    }
    (folder / "ed25519_test.json").write_text(json.dumps(content))
    return folder


def test_what_is_installed_says_what_was_published() -> None:
    found = vectors.own()
    assert {one.name for one in found} == {"aes-cmac", "hkdf-sha256", "ed25519", "rfc-9162-tree"}
    assert all(one.tried and not one.wrong for one in found)


def test_a_vector_that_does_not_pass_is_named_and_the_exit_is_1(tmp_path: Path, capsys) -> None:
    call_command("selftest", vectors=wycheproof(tmp_path, "valid"))
    with pytest.raises(SystemExit) as ended:
        call_command("selftest", vectors=wycheproof(tmp_path, "invalid"), json=True)
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["wrong"] == 1


def test_a_folder_without_vectors_is_said_and_not_passed(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no vectors"):
        call_command("selftest", vectors=tmp_path)
    with pytest.raises(CommandError, match="not a folder"):
        call_command("selftest", vectors=tmp_path / "none")
