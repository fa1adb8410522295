"""The strict dialect of JSON Schema: every object closed, every property required.

What the dialect asks for: https://platform.openai.com/docs/guides/structured-outputs
"""

from typing import Any, Final

from agents_core.errors import UserError

_CHILD_MAPS: Final = ("properties", "$defs", "definitions")
"""Keywords that hold schemas by name."""

_CHILD_LISTS: Final = ("anyOf", "allOf")
"""Keywords that hold a list of schemas."""


def ensure_strict_json_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """Return `schema` in the strict dialect; the given one is left as it is.

    Raises:
        UserError: an object takes keys nobody named, which the dialect has no word for.
    """
    if not schema:
        return {"additionalProperties": False, "type": "object", "properties": {}, "required": []}
    strict: dict[str, Any] = _strict(schema, schema, ())
    return strict


def _strict(schema: Any, root: dict[str, Any], seen: tuple[str, ...]) -> Any:
    """Return one schema, and all within it, in the strict dialect."""
    if not isinstance(schema, dict):
        return schema
    if isinstance(reference := schema.get("$ref"), str):
        return _strict_reference(reference, schema, root, seen)
    strict = {key: _strict_keyword(key, value, root, seen) for key, value in schema.items()}
    if (variants := strict.pop("oneOf", None)) is not None:
        strict["anyOf"] = [*strict.get("anyOf", []), *variants]
        strict.pop("discriminator", None)
    strict.pop("default", None)
    return _closed(_without_single_all_of(strict))


def _strict_keyword(key: str, value: Any, root: dict[str, Any], seen: tuple[str, ...]) -> Any:
    """Return the value of a keyword with the schemas it holds in the strict dialect."""
    if key in _CHILD_MAPS and isinstance(value, dict):
        return {name: _strict(child, root, seen) for name, child in value.items()}
    if key in (*_CHILD_LISTS, "oneOf", "prefixItems") and isinstance(value, list):
        return [_strict(child, root, seen) for child in value]
    if key == "items":
        return _strict(value, root, seen)
    return value


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """Close an object: no further keys, all properties required."""
    if schema.get("type") == "object":
        if schema.get("additionalProperties", False) is not False:
            raise UserError(
                f"{schema.get('title', 'An object')} takes any keys (additionalProperties), which "
                "a strict JSON schema cannot express. Name the keys, as a pydantic model or "
                "TypedDict does, or turn strict off: strict_mode=False for a tool, "
                "AgentOutputSchema(..., strict_json_schema=False) for an output type."
            )
        schema["additionalProperties"] = False
        schema.setdefault("properties", {})
    if isinstance(schema.get("properties"), dict):
        schema["required"] = list(schema["properties"])
    return schema


def _without_single_all_of(schema: dict[str, Any]) -> dict[str, Any]:
    """Merge an `allOf` of one into the schema around it."""
    match schema.get("allOf"):
        case [dict(only)]:
            rest = {key: value for key, value in schema.items() if key != "allOf"}
            return {**only, **rest}
    return schema


def _strict_reference(
    reference: str, schema: dict[str, Any], root: dict[str, Any], seen: tuple[str, ...]
) -> Any:
    """Put the schema a `$ref` means in its place when it has siblings, which strict forbids.

    Within itself a schema is only referred to, so that one that contains itself comes to an end.
    """
    siblings = {key: value for key, value in schema.items() if key not in ("$ref", "default")}
    if not siblings or reference in seen:
        return {"$ref": reference}
    return _strict({**_resolve(reference, root), **siblings}, root, (*seen, reference))


def _resolve(reference: str, root: dict[str, Any]) -> dict[str, Any]:
    """Return the schema a reference into the same document means."""
    target: Any = root
    for step in reference.removeprefix("#/").split("/"):
        target = (
            target.get(step.replace("~1", "/").replace("~0", "~"))
            if isinstance(target, dict)
            else None
        )
    if not reference.startswith("#/") or not isinstance(target, dict):
        raise UserError(f"The JSON schema refers to {reference!r}, which is not in it.")
    return target
