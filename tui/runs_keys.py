"""The keys of the Runs screen."""

from textual.binding import BindingType

from tui.key_binding import key

KEEPING: list[BindingType] = [
    key("P", "pin", "Pin", "runs.pin", "Keep the run at the top of the list, or no more."),
    key("T", "ask_tags", "Tags", "runs.tags", "The tags of the run, separated by commas."),
    key("N", "ask_note", "Note", "runs.note", "A note on the run."),
    key("D", "delete", "Delete", "runs.delete", "Remove the run; u brings it back."),
    key("u", "undo", "Undo", "runs.undo", "Bring back the run that was removed last."),
]
"""What happens to the selected run."""

RERUNNING: list[BindingType] = [
    key("r", "rerun", "Run again", "runs.rerun", "The same input again, as a new run."),
]
"""New runs out of the selected one."""

COMPARING: list[BindingType] = [
    key("d", "compare", "Diff", "runs.diff", "Mark the run; on another, compare the two."),
]
"""Two runs beside each other."""

LIST: list[BindingType] = [
    key("slash", "ask_search", "Search", "runs.search", "Only runs in which words occur."),
    key("s", "sort", "Sort", "runs.sort", "By time, duration, turns, tokens, cost, status."),
    key("S", "reverse", "Reverse", "runs.reverse", "The other way round."),
]
"""Which runs are listed, and in which order."""

PANES: list[BindingType] = [
    key("tab", "focus_pane(1)", "Pane", "runs.next_pane", "The next pane."),
    key("shift+tab", "focus_pane(-1)", "Pane back", "runs.previous_pane", "The pane before."),
    key("1", "show_pane(0)", "Agents", "runs.agents", "Agents to start."),
    key("2", "show_pane(1)", "Runs", "runs.runs", "Saved runs."),
    key("3", "show_pane(2)", "Details", "runs.details", "All about the selected run."),
]
"""Which pane has the keys."""

SCREEN: list[BindingType] = [
    key("escape", "back", "Back", "runs.back", "All runs again; else to the screen below."),
    key("ctrl+c", "interrupt", "Quit", "runs.interrupt", "Quit; asks while a run is live."),
    key("q", "quit", "Quit", "app.quit", "Leave; asks while a run is live."),
]
"""The screen as a whole."""

FOOTER = (
    "prompt.take",
    "prompt.leave",
    "app.take_mouse",
    "pane.open",
    "runs.search",
    "runs.sort",
    "runs.undo",
    "runs.rerun",
    "runs.delete",
    "runs.pin",
    "runs.tags",
    "runs.note",
    "runs.next_pane",
    "app.quit",
)
"""Ids of the bindings the footer shows, the most important first; `app.help` is always there."""
