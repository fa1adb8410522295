"""Values as TOML text, to be read again by tomllib as the same values.

Law: `null` has no form in TOML; whoever writes one must leave it out first.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED: Final = re.compile('[\\\\"\x00-\x1f\x7f\ud800-\udfff]')
_ESCAPED_IN_LINES: Final = re.compile('\\\\|"(?="")|"$|[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]')


def toml_value(value: Any) -> str:
    """Return a value on one line.

    Raises:
        TypeError: TOML has no form for it.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{_ESCAPED.sub(_escape, value)}"'
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, Mapping):
        pairs = (f"{toml_key(str(key))} = {toml_value(each)}" for key, each in value.items())
        return f"{{ {', '.join(pairs)} }}" if value else "{}"
    raise TypeError(f"TOML has no {type(value).__name__}")


def toml_text(text: str) -> str:
    """Return a string as people would write it: with its line breaks, if it has any."""
    if "\n" not in text:
        return toml_value(text)
    return f'"""\n{_ESCAPED_IN_LINES.sub(_escape, text)}"""'


def toml_key(key: str) -> str:
    """Return a key, in quotes if it needs them."""
    return key if _BARE_KEY.fullmatch(key) else toml_value(key)


def _escape(found: re.Match[str]) -> str:
    """Return the escape of a character; half a surrogate pair has none and becomes U+FFFD."""
    char = found[0]
    if char in '\\"':
        return f"\\{char}"
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(char, f"\\u{ord(char):04x}")
