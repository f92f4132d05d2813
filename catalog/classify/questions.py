"""The one question that would settle an unsure verdict, with what each answer would lead to."""

from dataclasses import dataclass

from catalog.classify.types import ColumnDescription, Verdict
from consent.law.categories import CATEGORIES, Special, Subjects

SURE = 0.9
"""From this confidence on, in "personal" and in the category, nothing is asked."""

SURE_OF_CATEGORY = 0.8
"""The same for the category alone."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer and what it would make of the column."""

    key: str
    de: str
    en: str
    category: str

    @property
    def personal(self) -> bool:
        """Whether the column would hold personal data."""
        return self.category != "none"

    @property
    def special(self) -> Special | None:
        """The article that would protect it beyond Art. 6 GDPR."""
        return CATEGORIES[self.category].special


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask the steward of one column."""

    key: str
    de: str
    en: str
    choices: tuple[Choice, ...]


def settling_question(description: ColumnDescription, verdict: Verdict) -> Question | None:
    """The question that would settle the verdict, or None where it is sure enough."""
    if verdict.confidence >= SURE and verdict.category_confidence >= SURE_OF_CATEGORY:
        return None
    rules = {reason.rule for reason in verdict.reasons}
    if verdict.special is not None:
        return _special(description, verdict)
    if "table_unknown" in rules and not verdict.personal:
        return _row(description)
    if not verdict.personal and rules & {"organisation", "table_organisation", "not_about_a_person"}:
        return _whose(description)
    return _what(description, verdict)


def settled(description: ColumnDescription, verdict: Verdict, choice: Choice) -> Verdict:
    """The verdict as the answer makes it: a person's word, so there is nothing left to doubt."""
    subjects = (verdict.subjects or Subjects.UNKNOWN) if choice.personal else None
    return Verdict(choice.personal, choice.category, choice.special, subjects, 1.0, 1.0, verdict.reasons)


def _special(description: ColumnDescription, verdict: Verdict) -> Question:
    category = CATEGORIES[verdict.category]
    article = "Art. 10" if category.special == "art10" else "Art. 9"
    return Question(
        "special",
        f"Sagt „{description.column}“ in „{description.table}“ etwas über eine einzelne Person, und zwar:"
        f" {category.de} ({article} DSGVO)?",
        f'Does "{description.column}" in "{description.table}" say something about one person, namely:'
        f" {category.en} ({article} GDPR)?",
        (
            Choice("yes", f"Ja: {category.de}", f"Yes: {category.en}", verdict.category),
            Choice(
                "other",
                "Über eine Person, aber etwas anderes",
                "About a person, but something else",
                "behaviour",
            ),
            Choice(
                "catalogue", "Nein: ein Verzeichnis, keine Person", "No: a list of values, no person", "none"
            ),
        ),
    )


def _row(description: ColumnDescription) -> Question:
    guess = "free_text_may_contain_personal_data"
    return Question(
        "row",
        f"Wovon handelt eine Zeile in „{description.table}“?",
        f'What is a row of "{description.table}" about?',
        (
            Choice("person", "Von einer Person oder dem, was sie tut", "A person, or what one does", "behaviour"),
            Choice("text", "Von einem Vorgang; Personen kommen im Text vor", "An event; people occur in its text", guess),
            Choice("organisation", "Von einer Firma oder Einrichtung", "A company or an institution", "none"),
            Choice("thing", "Von einer Sache oder von der Technik", "A thing, or the technology", "none"),
        ),
    )  # fmt: skip


def _whose(description: ColumnDescription) -> Question:
    return Question(
        "whose",
        f"Gehört „{description.column}“ in „{description.table}“ zu einer Person (auch: Ansprechpartner,"
        " Einzelunternehmer) oder zur Organisation?",
        f'Does "{description.column}" in "{description.table}" belong to a person (also: contact person,'
        " sole trader) or to the organisation?",
        (
            Choice(
                "contact", "Zu einer Person: Kontaktangabe", "To a person: contact details", "contact.phone"
            ),
            Choice("address", "Zu einer Person: Anschrift", "To a person: address", "address"),
            Choice("organisation", "Zur Organisation", "To the organisation", "none"),
        ),
    )


def _what(description: ColumnDescription, verdict: Verdict) -> Question:
    keys = dict.fromkeys(
        (verdict.category, "behaviour", "financial", "free_text_may_contain_personal_data", "none")
    )
    return Question(
        "what",
        f"Was steht in „{description.column}“ in „{description.table}“?",
        f'What does "{description.column}" in "{description.table}" hold?',
        tuple(Choice(key, CATEGORIES[key].de, CATEGORIES[key].en, key) for key in keys),
    )
