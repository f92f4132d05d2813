"""The company's own words: propose a version, see what it would change, put it into force."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from catalog.fields.models import CompanyWords
from catalog.fields.rules import number_in_force
from catalog.fields.services.company import (
    LONGEST,
    apply_words,
    changes_for,
    propose_words,
    withdraw_words,
)
from catalog.fields.services.previewing import ask_preview
from catalog.fields.services.problems import NotPossible
from catalog.fields.states import WordsState
from config.web import confirm
from config.web.paging import page_of
from config.web.templatetags.words import count
from consent.parties.actors import names_of
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of, require

EXAMPLE = """\
# %(word)s
[[word]]
word = "Rabattkarte"
category = "identifier.customer"
# %(holds)s
holds = "always"

# %(row)s
[[row]]
word = "Abnahmestelle"
is = "customer"

# %(detector)s
[[detector]]
name = "Kundenkarte"
pattern = "KK-[0-9]{6}"
category = "identifier.customer"
share = 0.6
"""


def example() -> str:
    """Return a text that shows each kind of entry, with comments in the reader's language."""
    return EXAMPLE % {
        "word": _("A word of column names: its category, and when it holds"),
        "holds": _('Or "with_person": only where the row is about a person'),
        "row": _("A word of table names: what a row is about"),
        "detector": _("A form of values, over the whole value; share of the sample, at least"),
    }


class WordsForm(forms.Form):
    """A text or a file, and why it is needed."""

    text = forms.CharField(
        label=gettext_lazy("Words, rows and detectors (TOML)"),
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "code"}),
    )
    file = forms.FileField(label=gettext_lazy("Or a TOML file, in place of the text"), required=False)
    reason = forms.CharField(label=gettext_lazy("Why these words are needed"), max_length=2_000)

    def clean(self) -> dict[str, Any]:
        """Take the file's text in place of the field's."""
        found = super().clean() or self.cleaned_data
        file = found.get("file")
        if file is None:
            return found
        if file.size > LONGEST:
            raise forms.ValidationError(_("The text is longer than %(most)d characters.") % {"most": LONGEST})
        try:
            found["text"] = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not written in UTF-8.")) from None
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WORDS_READ)
def company_words(request: HttpRequest) -> HttpResponse:
    """List the versions; whoever may propose sends a new one, begun from what is in force."""
    principal = principal_of(request)
    current = CompanyWords.objects.filter(state=WordsState.APPLIED).first()
    form = WordsForm(initial={"text": current.text if current else example()})
    if request.method == "POST":
        require(principal, Permission.WORDS_PROPOSE)
        form = WordsForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                words = propose_words(form.cleaned_data["text"], form.cleaned_data["reason"], principal)
            except NotPossible as problem:
                form.add_error("text", str(problem))
            else:
                return redirect("company_version", number=words.number)
    page = page_of(CompanyWords.objects.defer("text"), ("-number",), request.GET.get("cursor"), 20)
    names = names_of(one.proposed_by for one in page)
    context = {
        "page": page,
        "rows": [(one, names.get(one.proposed_by)) for one in page],
        "current": current,
        "form": form if principal.may(Permission.WORDS_PROPOSE) else None,
    }
    return render(request, "fields/company_words.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WORDS_READ)
def company_version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version with exactly what it would change; POST previews, applies or withdraws it."""
    principal = principal_of(request)
    words = get_object_or_404(CompanyWords, number=number)
    if request.method == "POST":
        return _act(request, words, principal)
    if request.htmx and request.htmx.target == "preview":  # type: ignore[attr-defined]
        return _progress(request, words)
    mine = changes_for(words, principal)
    names = names_of(who for who in (words.proposed_by, words.applied_by, words.withdrawn_by) if who)
    fresh = words.previewed_over == number_in_force()
    draft = words.state == WordsState.DRAFT
    context = {
        "words": words,
        "who": names.get(words.proposed_by),
        "applied_by": names.get(words.applied_by) if words.applied_by else None,
        "counts": list(
            mine.values("before", "after").annotate(number=Count("pk")).order_by("-number", "after")
        ),
        "total": mine.count(),
        "elsewhere": words.changes.count() - mine.count(),
        "page": page_of(mine, ("id",), request.GET.get("cursor")),
        "fresh": fresh,
        "may_ask": draft and principal.may(Permission.WORDS_PROPOSE),
        "may_apply": draft and fresh and principal.may(Permission.WORDS_APPLY),
        "may_withdraw": (draft and principal.may(Permission.WORDS_PROPOSE))
        or (words.state == WordsState.APPLIED and principal.may(Permission.WORDS_APPLY)),
    }
    return render(request, "fields/company_version.html", context)


@require_safe
@needs(Permission.WORDS_READ)
def company_toml(request: HttpRequest, number: int) -> HttpResponse:
    """Return a version's text as a file."""
    words = get_object_or_404(CompanyWords, number=number)
    response = HttpResponse(words.text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="company-words-{number}.toml"'
    return response


def _progress(request: HttpRequest, words: CompanyWords) -> HttpResponse:
    """Say how far the preview is; where it has ended, have the whole page loaded anew."""
    if words.previewed_at:
        return HttpResponseClientRefresh()
    return render(request, "fields/company_progress.html", {"words": words})


def _act(request: HttpRequest, words: CompanyWords, principal: Principal) -> HttpResponse:
    action = request.POST.get("action")
    try:
        if action == "apply":
            require(principal, Permission.WORDS_APPLY)
            if not confirm.confirmed(request):
                return confirm.ask(request, _step(words, request.path))
            apply_words(words, principal)
            messages.success(
                request, _("These words are in force. The sources are examined again with them.")
            )
        elif action == "withdraw":
            withdraw_words(words, principal)
            messages.success(request, _("This version is withdrawn."))
        else:
            require(principal, Permission.WORDS_PROPOSE)
            ask_preview(words)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("company_version", number=words.number)


def _step(words: CompanyWords, back: str) -> confirm.Step:
    return confirm.Step(
        title=_("Put version %(number)d of the company’s words into force?") % {"number": words.number},
        sentence=_(
            "Every source is examined again with them. Decisions of people stay; where the words disagree "
            "with one, a finding says so."
        ),
        button=_("Put into force"),
        back=back,
        facts=[(_("Fields that change"), count(words.changes.count()))],
        destructive=False,
    )
