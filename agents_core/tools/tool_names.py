"""Names under which a model may call things."""

import re


def callable_name(name: str) -> str:
    """Return `name` as a function name: lower case, "_" for all but letters, digits and "_"."""
    return re.sub(r"[^a-zA-Z0-9_]", "_", name).lower()
