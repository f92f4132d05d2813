"""A message to a worker may get lost; whoever asked for the work gets their answer all the same."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from config.messages import hand_over


@shared_task(name="tests.look_at")
def look_at(row):
    seen.append(row)


seen: list[object] = []


def test_the_worker_is_told_the_key_of_the_row():
    seen.clear()
    hand_over(look_at, 7)
    assert seen == [7]


def test_a_broker_that_does_not_answer_is_logged_and_not_raised(monkeypatch, caplog):
    def unreachable(*args: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(look_at, "delay", unreachable)
    with caplog.at_level(logging.WARNING):
        hand_over(look_at, 7)
    assert "the sweeper finds it" in caplog.text
