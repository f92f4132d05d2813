"""How often something may be tried: counters that every process shares, by a keyed hash of who tries."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac


def within(action: str, who: str, most: int, seconds: int) -> bool:
    """Count one try and say whether it is still within the limit."""
    key = (
        f"consents.{action}.{salted_hmac('consents.limits', who.casefold(), algorithm='sha256').hexdigest()}"
    )
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ended between the two
        return True
