"""The keys of the program, which work on every screen."""

from textual.binding import BindingType

from tui.key_binding import key

PROGRAM: list[BindingType] = [
    key("question_mark", "help", "Help", "app.help", "All keys, searchable."),
    key("ctrl+p", "palette", "Actions", "app.palette", "All that can be done now, by name."),
    key("M", "release_mouse", "Free mouse", "app.free_mouse", "Select text with the mouse."),
    key("M", "take_mouse", "MOUSE IS FREE", "app.take_mouse", "Work the screen with it again."),
]
"""What there is, and whose the mouse is."""
