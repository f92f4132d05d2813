"""The page of the API is made from its description: calls in groups, references and pages followed."""

from consent.parties.api_description import groups_of

ROW = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "format": "uuid"}}}
PAGE = {
    "type": "object",
    "properties": {
        "next": {"type": "string", "nullable": True},
        "results": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}},
    },
}
SCHEMA = {
    "components": {"schemas": {"Row": ROW, "Page": PAGE}},
    "paths": {
        "/api/v1/rows/": {
            "get": {
                "description": "List rows.",
                "parameters": [{"name": "cursor", "schema": {"type": "string"}}],
                "responses": {
                    "200": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}},
                        "description": "",
                    }
                },
            }
        },
        "/api/v1/me/": {"get": {"responses": {"204": {"description": "Nothing"}}}},
    },
}


def test_calls_are_grouped_by_what_they_are_about():
    assert [(subject, len(calls)) for subject, calls in groups_of(SCHEMA)] == [("me", 1), ("rows", 1)]


def test_a_page_shows_the_fields_of_its_rows():
    call = groups_of(SCHEMA)[1][1][0]
    (status, _words, fields) = call.answers[0]
    assert (call.method, call.words, status) == ("GET", "List rows.", "200")
    assert [(field.name, field.type, field.required) for field in fields] == [("id", "uuid", True)]
    assert [value.name for value in call.parameters] == ["cursor"]


def test_an_answer_without_body_keeps_its_words():
    assert groups_of(SCHEMA)[0][1][0].answers == [("204", "Nothing", [])]
