"""Faults: what is wrong with one value, by the schema of its place.

Law: a value that may still be right while it arrives has no fault yet. The keywords looked at are
those tools use: type, enum, const, bounds of numbers, lengths, patterns; the others allow anything.
"""

import re
import warnings
from typing import Any, Literal, NamedTuple

from tui.arguments.schema_node import SchemaNode
from tui.arguments.schema_words import length, number, schema_words, types_of
from tui.sanitise import visible_line

FaultKind = Literal["type", "enum", "range", "unknown", "missing"]

ValueType = Literal["string", "number", "constant", "object", "array"]
"""constant: true, false or null."""

MATCHED = 128
"""Characters a pattern is tried on at most: hostile patterns take long on long texts."""

_RISKY = re.compile(r"\)[*+?{]|\\[1-9]|\(\?[^:]")
"""Parts of patterns that can take for ever: repeated groups, references back, looking around."""

_REPEATS = re.compile(r"[*+]|,\}")


class Fault(NamedTuple):
    """One thing that is wrong."""

    kind: FaultKind
    words: str
    """What was expected, safe to show."""


class Scalar(NamedTuple):
    """The beginning of a value that is no container, as shown."""

    head: str = ""
    length: int = 0
    """Characters so far; more than `head` has when it is long."""

    def extended(self, text: str) -> "Scalar":
        """Return it with more characters at the end."""
        room = KEPT - len(self.head)
        return Scalar(self.head + text[:room] if room > 0 else self.head, self.length + len(text))

    @property
    def is_whole(self) -> bool:
        """Whether `head` is all of it."""
        return len(self.head) == self.length


KEPT = 1_024
"""Characters of a value kept for checking."""


def fault_of(
    node: SchemaNode, type: ValueType, value: Scalar, *, is_complete: bool
) -> Fault | None:
    """Return what is wrong with a value, or None when one alternative allows it.

    Args:
        node: what is allowed.
        type: what the value is.
        value: its characters so far; of a container, none.
        is_complete: no more of it will come.
    """
    if node.is_anything:
        return None
    faults: list[Fault] = []
    for option in node.options:
        fault = _option_fault(option, type, value, is_complete)
        if fault is None:
            return None
        faults.append(fault)
    closer = [fault for fault in faults if fault.kind != "type"]
    if closer:
        return closer[0]
    return Fault("type", f"wrong type: expects {node.words}") if faults else None


def unknown_member(node: SchemaNode, key: str) -> Fault | None:
    """Return the fault of a member an object must not have."""
    return None if node.allows_member(key) else Fault("unknown", "unknown: not in the schema")


def count_fault(node: SchemaNode, count: int) -> Fault | None:
    """Return what is wrong with how many elements a complete list has."""
    for option in node.options:
        low, high = length(option, "minItems"), length(option, "maxItems")
        if (low is None or count >= low) and (high is None or count <= high):
            return None
    low, high = (length(node.options[0], key) for key in ("minItems", "maxItems"))
    wanted = f"at least {low}" if low is not None and count < low else f"at most {high}"
    return Fault("range", f"{count} elements: expects {wanted}")


def _option_fault(
    option: dict[str, Any], type: ValueType, value: Scalar, is_complete: bool
) -> Fault | None:
    types = types_of(option)
    if types and not _fits(types, type, value, is_complete):
        return Fault("type", "wrong type")
    if type in ("object", "array") or (type == "number" and not value.is_whole):
        return None
    allowed = [option["const"]] if "const" in option else option.get("enum")
    if isinstance(allowed, list) and not _is_among(allowed, type, value.head, is_complete):
        return Fault("enum", f"not allowed: expects {schema_words(option, '')}")
    is_out = _is_out(option, type, value, is_complete)
    return Fault("range", f"out of range: expects {schema_words(option, '')}") if is_out else None


def _fits(types: frozenset[str], type: ValueType, value: Scalar, is_complete: bool) -> bool:
    match type:
        case "number":
            is_whole_number = not is_complete or _is_whole(_as_number(value.head))
            return "number" in types or ("integer" in types and is_whole_number)
        case "constant" if value.head in ("true", "false"):
            return "boolean" in types
        case "constant":
            return "null" in types
        case _:
            return type in types


def _is_whole(number: int | float | None) -> bool:
    return isinstance(number, int) or (number is not None and number.is_integer())


def _as_number(text: str) -> int | float | None:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _is_among(allowed: list[Any], type: ValueType, text: str, is_complete: bool) -> bool:
    match type:
        case "string":
            words = [visible_line(value) for value in allowed if isinstance(value, str)]
            return text in words if is_complete else any(word.startswith(text) for word in words)
        case "number":
            value = _as_number(text)
            return not is_complete or any(
                value == one for one in allowed if not isinstance(one, bool)
            )
        case _:
            meant = {"true": True, "false": False, "null": None}.get(text)
            return any(one is meant for one in allowed)


def _is_out(option: dict[str, Any], type: ValueType, value: Scalar, is_complete: bool) -> bool:
    if type == "string":
        return _is_text_out(option, value, is_complete)
    if type != "number" or not is_complete or (amount := _as_number(value.head)) is None:
        return False
    low, high = number(option, "minimum"), number(option, "maximum")
    above, below = number(option, "exclusiveMinimum"), number(option, "exclusiveMaximum")
    step = number(option, "multipleOf")
    return (
        (low is not None and amount < low)
        or (high is not None and amount > high)
        or (above is not None and amount <= above)
        or (below is not None and amount >= below)
        or (isinstance(step, int) and step > 0 and isinstance(amount, int) and amount % step != 0)
    )


def _is_text_out(option: dict[str, Any], value: Scalar, is_complete: bool) -> bool:
    if "⟨U+" in value.head:
        return False  # signs stand for characters, so nothing can be said of their number
    low, high = length(option, "minLength"), length(option, "maxLength")
    if high is not None and value.length > high:
        return True
    if not is_complete:
        return False
    is_short = low is not None and value.length < low
    return is_short or not _matches(option.get("pattern"), value.head)


def _matches(pattern: object, text: str) -> bool:
    """Tell whether `text` matches; a pattern that is odd, or could take for ever, matches all."""
    if not isinstance(pattern, str) or len(pattern) > MATCHED or len(text) > MATCHED:
        return True
    if _RISKY.search(pattern) or len(_REPEATS.findall(pattern)) > 2:
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.search(pattern, text) is not None
    except (re.error, OverflowError, RecursionError):
        return True
