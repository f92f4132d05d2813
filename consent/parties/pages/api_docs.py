"""The API's description as a page: Swagger UI from our own files, under the strict content policy."""

from typing import Any

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from consent.parties.principals import principal_of


# Swagger UI's own stylesheet draws its arrows as data: images
@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class Docs(TemplateView):
    """Swagger UI over /api/schema/; whoever is signed in tries the API with their own session."""

    template_name = "parties/api_docs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Refuse strangers: every address of the API asks who is there."""
        principal_of(self.request)
        return super().get_context_data(**kwargs)
