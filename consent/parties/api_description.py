"""The API's OpenAPI description, read into what its page shows: groups of calls with their values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Value:
    """One parameter or one field: its name, its type in words, whether it has to be there."""

    name: str
    type: str
    required: bool
    words: str = ""


@dataclass(frozen=True)
class Call:
    """One call: method and address, what it does, what it takes, what it gives."""

    method: str
    path: str
    words: str
    parameters: Sequence[Value]
    body: Sequence[Value]
    answers: Sequence[tuple[str, str, Sequence[Value]]]

    @property
    def anchor(self) -> str:
        """Return an id for links to this call."""
        return f"{self.method}{self.path}".replace("/", "-").replace("{", "").replace("}", "").strip("-")


def groups_of(schema: Mapping[str, Any]) -> list[tuple[str, list[Call]]]:
    """Return the calls by what they are about: the first part of the address after the version."""
    calls = sorted(_calls(schema), key=lambda call: (_subject(call.path), call.path, call.method))
    return [(subject, list(some)) for subject, some in groupby(calls, lambda call: _subject(call.path))]


def _subject(path: str) -> str:
    parts = path.strip("/").split("/")
    return parts[2] if len(parts) > 2 else parts[-1]


def _calls(schema: Mapping[str, Any]) -> Iterator[Call]:
    parts = schema.get("components", {}).get("schemas", {})
    for path, item in schema["paths"].items():
        for method in _METHODS:
            if method in item:
                yield _call(method, path, item[method], parts)


def _call(method: str, path: str, said: Mapping[str, Any], parts: Mapping[str, Any]) -> Call:
    return Call(
        method=method.upper(),
        path=path,
        words=said.get("summary") or said.get("description", ""),
        parameters=[_parameter(one) for one in said.get("parameters", ())],
        body=_fields(_content(said.get("requestBody", {})), parts),
        answers=[
            (status, answer.get("description", ""), _fields(_content(answer), parts))
            for status, answer in said.get("responses", {}).items()
        ],
    )


def _parameter(one: Mapping[str, Any]) -> Value:
    return Value(
        one["name"], _type(one.get("schema", {})), one.get("required", False), one.get("description", "")
    )


def _content(holder: Mapping[str, Any]) -> Mapping[str, Any]:
    for media in holder.get("content", {}).values():
        found: Mapping[str, Any] = media.get("schema", {})
        return found
    return {}


def _fields(shape: Mapping[str, Any], parts: Mapping[str, Any]) -> list[Value]:
    """Return the fields of an object, or of the objects in a list or page."""
    found = _resolved(shape, parts)
    if found.get("type") == "array":
        return _fields(found.get("items", {}), parts)
    fields: Mapping[str, Any] = found.get("properties", {})
    if "results" in fields and "next" in fields:
        return _fields(fields["results"], parts)
    needed = set(found.get("required", ()))
    return [
        Value(name, _type(_resolved(one, parts)), name in needed, one.get("description", ""))
        for name, one in fields.items()
    ]


def _resolved(shape: Mapping[str, Any], parts: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in shape:
        found: Mapping[str, Any] = parts.get(shape["$ref"].rsplit("/", 1)[-1], {})
        return found
    if len(shape.get("allOf", ())) == 1:
        return _resolved(shape["allOf"][0], parts)
    return shape


def _type(shape: Mapping[str, Any]) -> str:
    if "enum" in shape:
        return " | ".join(str(one) for one in shape["enum"])
    if shape.get("type") == "array":
        inner = shape.get("items", {})
        return f"[{_type(inner) if 'type' in inner else 'object'}]"
    kind = shape.get("format") or shape.get("type") or "object"
    return f"{kind}?" if shape.get("nullable") else str(kind)
