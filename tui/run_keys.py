"""The keys of the run screen: what they do, and which of them the footer shows first.

A key of two characters (`]t`) is a sequence: `DeckScreen` waits for the second one.
"""

from textual.binding import Binding, BindingType

from tui.key_binding import key

EVENT = Binding.Group("event", compact=True)
ITEM = Binding.Group("item", compact=True)
SECONDS = Binding.Group("5s", compact=True)
SPEED = Binding.Group("speed", compact=True)


TRANSPORT: list[BindingType] = [
    key("space", "pause", "Pause", "run.pause", "Stop the view where it is; the run goes on."),
    key("space", "play", "Play", "run.play", "Let the view move on from here."),
    key("comma", "step_event(-1)", "Event back", "seek.event_back", "One raw event back.", EVENT),
    key("full_stop", "step_event(1)", "Event on", "seek.event_on", "One raw event on.", EVENT),
    key("less_than_sign", "step_item(-1)", "Item back", "seek.item_back", "One item back.", ITEM),
    key("greater_than_sign", "step_item(1)", "Item on", "seek.item_on", "One item on.", ITEM),
    key("left", "step_seconds(-5)", "5 s back", "seek.5s_back", "5 seconds back.", SECONDS),
    key("right", "step_seconds(5)", "5 s on", "seek.5s_on", "5 seconds on.", SECONDS),
    key("shift+left", "step_seconds(-60)", "60 s back", "seek.60s_back", "A minute back."),
    key("shift+right", "step_seconds(60)", "60 s on", "seek.60s_on", "A minute on."),
    key("left_curly_bracket", "speed(0.5)", "Slower", "play.slower", "Half the speed.", SPEED),
    key("right_curly_bracket", "speed(2)", "Faster", "play.faster", "Double the speed.", SPEED),
    key("backspace", "speed(0)", "1x", "play.normal", "The speed at which it happened."),
    key("F", "follow", "Live", "run.follow", "Show the newest event, and go on doing so."),
    key("e", "mark('error', 1)", "Err", "seek.error_on", "The next error."),
    key("E", "mark('error', -1)", "Err back", "seek.error_back", "The error before."),
    key("]a", "mark('turn', 1)", "Turn", "seek.turn_on", "The next turn of an agent."),
    key("[a", "mark('turn', -1)", "Turn", "seek.turn_back", "The turn before."),
    key("]t", "mark('tool', 1)", "Tool", "seek.tool_on", "The next tool call."),
    key("[t", "mark('tool', -1)", "Tool", "seek.tool_back", "The tool call before."),
    key("]h", "mark('handoff', 1)", "Handoff", "seek.handoff_on", "The next handoff."),
    key("[h", "mark('handoff', -1)", "Handoff", "seek.handoff_back", "The handoff before."),
    key("]m", "mark('message', 1)", "Message", "seek.message_on", "The next message."),
    key("[m", "mark('message', -1)", "Message", "seek.message_back", "The message before."),
    key("]r", "mark('reasoning', 1)", "Reasoning", "seek.reasoning_on", "The next reasoning."),
    key("[r", "mark('reasoning', -1)", "Reasoning", "seek.reasoning_back", "Reasoning before."),
    key("]p", "mark('approval', 1)", "Approval", "seek.approval_on", "The next approval."),
    key("[p", "mark('approval', -1)", "Approval", "seek.approval_back", "The approval before."),
    key("]e", "mark('error', 1)", "Error", "seek.error_next", "The next error."),
    key("[e", "mark('error', -1)", "Error", "seek.error_previous", "The error before."),
    key("s", "mark('stall', 1)", "Slow", "seek.stall_on", "The next long wait for an event."),
    key("S", "mark('stall', -1)", "Slow back", "seek.stall_back", "The long wait before."),
    key("L", "loop", "A-B", "play.loop", "Loop a stretch: from here, to here, off."),
]
"""Where the cursor stands in the run."""

PANES: list[BindingType] = [
    key("tab", "focus_pane(1)", "Pane", "pane.next", "The next pane."),
    key("shift+tab", "focus_pane(-1)", "Pane back", "pane.previous", "The pane before."),
    key("1", "show_pane(0)", "Agents", "pane.agents", "Agents: who works, who is idle."),
    key("2", "show_pane(1)", "Events", "pane.events", "Events: the outline of the run."),
    key("3", "show_pane(2)", "Stream", "pane.stream", "Stream: the transcript."),
    key("4", "show_pane(3)", "Inspect", "pane.inspect", "Inspect: all of the selected item."),
    key("5", "show_pane(4)", "Lanes", "pane.lanes", "Lanes: who did what when."),
    key("6,c", "show_pane(5)", "Context", "pane.context", "Context: what a model call received."),
    key("z", "zoom", "Zoom", "pane.zoom", "The focused pane alone, and back."),
    key("plus", "resize(1)", "More", "pane.more", "More room: half the screen, all of it."),
    key("underscore", "resize(-1)", "Less", "pane.less", "Less room for the focused pane."),
    key("escape", "back", "Back", "pane.back", "One level back; never cancels a run."),
]
"""Which pane is seen and has the keys."""

ITEMS: list[BindingType] = [
    key("n", "search(1)", "Next", "search.next", "The next place or item found."),
    key("N", "search(-1)", "Back", "search.previous", "The place or item before."),
    key("p", "next_face", "View", "inspect.next", "The next face of Inspect, up to lineage."),
    key("yy", "copy('item')", "Item", "item.copy", "Copy all words of the selected item."),
    key("ya", "copy('args')", "Args", "item.copy_args", "Copy the arguments of a call."),
    key("yo", "copy('output')", "Output", "item.copy_output", "Copy its output, or its text."),
    key("yj", "copy('json')", "JSON", "item.copy_json", "Copy the item as JSON."),
    key("yc", "copy('request')", "Curl", "item.copy_request", "Copy its model call, for curl."),
    key("v", "pager", "Pager", "item.pager", "All of the selected item in $PAGER."),
    key("V", "editor", "Editor", "item.editor", "All of the selected item in $EDITOR."),
]
"""What happens to the selected item."""

SOLOING: list[BindingType] = [
    key("a", "solo", "Solo agent", "view.solo", "Only the selected item's agent, in every list."),
    key("A", "end_solo", "All agents", "view.all_agents", "What all agents do again."),
]
"""Whose items are shown."""

DECIDING: list[BindingType] = [
    key("exclamation_mark", "decide_next", "Answer", "decide.focus", "Answer what the run asks."),
]
"""Questions of the run to whoever watches."""

DECISION: list[BindingType] = [
    key("y", "decide('once')", "Once", "decide.once", "Let this call run, this once."),
    key("space", "decide('go_on')", "Go on", "decide.go_on", "Go on from this breakpoint."),
    key("n", "decide('deny')", "Deny", "decide.deny", "Do not let it run; the model is told."),
    key("r", "decide('reason')", "Deny+reason", "decide.reason", "Deny, and tell the model why."),
    key("e", "decide('edit')", "Edit", "decide.edit", "Change the arguments or the output first."),
    key("a", "decide('always')", "Always…", "decide.always", "Decide for all calls of the tool."),
    key("v", "decide('read')", "Read all", "decide.read", "All of it in $PAGER."),
    key("left,h", "turn(-1)", "Before", "decide.previous", "The question before."),
    key("right,l", "turn(1)", "Next", "decide.next", "The next question."),
    key("escape", "leave", "Back", "decide.leave", "Back to the pane; the run goes on waiting."),
]
"""Answers, while the card of a question has the keys."""

TIMING: list[BindingType] = [
    key("t", "next_time_mode", "Time", "view.time", "Time as it passed, without idling, by steps."),
]
"""How time is laid out."""

BREAKING: list[BindingType] = [
    key("b", "break_here", "Break", "break.here", "Stop before things like the selected one."),
    key("B", "ask_break", "Break on", "break.ask", "Stop at an expression; nothing: the list."),
]
"""Where a run is held."""

FILTERING: list[BindingType] = [
    key("f,ampersand", "ask_filter", "Filter", "filter.ask", "Show only items such as kind:tool."),
    key("slash", "ask_search", "Search", "search.ask", "Find text in this pane, or mark items."),
]
"""Expressions that are typed."""

FINDING: list[BindingType] = [
    key("colon", "ask_seek", "Seek", "seek.ask", "Go to 50%, 1m30s, e1243 or t5."),
]
"""Places that are typed."""

TALKING: list[BindingType] = [
    key("i", "compose", "Say", "run.say", "Write to the run: what it is asked first, or next."),
    key("u", "take_back", "Unsay", "run.unsay", "Take back what waits to be sent."),
]
"""What the user has to say."""
EXPORTING: list[BindingType] = [
    key("x", "export", "Export", "run.export", "Markdown, HTML, SVG, asciicast, JSONL, spans."),
]
"""The run in other forms."""

FORKING: list[BindingType] = [
    key("r", "rerun", "Run on", "run.fork", "Run again: the same input, from here, or edited."),
]
"""Other runs like this one."""

ENDING: list[BindingType] = [
    key("X", "cancel", "Cancel", "run.cancel", "Cancel the run, or one tool of it."),
    key("ctrl+c", "interrupt", "Cancel", "run.interrupt", "Cancel a live run; else quit."),
    key("q", "quit", "Quit", "app.quit", "Leave; asks while the run is live."),
]
"""Stopping and leaving."""

COMPARING: list[BindingType] = [
    key("d", "compare", "Diff", "run.diff", "Compare this run with another one."),
]
"""This run beside another."""

MARKING: list[BindingType] = [
    key("m", "toggle_mark", "Mark", "mark.toggle", "Mark this place, or unmark it."),
    key("apostrophe", "list_marks", "Marks", "mark.list", "All marks and comments."),
    key("semicolon", "comment", "Comment", "mark.comment", "Comment on the selected item."),
    key("]b", "marked(1)", "Mark", "mark.on", "The next mark or breakpoint stop."),
    key("[b", "marked(-1)", "Mark", "mark.back", "The mark or breakpoint stop before."),
]
"""What people keep about a run."""

SIZING: list[BindingType] = [
    key("left_parenthesis", "widen(-4)", "Narrower", "pane.narrower", "The pane's column less."),
    key("right_parenthesis", "widen(4)", "Wider", "pane.wider", "More of the width for it."),
    key("minus", "heighten(-1)", "Lower", "pane.lower", "Fewer rows for the focused pane."),
    key("equals_sign", "heighten(1)", "Higher", "pane.higher", "More rows for it; it is kept."),
]
"""How the room is parted; remembered for screens as wide."""

FOOTER = (
    "prompt.complete",
    "prompt.take",
    "prompt.search_history",
    "prompt.leave",
    "app.take_mouse",
    "decide.once",
    "decide.go_on",
    "decide.deny",
    "decide.reason",
    "decide.edit",
    "decide.always",
    "decide.leave",
    "decide.focus",
    "run.play",
    "run.pause",
    "search.next",
    "seek.event_back",
    "seek.item_back",
    "run.follow",
    "view.all_agents",
    "item.open",
    "item.fold",
    "context.compare",
    "seek.error_on",
    "search.ask",
    "filter.ask",
    "play.slower",
    "seek.5s_back",
    "pane.zoom",
    "pane.next",
    "run.cancel",
    "run.unsay",
    "run.say",
    "run.fork",
    "item.copy",
    "view.solo",
    "view.time",
    "seek.ask",
    "inspect.next",
    "item.pager",
    "run.export",
    "mark.toggle",
    "play.loop",
    "app.quit",
)
"""Ids of the bindings the footer shows, the most important first; `app.help` is always there."""
