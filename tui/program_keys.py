"""The keys of the program, which work on every screen."""

from textual.binding import Binding, BindingType


def _key(key: str, action: str, word: str, id: str, tooltip: str) -> Binding:
    return Binding(key, action, word, id=id, tooltip=tooltip)


PROGRAM: list[BindingType] = [
    _key("question_mark", "help", "Help", "app.help", "All keys, searchable."),
    _key("ctrl+p", "palette", "Actions", "app.palette", "All that can be done now, by name."),
    _key("M", "release_mouse", "Free mouse", "app.free_mouse", "Select text with the mouse."),
    _key("M", "take_mouse", "MOUSE IS FREE", "app.take_mouse", "Work the screen with it again."),
]
"""What there is, and whose the mouse is."""
