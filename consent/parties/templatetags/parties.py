"""Tags of the account pages: the picture that an authenticator app scans, who an actor is."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from consent.parties.permissions import PERMISSION_WORDS, Permission, Role

register = template.Library()
_PATH = re.compile(r'<path\b[^>]*\bd="([MLHVZmlhvz0-9 .,-]+)"')
_BOX = re.compile(r'viewBox="([0-9 .]+)"')


@register.simple_tag
def qr(svg: str) -> SafeString:
    """Draw a QR code from the library's SVG: its outline only, dark on light in every mode."""
    path, box = _PATH.search(svg), _BOX.search(svg)
    if path is None or box is None:
        return mark_safe("")
    return format_html(
        '<svg class="qr" role="img" viewBox="{}"><title>{}</title><rect width="100%" height="100%"/>'
        '<path d="{}"/></svg>',
        box.group(1),
        _("QR code for the authenticator app"),
        path.group(1),
    )


@register.filter
def role_word(role: str) -> str:
    """Name a role in the reader's language."""
    return str(Role(role).word)


@register.filter
def permission_word(permission: str) -> str:
    """Name a right that a service may have."""
    return str(PERMISSION_WORDS.get(Permission(permission), permission))
