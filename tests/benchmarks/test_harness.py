"""compare() times both sides fairly and prints what the checks read."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks import environments
from benchmarks.__main__ import main
from benchmarks.environments import ReferenceProcess
from benchmarks.harness import compare, print_json


@pytest.fixture(autouse=True)
def as_json():
    print_json(True)
    yield
    print_json(False)


def test_a_comparison_is_one_json_line_with_throughputs_and_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    compare("demo", lambda: 0.5, lambda: 1.0, against="a reference", unit="rows/s", n=100)

    assert json.loads(capsys.readouterr().out) == {
        "name": "demo",
        "ours": 200.0,
        "reference": 100.0,
        "against": "a reference",
        "unit": "rows/s",
        "ratio": 2.0,
        "n": 100,
    }


def test_rounds_are_interleaved_and_each_side_begins_in_turn() -> None:
    order: list[str] = []

    def side(name: str) -> float:
        order.append(name)
        return 1.0

    compare("demo", lambda: side("ours"), lambda: side("reference"), against="", unit="", n=1, warm_up=False)

    assert order == ["ours", "reference", "reference", "ours"] * 2 + ["ours", "reference"]


def test_the_median_counts_not_the_best_nor_the_mean(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter([1.0, 1.0, 2.0, 2.0, 90.0])

    compare("demo", lambda: next(seconds), lambda: 2.0, against="", unit="", n=2, warm_up=False)

    assert json.loads(capsys.readouterr().out)["ratio"] == 1.0


def test_fewer_than_five_rounds_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 5 rounds"):
        compare("demo", lambda: 1.0, lambda: 1.0, against="", unit="", n=1, rounds=4)


def test_a_reference_in_another_process_reports_its_own_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "serve.py").write_text((environments.REFERENCES / "serve.py").read_text())
    (tmp_path / "slow.py").write_text("from serve import serve\nserve(lambda: sum(range(1000)))\n")
    monkeypatch.setattr(environments, "REFERENCES", tmp_path)

    with ReferenceProcess(Path(sys.executable), "slow.py") as reference:
        first, second = reference.run(), reference.run()

    assert 0 < first < 1
    assert 0 < second < 1


def test_an_unknown_benchmark_is_one_sentence_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no_such_benchmark"]) == 2
    assert capsys.readouterr().err.startswith("There is no benchmark no_such_benchmark; there are: ")
