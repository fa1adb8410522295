"""Names of keys: as Textual calls them, as users write them, as they stand on the keyboard."""

import string
from collections.abc import Iterable, Mapping
from typing import Final

from textual.keys import Keys, _character_to_key

MODIFIERS: Final = ("ctrl+", "alt+", "shift+")

_WRITTEN: Final = {_character_to_key(sign): sign for sign in string.punctuation}
"""Keys that write a sign, by Textual's names."""

_NAMED: Final = frozenset(key.value for key in Keys) | _WRITTEN.keys()
"""Keys that are written as words."""

_SIGNS: Final = {
    **_WRITTEN,
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "esc",
}
"""What stands on keys whose name is another."""

_ARROWS_IN_WORDS: Final = str.maketrans(
    {_SIGNS[word]: word for word in ("left", "right", "up", "down")}
)


def is_sequence(key: str) -> bool:
    """Return whether a key is in truth two, pressed one after the other: `]t`."""
    return len(key) == 2 and key not in _NAMED and key.isascii() and key.isprintable()


def split_keys(text: str) -> list[str]:
    """Return the keys in a list such as `p, ctrl+x, ]t`, by Textual's names.

    Raises:
        ValueError: one of them is no key.
    """
    return [_named(key.strip()) for key in text.split(",")]


def prefixes_of(keymap: Mapping[str, str]) -> str:
    """Return the first keys of the sequences in a keymap."""
    keys = (key for keys in keymap.values() for key in split_keys(keys))
    return "".join(key[0] for key in keys if is_sequence(key))


def known_names() -> Iterable[str]:
    """Return the names of keys that are words."""
    return _NAMED


def label_of(key: str) -> str:
    """Return a key as people write it."""
    modifiers, plus, last = key.rpartition("+")
    return f"{modifiers}{plus}{_SIGNS.get(last, last)}"


def without_arrows(labels: str) -> str:
    """Return labels of keys for terminals that lack arrows, where `<` is a key of its own."""
    return labels.translate(_ARROWS_IN_WORDS)


def _named(key: str) -> str:
    """Return one key by its name.

    Raises:
        ValueError: it is no key; the text is the key itself.
    """
    bare = key
    for modifier in MODIFIERS:
        bare = bare.removeprefix(modifier)
    if len(key) == 1:
        return str(_character_to_key(key))
    if bare in _NAMED or len(bare) == 1 or is_sequence(key):
        return key
    raise ValueError(key)
