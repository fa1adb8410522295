"""JSON as bytes: the one place that encodes and decodes it.

Law: whatever a model or tool produced can be written and read back. Fast paths first (pydantic-core
and jiter), the standard library for what they refuse: lone surrogates and foreign objects.
"""

import json
from typing import Any

import jiter


def encode_json(value: object) -> bytes:
    """Return `value` as compact JSON without raw line breaks; foreign objects as their `str`."""
    # Imported here because it takes its time, and who reads recordings does without.
    from pydantic_core import PydanticSerializationError, to_json

    try:
        return to_json(value, fallback=str, inf_nan_mode="null")
    except PydanticSerializationError:
        return json.dumps(value, default=str, separators=(",", ":")).encode()


def decode_json(text: bytes) -> Any:
    """Return the value of the JSON `text`.

    Raises:
        ValueError: `text` is not JSON.
    """
    try:
        return jiter.from_json(text, cache_mode="keys")
    except ValueError:
        try:
            return json.loads(text.decode())  # UTF-8 alone: from bytes, json would guess UTF-16 too
        except RecursionError as error:
            raise ValueError("JSON nested too deeply") from error
