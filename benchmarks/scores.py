"""How right a classifier is on labelled columns: precision, recall, F1, MCC, categories, Art. 9 and 10."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What one classifier holds of one column: a category key, or None where it only says "personal"."""

    personal: bool
    category: str | None
    special: bool
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one classifier over unambiguous columns."""

    columns: int
    precision: float
    recall: float
    f1: float
    mcc: float
    category: float
    """The share of the personal columns that got the right category."""
    special: int
    flagged: float
    kind: float


def score(rows: Sequence[dict[str, Any]], answers: Sequence[Answer]) -> Score:
    """Compare answers with labels; columns marked ambiguous are left out."""
    pairs = [(row["label"], answer) for row, answer in zip(rows, answers, strict=True) if not row["notes"]]
    found = sum(answer.personal and label != "none" for label, answer in pairs)
    alarms = sum(answer.personal and label == "none" for label, answer in pairs)
    missed = sum(not answer.personal and label != "none" for label, answer in pairs)
    rightly = len(pairs) - found - alarms - missed
    personal = [(label, answer) for label, answer in pairs if label != "none"]
    special = [
        (label, answer) for label, answer in pairs if label.startswith("special") or label == "criminal"
    ]
    precision, recall = _share(found, found + alarms), _share(found, found + missed)
    spread = math.sqrt((found + alarms) * (found + missed) * (rightly + alarms) * (rightly + missed))
    return Score(
        columns=len(pairs),
        precision=precision,
        recall=recall,
        f1=_share(2 * precision * recall, precision + recall),
        mcc=_share(found * rightly - alarms * missed, spread),
        category=_share(sum(answer.category == label for label, answer in personal), len(personal)),
        special=len(special),
        flagged=_share(sum(answer.special for _, answer in special), len(special)),
        kind=_share(sum(answer.category == label for label, answer in special), len(special)),
    )


def reliability(
    rows: Sequence[dict[str, Any]], answers: Sequence[Answer]
) -> Iterable[tuple[float, int, float, float]]:
    """Per tenth of stated confidence: its lower end, columns, mean stated, share right."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for row, answer in zip(rows, answers, strict=True):
        if not row["notes"]:
            right = (row["label"] != "none") == answer.personal
            bins.setdefault(min(int(answer.confidence * 10), 9), []).append((answer.confidence, right))
    for tenth, found in sorted(bins.items()):
        stated = sum(confidence for confidence, _ in found) / len(found)
        yield tenth / 10, len(found), stated, sum(right for _, right in found) / len(found)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
