"""Lenient: a model of the openai client built from JSON that does not keep to its schema.

Law: nothing is refused and nothing is converted. A value that fits its annotation gets its class; a
value that does not stays the JSON it is. In a union the class is chosen by its literal `type`, and
an object whose `type` no member has becomes an `UnknownObject`, never the nearest class.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from openai import BaseModel
from pydantic import ValidationError

ModelT = TypeVar("ModelT", bound=BaseModel)
JsonObject = Mapping[str, Any]


class UnknownObject(BaseModel):
    """An object of a `type` the client does not know; its fields are its attributes."""


def type_table(union: object) -> dict[str, type[BaseModel]]:
    """Return the classes of a union by their literal `type`; the first to claim one has it."""
    table: dict[str, type[BaseModel]] = {}
    for cls in _models(union):
        for tag in _tags(cls):
            table.setdefault(tag, cls)
    return table


def build_model(cls: type[ModelT], fields: JsonObject) -> ModelT:
    """Return a `cls` with `fields`, each built leniently; what `cls` does not declare is extra."""
    values: dict[str, Any] = {}
    keys = {field.alias or name: name for name, field in cls.model_fields.items()}
    for key, name in keys.items():
        field = cls.model_fields[name]
        if key in fields:
            values[name] = build(fields[key], field.annotation)
        else:
            values[name] = None if field.is_required() else field.get_default()
    model = cls.__new__(cls)
    # as model_construct does, which takes the fields as keywords: any key of the JSON may clash
    object.__setattr__(model, "__dict__", values)
    object.__setattr__(model, "__pydantic_private__", None)
    object.__setattr__(model, "__pydantic_fields_set__", {keys[k] for k in fields if k in keys})
    extra = {key: value for key, value in fields.items() if key not in keys}
    object.__setattr__(model, "__pydantic_extra__", extra)
    return model


def build(value: Any, annotation: Any) -> Any:
    """Return `value` in the class its annotation wants, where it fits; else as it is."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return build(value, args[0])
    if origin in (Union, UnionType):
        return _build_union(value, annotation)
    if origin is list and args and isinstance(value, list):
        return [build(element, args[0]) for element in value]
    if origin is dict and args and isinstance(value, dict):
        return {key: build(element, args[1]) for key, element in value.items()}
    if isinstance(value, dict) and _is_model(annotation):
        return build_model(annotation, value)
    return value


def _build_union(value: Any, union: Any) -> Any:
    """Build `value` as the one member it belongs to."""
    if isinstance(value, list):
        lists = [member for member in _members(union) if get_origin(member) is list]
        return build(value, lists[0]) if lists else value
    if not isinstance(value, dict):
        return value
    models = _models(union)
    if tagged := [cls for cls in models if value.get("type") in _tags(cls)]:
        return _first_valid(tagged, value) or build_model(tagged[0], value)
    untagged = [cls for cls in models if not _tags(cls)]
    if (valid := _first_valid(untagged, value)) is not None:
        return valid
    if len(models) == 1 and untagged:
        return build_model(untagged[0], value)
    return build_model(UnknownObject, value) if "type" in value and models else value


def _first_valid(classes: list[type[BaseModel]], value: JsonObject) -> BaseModel | None:
    """Return `value` as the first of `classes` whose schema it keeps to."""
    for cls in classes:
        try:
            return cls.model_validate(value)
        except ValidationError:
            continue
    return None


@cache
def _models(annotation: Any) -> tuple[type[BaseModel], ...]:
    """Return the client's classes among the members of a union."""
    return tuple(member for member in _members(annotation) if _is_model(member))


@cache
def _tags(cls: type[BaseModel]) -> frozenset[str]:
    """Return the values the `type` of `cls` may have; empty if it is not a literal."""
    field = cls.model_fields.get("type")
    literals = () if field is None else _members(field.annotation)
    return frozenset(
        value
        for literal in literals
        if get_origin(literal) is Literal
        for value in get_args(literal)
    )


def _members(annotation: Any) -> Iterator[Any]:
    """Yield what a union is made of, unions within it opened; anything else is its own member."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _members(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for member in get_args(annotation):
            yield from _members(member)
    else:
        yield annotation


def _is_model(annotation: Any) -> bool:
    """Say whether an annotation is one of the client's classes."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
