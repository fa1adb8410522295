"""Redactor: masks secrets in JSON bytes before anyone keeps them.

Law: what goes in as JSON comes out as JSON, byte for byte the same when nothing had to be masked.
Two kinds of secrets are known: the values of environment variables a configuration names, and
shapes that are keys wherever they stand (`sk-…`, `Bearer …`, `ghp_…`, `AKIA…`, `xox…`).

A cheap search over the bytes decides whether there is anything to look at; only then is the JSON
decoded, so that escapes inside its strings cannot hide a secret. A value that is spelled over
several deltas is masked by `split_secrets`; a mere shape split like that is not recognised.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from agents_core.json_text import decode_json, encode_json
from agents_core.recording.split_secrets import SplitSecrets, find_delta

MASK: Final = "[redacted]"
"""What stands where a secret stood."""

SHORTEST_SECRET: Final = 6
"""Shorter values would mask ordinary words, and protect nothing."""

SECRET_NAMES: Final = ("_API_KEY", "_TOKEN", "_SECRET", "_PASSWORD")
"""How the names of environment variables end whose values are masked where nothing names them."""

_SHAPES: Final = (
    r"(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{16,}"
    r"|(?<=Bearer )[A-Za-z0-9._~+/-]{12,}=*"
    r"|(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{20,}"
    r"|(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{20,}"
    r"|(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Z0-9])"
    r"|(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,}"
)

_SHAPE_HINT: Final = re.compile(
    rb"sk-[A-Za-z0-9_-]{16}|Bearer [A-Za-z0-9._~+/-]{12}|gh[pousr]_[A-Za-z0-9]{20}"
    rb"|github_pat_|A(?:KIA|SIA)[A-Z0-9]{16}|xox[abeoprs]-"
)
"""May match more than `_SHAPES` does in decoded text, never less."""

_SHORTEST_SHAPE: Final = 12
"""No shape has fewer characters, so shorter deltas need not be searched."""

_PLAIN_RUN: Final = re.compile(r"""[ !#-%(-.0-;=?-\[\]-~]+""")
"""Characters no JSON encoder escapes."""


def secrets_of(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the values of environment variables that are secrets by their names."""
    return tuple(value for name, value in environ.items() if name.upper().endswith(SECRET_NAMES))


class Redactor:
    """Masks secrets in JSON bytes; to be given to `Journal(redact=…)`."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Mask `secrets`, those too short to be one left out, and everything shaped like a key."""
        known = sorted({value for value in secrets if len(value) >= SHORTEST_SECRET})
        self._hints = tuple(map(_hint_of, known))
        forms = sorted({form for value in known for form in _forms_of(value)}, key=len)
        plain = (value.encode() for value in known if _PLAIN_RUN.fullmatch(value))
        self._split = SplitSecrets(plain, MASK.encode())
        self._secret = re.compile("|".join([*map(re.escape, reversed(forms)), _SHAPES]))

    def __call__(self, payload: bytes) -> bytes:
        """Return `payload` with every secret in its strings masked."""
        delta = find_delta(payload)
        is_short = delta is not None and delta.end(1) - delta.start(1) < _SHORTEST_SHAPE
        if self._may_hold_secret(payload, shapes=not is_short):
            return self._decoded_and_masked(payload)
        return payload if delta is None else self._split.masked(payload, delta)

    def _decoded_and_masked(self, payload: bytes) -> bytes:
        try:
            value = decode_json(payload)
        except ValueError:
            return encode_json(MASK)
        masked = self._masked(value)
        return payload if masked == value else encode_json(masked)

    def text(self, text: str) -> str:
        """Return plain `text` with every secret masked."""
        return self._secret.sub(MASK, text)

    def _may_hold_secret(self, payload: bytes, *, shapes: bool) -> bool:
        for hint in self._hints:
            if hint in payload:
                return True
        return shapes and _SHAPE_HINT.search(payload) is not None

    def _masked(self, value: Any) -> Any:
        match value:
            case str():
                return self.text(value)
            case list():
                return [self._masked(entry) for entry in value]
            case dict():
                return {self.text(key): self._masked(entry) for key, entry in value.items()}
            case _:
                return value


def _forms_of(secret: str) -> set[str]:
    """Return a secret as it stands in text, and in JSON that is itself text (call arguments)."""
    return {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}


def _hint_of(secret: str) -> bytes:
    """Return bytes that are in every JSON text that holds `secret`, however it is escaped."""
    return max(_PLAIN_RUN.findall(secret), key=len, default="").encode()
