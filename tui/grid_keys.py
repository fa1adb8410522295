"""The keys of the grid of runs."""

from textual.binding import BindingType

from tui.key_binding import key

GRID: list[BindingType] = [
    key("e", "failing(1)", "Failed", "grid.failing_on", "The next run that failed."),
    key("E", "failing(-1)", "Failed back", "grid.failing_back", "The run before that failed."),
    key("X", "cancel", "Cancel", "grid.cancel", "Cancel the selected run, or all of them."),
    key("ctrl+c", "interrupt", "Cancel", "grid.interrupt", "Cancel while runs go on; else quit."),
    key("q", "quit", "Quit", "app.quit", "Leave; asks while a run is live."),
]
"""The runs as a whole."""

FOOTER = ("app.take_mouse", "pane.open", "grid.failing_on", "grid.cancel", "app.quit")
"""Ids of the bindings the footer shows, the most important first; `app.help` is always there."""
