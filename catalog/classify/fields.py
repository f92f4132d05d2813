"""Fields of life (health, education, crime, ...): which categories and which people belong to which."""

OF_CATEGORY = {
    "special.health": "health",
    "special.genetic": "health",
    "special.religion": "religion",
    "special.political": "politics",
    "special.union": "union",
    "criminal": "crime",
}
THEME = {
    "health": "special.health",
    "religion": "special.religion",
    "politics": "special.political",
    "crime": "criminal",
}
OF_PERSON = {
    "patient": "health", "donor_body": "health", "insured": "health",
    "pupil": "education", "student": "education", "teacher": "education", "child": "education",
    "employee": "work", "applicant": "work", "doctor": "health",
    "accused": "crime", "victim": "crime", "parishioner": "religion", "party_member": "politics", "union_member": "union",
}  # fmt: skip
