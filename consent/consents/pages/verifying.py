"""The public page that verifies receipts, and the keys for doing so elsewhere. It looks nobody up."""

import json

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from consent.consents import receipting
from consent.consents.receipts import jws

_LARGEST = 200_000


class ReceiptForm(forms.Form):
    """A receipt, pasted or as a file."""

    text = forms.CharField(
        label=gettext_lazy("Signed text"), required=False, max_length=_LARGEST,
        help_text=gettext_lazy("It stands at the end of the receipt and begins with eyJ."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("or the file receipt-….jws"), required=False)

    def clean(self) -> dict[str, str]:
        """Take the one or the other."""
        given = super().clean() or {}
        file = given.get("file")
        if file is not None and file.size <= _LARGEST:
            given["text"] = file.read().decode("ascii", "replace")
        if not given.get("text", "").strip():
            raise forms.ValidationError(_("Paste the signed text of a receipt, or choose its file."))
        return given


@csrf_exempt  # changes nothing and knows nobody: whoever verifies needs no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Verify the signature of a receipt against this installation's keys."""
    form = ReceiptForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            said = receipting.verified(form.cleaned_data["text"])
        except jws.NotSigned:
            context["refused"] = True
        else:
            context["said"] = json.dumps(said["record"], ensure_ascii=False, indent=2)
            context["issued"] = said["issued"]
            context["summary"] = said["kantara"]
    return render(request, "consents/verify.html", context)


@require_safe
@cache_control(max_age=3600, public=True)
def keys(request: HttpRequest) -> HttpResponse:
    """Return the public keys as JSON Web Key Set."""
    answer = JsonResponse(receipting.key_set(), content_type="application/jwk-set+json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
