"""SchemaNode: what a JSON schema allows at one place of the arguments.

Law: schemas come from tools and servers, so they may be broken or hostile. What cannot be read, or
leads round in circles, allows anything: nothing is raised, and nothing is called wrong by mistake.
https://json-schema.org/draft/2020-12/json-schema-validation
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import unquote

from tui.arguments.schema_words import schema_words, types_of

Schema = dict[str, Any]

STEPS = 64
"""References followed and alternatives looked at for one place."""

OPTIONS = 16
"""Alternatives kept for one place."""

LEVELS = 3
"""Levels of lists that are put into words."""


class SchemaNode:
    """The alternatives for one value, and the places inside it."""

    def __init__(self, schemas: Sequence[object], root: object) -> None:
        """Allow what any of `schemas` allows.

        Args:
            schemas: JSON schemas as found.
            root: the document that references are looked up in.
        """
        self._root = root
        self.options: tuple[Schema, ...] = tuple(islice(_alternatives(schemas, root), OPTIONS))
        self.is_anything = any(not option for option in self.options)
        """Whatever stands here is right, and so is what is in it."""
        self._members: dict[str, SchemaNode] = {}
        self._elements: dict[int, SchemaNode] = {}

    @cached_property
    def words(self) -> str:
        """What is allowed, in a few words safe to show: `integer 1..20`, `string[] | null`."""
        return self._words(LEVELS)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The members an object has to have, in the order of the schema."""
        needed = self._only_object.get("required")
        names = needed if isinstance(needed, list) else []
        return tuple(dict.fromkeys(n for n in names if isinstance(n, str) and n in self._declared))

    @cached_property
    def optional(self) -> tuple[str, ...]:
        """The other members it may have."""
        return tuple(name for name in self._declared if name not in self.required)

    @cached_property
    def declared(self) -> frozenset[str]:
        """Names of all members the schema speaks of."""
        return frozenset(self._declared)

    def allows_member(self, key: str) -> bool:
        """Tell whether an object may have a member called `key`."""
        if self.is_anything:
            return True
        objects = self._of_type("object")
        return not objects or any(_allows_member(option, key) for option in objects)

    def member(self, key: str) -> "SchemaNode":
        """Return what a member may be."""
        if self.is_anything:
            return self
        name = key if key in self.declared else ""
        if name not in self._members:
            schemas = [_member_schema(option, key) for option in self._of_type("object")]
            self._members[name] = SchemaNode(schemas or [{}], self._root)
        return self._members[name]

    def element(self, index: int) -> "SchemaNode":
        """Return what an element of a list may be."""
        if self.is_anything:
            return self
        firsts = max((len(_firsts(option)) for option in self._of_type("array")), default=0)
        place = min(index, firsts)
        if place not in self._elements:
            schemas = [_element_schema(option, place) for option in self._of_type("array")]
            self._elements[place] = SchemaNode(schemas or [{}], self._root)
        return self._elements[place]

    @property
    def _only_object(self) -> Schema:
        """The one alternative that is an object; of several, none is sure to be meant."""
        objects = [option for option in self._of_type("object") if option]
        return objects[0] if len(objects) == 1 else {}

    @cached_property
    def _declared(self) -> dict[str, object]:
        properties = self._only_object.get("properties")
        return properties if isinstance(properties, dict) else {}

    def _of_type(self, name: str) -> list[Schema]:
        return [option for option in self.options if not (t := types_of(option)) or name in t]

    def _words(self, levels: int) -> str:
        words = (
            schema_words(option, self._element_words(option, levels)) for option in self.options
        )
        return " | ".join(dict.fromkeys(words))

    def _element_words(self, option: Schema, levels: int) -> str:
        if levels == 0 or "array" not in types_of(option):
            return "any"
        return SchemaNode([_element_schema(option, len(_firsts(option)))], self._root)._words(
            levels - 1
        )


def _alternatives(schemas: Sequence[object], root: object) -> Iterator[Schema]:
    """Yield plain schemas: references followed, alternatives side by side."""
    waiting = list(schemas)
    for _ in range(STEPS):
        if not waiting:
            return
        schema = waiting.pop(0)
        if not isinstance(schema, dict):
            yield {}
        elif isinstance(reference := schema.get("$ref"), str):
            waiting.insert(0, _find(root, reference))
        elif (inner := _inner(schema)) is not None:
            waiting[:0] = inner[:STEPS]
        else:
            yield schema
    yield {}  # what is still waiting may be anything


def _inner(schema: Schema) -> list[object] | None:
    """Return the alternatives a schema consists of, or None when it stands for itself."""
    if "type" in schema or "properties" in schema:
        return None
    for key in ("anyOf", "oneOf"):
        if isinstance(inner := schema.get(key), list) and inner:
            return inner
    whole = schema.get("allOf")
    if isinstance(whole, list) and whole:
        return whole if len(whole) == 1 else [{}]
    return None


def _find(root: object, reference: str) -> object:
    """Return what a reference into the same document means; of any other, what allows anything."""
    if not reference.startswith("#"):
        return {}
    found = root
    for part in reference[1:].split("/")[1:]:
        name = unquote(part).replace("~1", "/").replace("~0", "~")
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _allows_member(option: Schema, key: str) -> bool:
    properties = option.get("properties")
    is_declared = isinstance(properties, dict) and key in properties
    return (
        is_declared
        or option.get("additionalProperties") is not False
        or ("patternProperties" in option)
    )


def _member_schema(option: Schema, key: str) -> object:
    properties = option.get("properties")
    if isinstance(properties, dict) and key in properties:
        return properties[key]
    return {} if "patternProperties" in option else option.get("additionalProperties", {})


def _firsts(option: Schema) -> list[object]:
    """Return the schemas of the first elements, where each has its own."""
    firsts = option.get("prefixItems")
    return firsts if isinstance(firsts, list) else []


def _element_schema(option: Schema, index: int) -> object:
    firsts = _firsts(option)
    return firsts[index] if index < len(firsts) else option.get("items", {})


def schema_node(schema: object) -> SchemaNode:
    """Return what `schema` allows at the top of the arguments."""
    return SchemaNode([schema], schema)


ANYTHING = schema_node({})
"""What stands for the schema of a tool that has none."""
