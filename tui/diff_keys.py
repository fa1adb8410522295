"""The keys of the screen that compares two runs."""

from textual.binding import BindingType

from tui.key_binding import key

DIFF: list[BindingType] = [
    key("n", "difference(1)", "Next", "diff.next", "The next difference."),
    key("N", "difference(-1)", "Back", "diff.previous", "The difference before."),
    key("]c", "difference(1)", "Change", "diff.next_change", "The next difference."),
    key("[c", "difference(-1)", "Change back", "diff.previous_change", "The difference before."),
    key("tab", "focus_pane", "Pane", "diff.pane", "The other pane."),
    key("escape,q", "leave", "Back", "diff.leave", "Back to the screen below."),
    key("ctrl+c", "interrupt", "Quit", "diff.interrupt", "Quit; asks while a run is live."),
]
"""What can be done with two runs beside each other."""

FOOTER = ("diff.next", "diff.previous", "pane.open", "diff.pane", "diff.leave")
"""Ids of the bindings the footer shows, the most important first; `app.help` is always there."""
