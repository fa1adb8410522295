"""What the schema allows at a path of a document: the keys of a table, the kinds it may be.

Law: the data says which branch of a union is meant, by its `kind`.
"""

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from agents_core.config.positions import KeyPath


def holds(data: Any, part: str | int) -> bool:
    """Whether a value of a document has something at `part`, a key or an index."""
    if isinstance(data, list):
        return isinstance(part, int) and part < len(data)
    return isinstance(data, dict) and part in data


def known_keys(schema: type[BaseModel], data: Any, path: KeyPath) -> list[str]:
    """Return the keys the table at `path` of a document with that `schema` may have."""
    for annotation in _types_at(schema, data, path):
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return list(annotation.model_fields)
    return []


def known_kinds(schema: type[BaseModel], data: Any, path: KeyPath) -> list[str]:
    """Return the values `kind` may have in the table at `path`."""
    kinds = (_kind_of(annotation) for annotation in _types_at(schema, data, path, any_kind=True))
    return [kind for kind in kinds if kind is not None]


def _types_at(
    schema: type[BaseModel], data: Any, path: KeyPath, any_kind: bool = False
) -> list[Any]:
    """Return the types the value at `path` may have, those of its `kind` where it says one."""
    found = _branches(schema, data)
    for part in path:
        inner = [step for annotation in found for step in _step(annotation, part)]
        data = data[part] if holds(data, part) else None
        found = [
            branch
            for annotation in inner
            for branch in _branches(annotation, None if any_kind else data)
        ]
    return found


def _step(annotation: Any, part: str | int) -> list[Any]:
    """Return the types of the value under `part` in a value of type `annotation`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(part))
        return [] if field is None else [field.annotation]
    if get_origin(annotation) is dict:
        return [get_args(annotation)[1]]
    return [get_args(annotation)[0]] if get_origin(annotation) is list else []


def _branches(annotation: Any, data: Any) -> list[Any]:
    """Return the branches of a union, without those of another `kind` than `data` says."""
    if get_origin(annotation) is Annotated:
        return _branches(get_args(annotation)[0], data)
    if get_origin(annotation) not in (Union, types.UnionType):
        return [annotation]
    branches = [b for part in get_args(annotation) for b in _branches(part, data)]
    kind = data.get("kind") if isinstance(data, dict) else None
    return [branch for branch in branches if kind is None or _kind_of(branch) == kind]


def _kind_of(annotation: Any) -> str | None:
    """Return the literal value of a table type's `kind`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get("kind")
        if field is not None and get_origin(field.annotation) is Literal:
            return str(get_args(field.annotation)[0])
    return None
