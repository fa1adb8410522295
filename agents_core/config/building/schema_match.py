"""Whether a JSON value fits a JSON Schema, as far as answers of agents need it.

Written here rather than taken from a library: `jsonschema` would bring four packages, one of them
binary, for a check of what the provider has usually enforced already. Keywords this does not know
(formats, conditions) pass; https://json-schema.org/draft/2020-12 says what they all mean.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
"""Python's types of JSON's; a bool is an int to Python and not to JSON."""

_DEEPEST: Final = 64
"""References may go round in circles; deeper than this the value passes."""


def mismatches(
    value: Any, schema: Any, root: Any = None, at: str = "", depth: int = 0
) -> list[str]:
    """Return why `value` does not fit `schema`, one sentence a reason; empty when it does.

    Args:
        value: what `json.loads` gives.
        schema: a JSON Schema.
        root: the schema `$ref` refers into; `schema` itself unless given.
        at: where in the whole value this is, such as "items[2].name".
        depth: how deep in the schema this is.
    """
    root = schema if root is None else root
    if schema is False:
        return [f"{at or 'the answer'} may not be there"]
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return []
    if isinstance(reference := schema.get("$ref"), str):
        return mismatches(value, _resolve(root, reference), root, at, depth + 1)
    if reasons := list(_plain_mismatches(value, schema, at or "the answer")):
        return reasons
    return [
        *_union_mismatches(value, schema, root, at, depth),
        *_inner_mismatches(value, schema, root, at, depth),
    ]


def _plain_mismatches(value: Any, schema: dict[str, Any], at: str) -> Iterator[str]:
    """Yield what is wrong with the value itself."""
    wanted = schema.get("type")
    names = [wanted] if isinstance(wanted, str) else wanted or []
    if names and not any(_is_of_type(value, name) for name in names):
        yield f"{at} must be of type {' or '.join(names)}"
        return
    if "enum" in schema and not any(_equal(value, choice) for choice in schema["enum"]):
        yield f"{at} must be one of {', '.join(map(repr, schema['enum']))}"
    if "const" in schema and not _equal(value, schema["const"]):
        yield f"{at} must be {schema['const']!r}"
    yield from _limit_mismatches(value, schema, at)


def _limit_mismatches(value: Any, schema: dict[str, Any], at: str) -> Iterator[str]:
    """Yield which limits the value passes."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
        if value < low or (above is not None and value <= above):
            yield f"{at} is too small"
        if value > high or (below is not None and value >= below):
            yield f"{at} is too large"
    for kind, prefix in ((str, "Length"), (list, "Items"), (dict, "Properties")):
        if isinstance(value, kind):
            if len(value) < schema.get(f"min{prefix}", 0):
                yield f"{at} is too short"
            if len(value) > schema.get(f"max{prefix}", len(value)):
                yield f"{at} is too long"
    pattern = schema.get("pattern")
    if isinstance(value, str) and pattern is not None and not re.search(pattern, value):
        yield f"{at} does not match {pattern}"


def _union_mismatches(
    value: Any, schema: dict[str, Any], root: Any, at: str, depth: int
) -> Iterator[str]:
    """Yield what is wrong by `allOf`, `anyOf` and `oneOf`; of the last, one fit is enough."""
    for part in schema.get("allOf", ()):
        yield from mismatches(value, part, root, at, depth + 1)
    for key in ("anyOf", "oneOf"):
        branches = [mismatches(value, part, root, at, depth + 1) for part in schema.get(key, ())]
        if branches and all(branches):
            yield f"{at or 'the answer'} fits none of the variants: {branches[0][0]}"


def _inner_mismatches(
    value: Any, schema: dict[str, Any], root: Any, at: str, depth: int
) -> Iterator[str]:
    """Yield what is wrong inside an object or an array."""
    if isinstance(value, list):
        for index, element in enumerate(value):
            yield from mismatches(element, schema.get("items"), root, f"{at}[{index}]", depth + 1)
    if isinstance(value, dict):
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{at or 'the answer'} lacks {name!r}"
        for name, inner in value.items():
            place = f"{at}.{name}" if at else name
            for part in _schemas_of(name, schema):
                yield from mismatches(inner, part, root, place, depth + 1)


def _schemas_of(name: str, schema: dict[str, Any]) -> list[Any]:
    """Return the schemas for the value of a key: by its name, by its form, or for all others."""
    patterns = schema.get("patternProperties", {})
    found = [part for pattern, part in patterns.items() if re.search(pattern, name)]
    if name in schema.get("properties", {}):
        found.append(schema["properties"][name])
    return found or [schema.get("additionalProperties", True)]


def _is_of_type(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES.get(name, (object,)))


def _equal(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same; 1 and true are not."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _resolve(root: Any, reference: str) -> Any:
    """Return the part of `root` a local reference means, True (anything) for foreign ones."""
    found = root
    for part in reference.removeprefix("#").split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, dict) or key not in found:
            return True
        found = found[key]
    return found if reference.startswith("#") else True
