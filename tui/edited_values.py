"""Edited values: arguments as people edit them, and what is wrong with what they typed."""

import json

from agents_core.json_text import decode_json, encode_json


def edit_form(text: str) -> str:
    """Return arguments as they are edited: indented where they are JSON."""
    try:
        value = decode_json(text.encode(errors="replace"))
    except ValueError:
        return text
    return json.dumps(value, indent=2, ensure_ascii=False)


def edited_arguments(text: str) -> str:
    """Return edited arguments as they are sent.

    Raises:
        ValueError: they are no JSON object; the text says where it breaks off.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"not JSON: {error.msg}, line {error.lineno} column {error.colno}"
        ) from error
    if not isinstance(value, dict):
        raise ValueError("not arguments: a JSON object was expected")
    return encode_json(value).decode()
