"""What an output item of the Responses API says: its kind, name, words, result and outcome.

Law: any JSON is read; a field of the wrong type counts as absent.
"""

from typing import Any, Final

from agents_core.history.hosted_items import HOSTED_RESULTS, hosted_result, hosted_words
from agents_core.history.views import ItemKind
from agents_core.json_text import encode_json

_AWAITS_US: Final = frozenset(
    {
        "function_call",
        "custom_tool_call",
        "computer_call",
        "local_shell_call",
        "shell_call",
        "apply_patch_call",
    }
)
"""Calls the provider does not run itself: complete, they wait for their tool."""

_CALL_TEXTS: Final = ("arguments", "input", "code")
"""Fields that hold the words of a call, first come first served."""


def kind_of(item: dict[str, Any]) -> ItemKind:
    """Return what an output item is in the outline."""
    type_ = item_type(item)
    if type_ in ("message", "reasoning"):
        return "message" if type_ == "message" else "reasoning"
    return "tool" if type_.endswith("_call") else "other"


def item_type(item: dict[str, Any]) -> str:
    """Return the item's type, or "item" when it has none."""
    return text_field(item, "type") or "item"


def name_of(item: dict[str, Any]) -> str:
    """Return the tool's name, or else the item's type."""
    name = text_field(item, "name") if kind_of(item) == "tool" else ""
    return name or item_type(item)


def awaits_us(item: dict[str, Any]) -> bool:
    """Return whether a complete item still has to be run on our side."""
    return item_type(item) in _AWAITS_US


def text_field(fields: dict[str, Any], key: str) -> str:
    """Return a field that is a string, or an empty one."""
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def as_text(value: object) -> str | None:
    """Return a string as it is, None as None, and anything else as JSON."""
    if value is None or isinstance(value, str):
        return value
    return encode_json(value).decode(errors="replace")


def objects_in(value: object) -> list[dict[str, Any]]:
    """Return the objects in a list, or nothing."""
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def final_text(item: dict[str, Any]) -> str:
    """Return the words of a complete item, parts parted by a blank line."""
    type_ = item_type(item)
    if (words := hosted_words(item)) is not None:
        return words
    if type_ == "message":
        return _joined(item, "content")
    if type_ == "reasoning":
        return "\n\n".join(filter(None, (_joined(item, "summary"), _joined(item, "content"))))
    if type_ == "shell_call_output":
        chunks = objects_in(item.get("output"))
        return "".join(text_field(c, "stdout") + text_field(c, "stderr") for c in chunks)
    return _call_text(item)


def is_refusal(item: dict[str, Any]) -> bool:
    """Return whether the model declined."""
    return any(part.get("type") == "refusal" for part in objects_in(item.get("content")))


def output_of(item: dict[str, Any]) -> str | None:
    """Return what a call the provider ran itself gave back."""
    if item_type(item) in HOSTED_RESULTS:
        return hosted_result(item)
    for key in ("output", "outputs", "results"):
        if item.get(key) is not None:
            return as_text(item[key])
    return None


def _joined(item: dict[str, Any], key: str) -> str:
    parts = objects_in(item.get(key))
    return "\n\n".join(
        filter(None, (text_field(part, "text") or text_field(part, "refusal") for part in parts))
    )


def _call_text(item: dict[str, Any]) -> str:
    for key in _CALL_TEXTS:
        if text := text_field(item, key):
            return text
    operation, action = item.get("operation"), item.get("action")
    if isinstance(operation, dict):
        return text_field(operation, "diff")
    if isinstance(action, dict):
        return _action_text(action)
    return ""


def _action_text(action: dict[str, Any]) -> str:
    commands = action.get("commands")
    if isinstance(commands, list):
        return "\n\n".join(text for text in commands if isinstance(text, str) and text)
    return encode_json(action).decode(errors="replace")
