"""Tags for forms: a field with label, help and error tied together; the summary of what is wrong."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()

_PLAIN = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect)


@register.inclusion_tag("web/pieces/field.html")
def field(bound: BoundField, label: Any = "", hint: Any = "") -> dict[str, Any]:
    """Show one field of a form; `label` and `hint` take the place of the form's own."""
    widget = bound.field.widget
    return {
        "field": bound,
        "control": _control(bound, hint),
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "optional": not bound.field.required and not isinstance(widget, forms.CheckboxInput),
        "single": isinstance(widget, forms.CheckboxInput),
        "group": bound.use_fieldset,
    }


@register.inclusion_tag("web/pieces/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """Show the summary of errors, the hidden fields and every visible field of a form."""
    return {"form": form}


@register.inclusion_tag("web/pieces/errors.html")
def errors(form: forms.BaseForm) -> dict[str, Any]:
    """Say on top what is wrong with a sent form, with a link to each field; takes the focus."""
    wrong = [bound for bound in form if bound.errors]
    return {"general": form.non_field_errors(), "wrong": wrong}


def _control(bound: BoundField, hint: Any) -> SafeString:
    attributes: dict[str, Any] = {}
    if not isinstance(bound.field.widget, _PLAIN):
        attributes["class"] = f"in {bound.field.widget.attrs.get('class', '')}".strip()
    if isinstance(bound.field.widget, forms.Textarea) and str(bound.field.widget.attrs.get("rows")) == "10":
        attributes["rows"] = 4  # the framework's default is a page of its own
    if hint and not bound.help_text and not bound.use_fieldset:
        described = f"{bound.auto_id}_helptext"
        attributes["aria-describedby"] = f"{described} {bound.auto_id}_error" if bound.errors else described
    return bound.as_widget(attrs=attributes)
