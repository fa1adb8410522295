"""KeyFooter: the keys that work now, built from the bindings, cut from the right."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from tui.keymap.key_names import is_sequence, label_of

LAST = "app.help"
"""Stands at the right end, however little fits."""


class KeyFooter(Widget):
    """One row; while a first key waits for its second, the keys that can follow."""

    pending: reactive[str] = reactive("")
    """Keys pressed so far of a sequence or a count."""

    def __init__(self, order: Sequence[str], *, id: str | None = None) -> None:
        """Show bindings by id, the most important first."""
        super().__init__(id=id)
        self._order = order

    def on_mount(self) -> None:
        """Draw again whenever other keys work."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        """Draw what fits."""
        active = self.screen.active_bindings
        if isinstance(self.screen.focused, Input):
            active = {key: item for key, item in active.items() if not is_typed(key)}
        if self.pending:
            words = [*following(self.pending, active), ("esc", "back")]
            return row([(self.pending, "…"), *words], None, self.size.width)
        by_id = {item.binding.id: item.binding for item in reversed(active.values())}
        words = label_all([by_id[id] for id in self._order if id in by_id], active)
        last = label_all([by_id[LAST]], active)[0] if LAST in by_id else None
        return row(words, last, self.size.width)


def is_typed(key: str) -> bool:
    """Return whether a key is a character, which a field takes for itself."""
    return len(label_of(key)) == 1 and key not in ARROWS


def key_label(binding: Binding) -> str:
    """Return the key as people write it."""
    return binding.key_display or label_of(binding.key)


ARROWS: Final = ("left", "right", "up", "down")


def label_all(
    bindings: Iterable[Binding], active: Mapping[str, ActiveBinding]
) -> list[tuple[str, str]]:
    """Return (keys, word) a binding; the keys of one group stand together."""
    words: list[tuple[str, str]] = []
    for binding in bindings:
        if binding.group is None:
            words.append((key_label(binding), binding.description.lower()))
            continue
        keys = [
            key_label(item.binding)
            for item in active.values()
            if item.binding.group == binding.group
        ]
        words.append(("/".join(dict.fromkeys(keys)), binding.group.description))
    return words


def following(pending: str, active: Mapping[str, ActiveBinding]) -> list[tuple[str, str]]:
    """Return the second keys that can follow `pending`."""
    return [
        (key[len(pending) :], item.binding.description.lower())
        for key, item in active.items()
        if is_sequence(key) and key.startswith(pending)
    ]


def row(words: Sequence[tuple[str, str]], last: tuple[str, str] | None, width: int) -> Content:
    """Return as many words as fit in `width`, and the last one always."""
    end = [] if last is None else [last]
    room = width - 1 - sum(_cells(word) for word in end)
    shown: list[tuple[str, str]] = []
    for word in words:
        room -= _cells(word)
        if room < 0:
            break
        shown.append(word)
    return Content.assemble(" ", *(_word(*word) for word in [*shown, *end]))


def _cells(word: tuple[str, str]) -> int:
    return len(word[0]) + len(word[1]) + 3


def _word(keys: str, word: str) -> Content:
    return Content.assemble((keys, "bold $text-primary"), " ", (word, "$text-muted"), "  ")
