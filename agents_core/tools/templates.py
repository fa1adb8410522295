"""Templates of one text: `{{ name }}` is replaced by the argument of that name."""

import re
import sys
from collections.abc import Mapping
from typing import Any, Final

from agents_core.json_text import encode_json

_PLACEHOLDER: Final = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_-]*)\s*\}\}")


def placeholders(template: str) -> set[str]:
    """Return the names a template asks for."""
    return set(_PLACEHOLDER.findall(template))


def fill(template: str, arguments: Mapping[str, Any]) -> str:
    """Return the template with its arguments; what they contain is never a template itself.

    Text goes in as it is, nothing for what is absent or null, JSON for everything else.
    `{{ python }}` is this interpreter unless there is an argument of that name.
    """
    values = {"python": sys.executable, **arguments}
    return _PLACEHOLDER.sub(lambda match: _text(values.get(match[1])), template)


def _text(value: Any) -> str:
    """Return an argument as text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else encode_json(value).decode()
