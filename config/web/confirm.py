"""The step before something that cannot be undone: says in numbers what will happen, and asks once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

FIELD = "confirmed"


@dataclass(frozen=True)
class Step:
    """What is asked: a title, a sentence, the facts in numbers, the button's word, and the way back."""

    title: str | Promise
    sentence: str | Promise
    button: str | Promise
    back: str
    facts: Sequence[tuple[str | Promise, str | Promise]] = field(default_factory=tuple)
    destructive: bool = True


def confirmed(request: HttpRequest) -> bool:
    """Say whether the reader has seen the step and sent it."""
    return request.method == "POST" and request.POST.get(FIELD) == "yes"


def ask(request: HttpRequest, step: Step) -> HttpResponse:
    """Show the step; its button sends the same values again to the same address, confirmed.

    A view: `if not confirm.confirmed(request): return confirm.ask(request, Step(...))`, then does it.
    """
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {"csrfmiddlewaretoken", FIELD}
    ]
    return render(request, "web/confirm.html", {"step": step, "kept": kept, "confirm_field": FIELD})
