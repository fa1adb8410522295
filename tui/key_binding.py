"""A key of a screen, as the tables of keys write it."""

from textual.binding import Binding


def key(
    key: str, action: str, word: str, id: str, tooltip: str, group: Binding.Group | None = None
) -> Binding:
    """Return what the key of that name does.

    Args:
        key: names of keys as Textual has them, separated by commas.
        action: the action's name, with its arguments.
        word: what the footer says.
        id: what a keymap, the palette and `agent-tui keys` call it.
        tooltip: a sentence for the help.
        group: keys the footer shows together.
    """
    return Binding(key, action, word, id=id, tooltip=tooltip, group=group)
