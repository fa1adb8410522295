"""SplitSecrets: masks a known secret that a model spells out over several deltas.

Law: bounded and exact: it remembers no more text than the longest secret, and masks nothing but
what continues a secret. Its first characters, fewer than `HEAD`, have been kept by the time it can
be told; so have secrets told by two agents at the same time, by turns, and those of `logprobs`.
"""

import re
from collections.abc import Iterable
from typing import Final

HEAD: Final = 8
"""So many characters in a row are no coincidence."""

_TEXT: Final = re.compile(rb'"delta": ?"([^"\\]*)"').search
"""Finds the text of a delta; one with escapes is no part of a secret of plain characters."""

_TYPE_WITHIN: Final = 64
"""An event's type stands this near to its beginning."""


def find_delta(payload: bytes) -> re.Match[bytes] | None:
    """Return where the text of a delta is, None when the payload is something else."""
    is_delta = payload.find(b'.delta"', 0, _TYPE_WITHIN) > 0
    return _TEXT(payload) if is_delta else None


class SplitSecrets:
    """Follows the text of deltas, and masks the part of each that continues a secret."""

    def __init__(self, secrets: Iterable[bytes], mask: bytes) -> None:
        """Look for `secrets`: plain characters, none that JSON would escape."""
        self._secrets = [secret for secret in secrets if len(secret) > HEAD]
        self._heads = [secret[:HEAD] for secret in self._secrets]
        self._longest = max(map(len, self._secrets), default=0)
        self._mask = mask
        self._before = b""

    def masked(self, payload: bytes, delta: re.Match[bytes]) -> bytes:
        """Return a payload with what its `delta` continues of a secret masked."""
        if not self._secrets:
            return payload
        text = self._before + delta[1]
        seen = len(self._before)
        self._before = text[-self._longest :]
        for secret, head in zip(self._secrets, self._heads, strict=True):
            if (at := text.rfind(head)) >= 0:
                start, end = delta.span(1)
                part = self._masked_part(text, seen, at, secret)
                return payload[:start] + part + payload[end:]
        return payload

    def _masked_part(self, text: bytes, seen: int, at: int, secret: bytes) -> bytes:
        """Return what is new in `text`, without what it continues of the secret begun at `at`."""
        end = at + _common_length(text[at:], secret)
        if end <= seen:
            return text[seen:]
        was_told = at + HEAD <= seen  # and its place has been masked before
        return text[seen : max(at, seen)] + (b"" if was_told else self._mask) + text[end:]


def _common_length(one: bytes, other: bytes) -> int:
    """Return how many bytes both begin with."""
    length = min(len(one), len(other))
    return next((at for at in range(length) if one[at] != other[at]), length)
