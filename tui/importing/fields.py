"""Fields of foreign JSON: whatever is there, each comes back as the type that was asked for."""

from typing import Any


def text(fields: dict[str, Any], name: str) -> str:
    """Return a text, empty if the field holds none."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def number(fields: dict[str, Any], name: str) -> int:
    """Return a whole number, 0 if the field holds none."""
    value = fields.get(name)
    return value if isinstance(value, int) else 0


def record(fields: dict[str, Any], name: str) -> dict[str, Any]:
    """Return an object, an empty one if the field holds none."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def records(value: object) -> list[dict[str, Any]]:
    """Return the objects in a list, none if it is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def words(content: object) -> str:
    """Return what a content says: it is text, or a list of parts that have texts."""
    if isinstance(content, str):
        return content
    parts = (text(part, "text") or text(part, "content") for part in records(content))
    return "\n\n".join(filter(None, parts))
