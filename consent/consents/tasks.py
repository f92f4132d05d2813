"""What the worker does for consents. A task says only which row to look at; the row decides."""

from uuid import UUID

from celery import shared_task

from consent.consents import centre, importing, reporting, searching


@shared_task
def deliver_report(number: int) -> None:
    """Send one report of a withdrawal."""
    reporting.deliver(number)


@shared_task
def answer_search(search: str) -> None:
    """Answer whose an identifier is."""
    searching.answer(UUID(search))


@shared_task
def answer_code_request(key: str) -> None:
    """Mail a code to whoever asked for one."""
    centre.answer_code_request(UUID(key))


@shared_task
def run_import(key: str) -> None:
    """Work on an import."""
    importing.work_on(UUID(key))


@shared_task
def sweep_consents() -> None:
    """Send reports whose time has come or whose message was lost; forget what nobody waits for."""
    for number in reporting.due():
        deliver_report.delay(number)
    for key in centre.unanswered():
        answer_code_request.delay(str(key))
    for key in importing.abandoned():
        run_import.delay(str(key))
    searching.forget_old()
    centre.forget_old()
