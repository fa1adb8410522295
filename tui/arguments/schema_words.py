"""What a plain schema allows, in words: `integer 1..20`, `"low" | "high"`, `string[]`.

Law: the words are safe to show, whatever the schema says, and never long.
"""

import json
from typing import Any

from tui.format import one_line

MOST = 60
"""Characters of one alternative's words."""

MOST_VALUES = 6
"""Values of an enum that are named."""

TYPES = frozenset({"string", "integer", "number", "boolean", "null", "object", "array"})


def types_of(option: dict[str, Any]) -> frozenset[str]:
    """Return the types a schema names or plainly means; empty when it may be of any."""
    named = option.get("type")
    if isinstance(named, str):
        return TYPES & {named}
    if isinstance(named, list):
        return TYPES.intersection(name for name in named if isinstance(name, str))
    return frozenset({"object"}) if isinstance(option.get("properties"), dict) else frozenset()


def schema_words(option: dict[str, Any], element: str) -> str:
    """Say what `option` allows.

    Args:
        option: a plain schema, without alternatives or references.
        element: the words for what its lists hold.
    """
    if "const" in option:
        return _value_words([option["const"]])
    if isinstance(option.get("enum"), list):
        return _value_words(option["enum"])
    types = [name for name in _order(option) if name in types_of(option)]
    words = (_type_words(name, option, element) for name in types)
    return one_line(" | ".join(words), MOST) or "any"


def bounds_words(low: object, high: object, unit: str = "") -> str:
    """Say between what two bounds something may be, "" when there are none."""
    if low is None and high is None:
        return ""
    if low is None:
        return f"<= {high}{unit}"
    return f">= {low}{unit}" if high is None else f"{low}..{high}{unit}"


def _order(option: dict[str, Any]) -> list[str]:
    """Return type names as the schema orders them."""
    named = option.get("type")
    if isinstance(named, list):
        return [name for name in named if isinstance(name, str)]
    return [named] if isinstance(named, str) else ["object"]


def _value_words(values: list[Any]) -> str:
    shown = [one_line(json.dumps(value, ensure_ascii=False), 24) for value in values[:MOST_VALUES]]
    rest = [f"{len(values) - MOST_VALUES} more"] if len(values) > MOST_VALUES else []
    return " | ".join([*shown, *rest]) or "nothing"


def _type_words(name: str, option: dict[str, Any], element: str) -> str:
    match name:
        case "array":
            return f"({element})[]" if " | " in element else f"{element}[]"
        case "integer" | "number":
            bounds = bounds_words(*number_bounds(option)) or _beyond(option)
            return f"{name} {bounds}".strip()
        case "string":
            limits = bounds_words(
                length(option, "minLength"), length(option, "maxLength"), " chars"
            )
            pattern = option.get("pattern")
            like = f"like {pattern}" if isinstance(pattern, str) else ""
            return " ".join(filter(None, (name, limits, like)))
        case _:
            return name


def _beyond(option: dict[str, Any]) -> str:
    """Say what bounds that do not belong themselves leave."""
    low, high = number(option, "exclusiveMinimum"), number(option, "exclusiveMaximum")
    words = ("" if low is None else f"> {low}", "" if high is None else f"< {high}")
    return " and ".join(filter(None, words))


def number_bounds(option: dict[str, Any]) -> tuple[int | float | None, int | float | None]:
    """Return the smallest and the largest number allowed, where there are such."""
    return number(option, "minimum"), number(option, "maximum")


def number(option: dict[str, Any], key: str) -> int | float | None:
    """Return a keyword that has to be a number, or None when it is none."""
    value = option.get(key)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def length(option: dict[str, Any], key: str) -> int | None:
    """Return a keyword that has to be a count, or None when it is none."""
    value = number(option, key)
    return value if isinstance(value, int) and value >= 0 else None
