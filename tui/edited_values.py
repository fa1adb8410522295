"""Edited values: arguments as people edit them, and what is wrong with what they typed."""

import json

from agents_core.json_text import decode_json, encode_json
from tui.arguments.field_checks import check_arguments
from tui.arguments.schema_node import ANYTHING, SchemaNode


def edit_form(text: str) -> str:
    """Return arguments as they are edited: indented where they are JSON."""
    try:
        value = decode_json(text.encode(errors="replace"))
    except ValueError:
        return text
    return json.dumps(value, indent=2, ensure_ascii=False)


def edited_arguments(text: str, node: SchemaNode = ANYTHING) -> str:
    """Return edited arguments as they are sent.

    Raises:
        ValueError: they are no JSON object, or not what `node` allows; the text says where.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"not JSON: {error.msg}, line {error.lineno} column {error.colno}"
        ) from error
    if not isinstance(value, dict):
        raise ValueError("not arguments: a JSON object was expected")
    for field in check_arguments(text, node):
        if field.fault is not None:
            path = ".".join(map(str, field.path))
            raise ValueError(f"{path}: {field.fault.words}")
    return encode_json(value).decode()
