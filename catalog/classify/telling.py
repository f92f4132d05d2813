"""What columns and events tell of a row: sets of concepts and kinds that speak for or against a person."""

from catalog.classify.columns import Column

TELLING = frozenset({
    "given_name", "family_name", "full_name", "birth_name", "birth_date", "gender", "salutation",
    "social_security", "national_id", "marital_status", "passport", "nationality", "tax_id", "initials",
    "health_insurance_number",
})  # fmt: skip
"""Concepts that only a row about a person has; two of them make it one."""

SOFT = frozenset({"email", "mobile", "academic_title", "iban", "password", "username", "age"})
"""Concepts that make a person likelier without proving one, beside those that are only a person's."""

TELLING_VALUES = frozenset({
    "first_name", "surname", "full_name", "social_security", "health_insurance_number", "national_id", "gender",
})  # fmt: skip

SOFT_VALUES = frozenset({"email", "iban", "blood", "religion", "password_hash", "birth_date"})
"""What values show of columns whose names say nothing."""

IMPERSONAL = frozenset({
    "actor", "supervisor", "contact_person", "official_name", "author", "person_key", "parent_key", "token",
    "secret", "session", "ip_address", "user_agent", "cookie", "device_id", "signature", "church_tax",
})  # fmt: skip
"""Concepts about people who act on a row, or about a program, which do not make the row a person's."""

STAFF = frozenset({
    "employee", "user", "doctor", "teacher", "driver", "author_person", "owner", "profile", "contact",
})  # fmt: skip
"""People who act on rows that are about somebody or something else."""

STAFF_EVENTS = frozenset({
    "payroll", "login_event", "newsletter_event", "credential_event", "review_event", "bank_event",
    "usage_event", "address_event", "phone_event", "email_event", "photo_event", "sick_event",
})  # fmt: skip
"""Events that are about whoever is named, also one of the staff."""

CATALOGUE = frozenset({"id", "code", "name", "number", "text", "type", "row_system"})

LOOKUP_HEADS = frozenset({"type", "status", "code", "level", "reason"})

REACH = frozenset({"address_event", "phone_event", "email_event"})

FLUID = frozenset(
    {"ticket", "visit_event", "booking", "message", "history_event", "claim", "call_event", "attendance"}
)
"""Events whose kind depends on the field of life: a case of the police, a visit to a clinic."""

TOLD = frozenset({"ticket", "message", "attendance"})
"""Of these, what some columns speak of says nothing of the others: an allergy in a complaint about an article."""

OWNED = frozenset({"document", "project", "machine", "animal", "place", "timetable", "unit"})
"""Things that belong to whoever they refer to; a product or a ledger line does not."""

NAMING = frozenset({"given_name", "family_name", "full_name", "birth_date", "birth_name", "initials"})

NOBODY = frozenset({"actor", "supervisor", "tenant", "row_system"})
"""References that do not say whom a row is about: who acted on it, whose data base it is."""

GENERIC = frozenset({"person", "profile"})
"""Rows that may describe further somebody whose own row stands elsewhere."""

ENTITY_ROLES = frozenset({"person", "event", "organisation", "thing", "system"})


def refers(column: Column) -> bool:
    """Whether a column that names a person holds a reference to one."""
    reading = column.reading
    if column.target is not None or column.shape == "link":
        return True
    if not {"id", "number", "code", "name"}.isdisjoint(reading.shapes):
        return True
    if reading.concept is not None:
        return reading.concept.key in ("person_number", "person_key", "health_insurance_number")
    return not reading.shapes and column.shape in ("number", "unknown")


def catalogue_column(column: Column) -> bool:
    """Whether a column is what a list of values has: key, code, name, technical entries."""
    reading = column.reading
    if reading.concept is not None:
        return reading.concept.mode in ("never", "audit") or reading.concept.key in ("long_text", "note")
    return bool(reading.shapes) and set(reading.shapes) <= CATALOGUE and not reading.persons
