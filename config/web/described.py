"""Holds every call of the API against its own description: what is not described is refused, not passed over.

A misspelt filter would show more than was asked for, a misspelt field would leave something unsaid. The
description (drf-spectacular's) is what the API's page shows, so both can never say different things.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:  # the framework loads this module while it makes its views
    from rest_framework.views import APIView

_BODIES = {"POST", "PUT", "PATCH"}
_TYPES: dict[Any, type[serializers.Field[Any, Any, Any, Any]]] = {
    OpenApiTypes.INT: serializers.IntegerField,
    int: serializers.IntegerField,
    OpenApiTypes.UUID: serializers.UUIDField,
    OpenApiTypes.DATE: serializers.DateField,
    OpenApiTypes.DATETIME: serializers.DateTimeField,
}
Said = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Parameter:
    """One parameter of an address: what its value may be, and whether it may be given several times."""

    check: serializers.Field[Any, Any, Any, Any] | None = None
    choices: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class _Call:
    """What a call's description says: its parameters, and the serializer of its body (None: no body)."""

    parameters: Mapping[str, _Parameter] = field(default_factory=dict)
    body: Any = None


class AsDescribed(BasePermission):
    """Lets a call through that holds nothing but what its description names; 400 says what else it held."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Raise ValidationError, naming the parameter or field and what is known."""
        method = str(request.method)
        if getattr(view, method.lower(), None) is None or method in {"OPTIONS", "HEAD"}:
            return True
        kind: Any = type(view)
        call = _described(kind, method)
        wrong = _wrong_parameters(request.query_params, call.parameters)
        if method in _BODIES and not wrong:
            wrong = _wrong_fields(request, call.body)
        if wrong:
            raise ValidationError(wrong)
        return True


def _wrong_parameters(given: QueryDict, known: Mapping[str, _Parameter]) -> Said:
    wrong: Said = {}
    for name, values in given.lists():
        if name not in known:
            wrong[name] = [_no_such_parameter(known)]
        elif said := _wrong_value(known[name], values):
            wrong[name] = said
    return wrong


def _no_such_parameter(known: Iterable[str]) -> str:
    names = ", ".join(sorted(known))
    if not names:
        return _("This call takes no parameters.")
    return _("There is no such parameter here. Known are: %(names)s.") % {"names": names}


def _wrong_value(parameter: _Parameter, values: list[str]) -> list[str]:
    if len(values) > 1 and not parameter.many:
        return [_("Give this parameter once.")]
    if parameter.choices and set(values) - set(parameter.choices):
        return [_("Known values are: %(names)s.") % {"names": ", ".join(parameter.choices)}]
    try:
        for value in values:
            if parameter.check is not None:
                parameter.check.run_validation(value)
    except ValidationError as error:
        return [str(said) for said in error.detail]
    return []


def _wrong_fields(request: Request, body: Any) -> Said:
    if isinstance(body, dict):  # by media type
        body = body.get(str(request.content_type).partition(";")[0])
        if not _is_serializer(body):
            return {}
    if body is None:
        return {name: [_("This call takes no fields.")] for name in _names(request.data)}
    if not _is_serializer(body):
        return {}
    return dict(_unknown(body() if isinstance(body, type) else body, request.data))


def _unknown(serializer: Any, data: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield the fields that the serializer does not take, also inside of others."""
    if isinstance(serializer, serializers.ListSerializer):
        for one in data if isinstance(data, list) else ():
            yield from _unknown(serializer.child, one, path)
        return
    if not isinstance(data, Mapping):
        return  # the serializer itself says what it wants
    known = {name: one for name, one in serializer.fields.items() if not one.read_only}
    for name in data:
        if name not in known:
            names = ", ".join(known)
            yield (
                path + str(name),
                [_("There is no such field here. Known are: %(names)s.") % {"names": names}],
            )
        elif isinstance(known[name], serializers.BaseSerializer):
            yield from _unknown(known[name], data[name], f"{path}{name}.")


def _names(data: Any) -> list[str]:
    return [str(name) for name in data] if isinstance(data, Mapping) else ["body"] if data else []


def _is_serializer(given: Any) -> bool:
    kind = given if isinstance(given, type) else type(given)
    return issubclass(kind, serializers.BaseSerializer)


@cache
def _described(view_class: Any, method: str) -> _Call:
    """Read what the view says of a method; the same for every request, so it is read once."""
    view = view_class()
    parameters: dict[str, _Parameter] = {}
    if method == "GET" and isinstance(view, ListModelMixin):
        paginator = getattr(view, "paginator", None)
        named = paginator.get_schema_operation_parameters(view) if paginator else []
        parameters |= {one["name"]: _Parameter() for one in named}
    if len(view.renderer_classes) > 1:
        parameters["format"] = _Parameter()
    schema = getattr(getattr(view, method.lower()), "kwargs", {}).get("schema")
    if schema is None:
        return _Call(parameters, getattr(view, "serializer_class", None))
    told = schema()
    told.method, view.request, view.kwargs = method, None, {}
    told.view = view
    parameters |= {
        one.name: _parameter(one)
        for one in told.get_override_parameters()
        if isinstance(one, OpenApiParameter) and one.location == OpenApiParameter.QUERY
    }
    return _Call(parameters, told.get_request_serializer() if method in _BODIES else None)


def _parameter(told: OpenApiParameter) -> _Parameter:
    check = _TYPES.get(told.type)
    choices = tuple(str(one) for one in told.enum or ())
    return _Parameter(check() if check else None, choices, bool(told.many))
