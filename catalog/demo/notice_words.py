"""What the demo company's notices say, point by point, in both languages; three wordings of the same."""

from collections.abc import Sequence

from catalog.demo.cast import COMPANY
from consent.purposes.models import Purpose

_STORAGE = {
    "de": (
        "Bis zum Widerruf; danach drei Jahre zum Nachweis.",
        "Wir löschen Ihre Angaben, sobald Sie widerrufen. Nur den Nachweis Ihrer Einwilligung behalten wir drei Jahre.",
    ),
    "en": (
        "Until withdrawal; then three years as proof.",
        "We erase your data as soon as you withdraw. Only the proof of your consent stays for three years.",
    ),
}
_RIGHTS = {
    "de": (
        "Auskunft, Berichtigung, Löschung, Einschränkung, Datenübertragbarkeit, Widerspruch.",
        "Sie können erfahren, was wir über Sie gespeichert haben, es berichtigen, löschen, einschränken oder "
        "mitnehmen, und Sie können widersprechen.",
    ),
    "en": (
        "Access, rectification, erasure, restriction, portability, objection.",
        "You can learn what we keep about you, have it corrected, erased, restricted or handed over, and object.",
    ),
}  # fmt: skip


def words_of(
    purposes: Sequence[Purpose], recipients: Sequence[str], wording: int, language: str
) -> dict[str, str]:
    """Return the words of each point for these purposes in one of three wordings."""
    told = _german(purposes) if language == "de" else _english(purposes)
    return told | {
        "controller": f"{COMPANY['legal_name']}, {COMPANY['address']}, {COMPANY['contact']}",
        "dpo": f"{COMPANY['dpo_name']}, {COMPANY['dpo_contact']}",
        "recipients": ", ".join(recipients),
        "storage": _STORAGE[language][min(wording, 2) - 1],
        "rights": _RIGHTS[language][1 if wording == 3 else 0],
    }


def _german(purposes: Sequence[Purpose]) -> dict[str, str]:
    return {
        "first_layer": " ".join(one.description_de for one in purposes),
        "purposes": "\n".join(
            f"{one.name_de}: {one.description_de} {_BASES[one.key][0]}" for one in purposes
        ),
        "interests": "Bestandskunden über unser Sortiment zu informieren und Betrug zu verhindern.",
        "withdrawal": "Jederzeit mit einem Klick in Ihren Einstellungen oder in jeder E-Mail.",
        "complaint": "Die Landesbeauftragte für den Datenschutz Niedersachsen, Prinzenstraße 5, 30159 Hannover.",
        "duty_to_provide": "Was für Bestellung und Lieferung nötig ist, erfordert der Vertrag; alles andere ist freiwillig.",
    }


def _english(purposes: Sequence[Purpose]) -> dict[str, str]:
    return {
        "first_layer": " ".join(one.description_en for one in purposes),
        "purposes": "\n".join(
            f"{one.name_en}: {one.description_en} {_BASES[one.key][1]}" for one in purposes
        ),
        "interests": "To tell existing customers about our range, and to prevent fraud.",
        "withdrawal": "At any time with one click in your settings or in every e-mail.",
        "complaint": "The Data Protection Commissioner of Lower Saxony, Prinzenstraße 5, 30159 Hannover.",
        "duty_to_provide": "The contract needs what ordering and delivery need; everything else is up to you.",
    }


_CONSENT = ("(Einwilligung, Art. 6 Abs. 1 lit. a DSGVO)", "(consent, Art. 6(1)(a) GDPR)")
_INTERESTS = (
    "(berechtigtes Interesse, Art. 6 Abs. 1 lit. f DSGVO)",
    "(legitimate interests, Art. 6(1)(f) GDPR)",
)
_BASES = {
    "newsletter": _CONSENT,
    "product_recommendations": _CONSENT,
    "cx_analysis": _CONSENT,
    "offers_by_mail": _CONSENT,
    "postal_advertising": _INTERESTS,
    "fraud_prevention": _INTERESTS,
    "order_fulfilment": ("(Vertrag, Art. 6 Abs. 1 lit. b DSGVO)", "(contract, Art. 6(1)(b) GDPR)"),
    "bookkeeping": ("(Gesetz, Art. 6 Abs. 1 lit. c DSGVO)", "(law, Art. 6(1)(c) GDPR)"),
}
