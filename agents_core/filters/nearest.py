"""The known word that somebody may have meant."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the closest of the `known` words, or None when none is close."""
    import difflib  # only a mistake pays for it

    close = difflib.get_close_matches(word.lower()[:80], list(known), n=1, cutoff=0.6)
    return close[0] if close else None
