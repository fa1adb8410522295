"""Contexts: which parts of a screen hear a key together, the one with the focus first."""

from dataclasses import dataclass

from textual.dom import DOMNode

from tui.keymap.action import Place
from tui.screens.aspects.breaking import Breaking
from tui.screens.aspects.comparing import Comparing
from tui.screens.aspects.deciding import Deciding
from tui.screens.aspects.ending import Ending
from tui.screens.aspects.exporting import Exporting
from tui.screens.aspects.filtering import Filtering
from tui.screens.aspects.finding import Finding
from tui.screens.aspects.forking import Forking
from tui.screens.aspects.marking import Marking
from tui.screens.aspects.sizing import Sizing
from tui.screens.aspects.soloing import Soloing
from tui.screens.aspects.talking import Talking
from tui.screens.aspects.timing import Timing
from tui.screens.choice_dialog import ChoiceDialog
from tui.screens.diff_screen import DiffScreen
from tui.screens.grid_screen import GridScreen
from tui.screens.help_screen import HelpScreen
from tui.screens.marks_dialog import MarksDialog
from tui.screens.palette import Palette
from tui.screens.playhead_screen import PlayheadScreen
from tui.screens.run_chooser import RunChooser
from tui.screens.run_screen import RunScreen
from tui.screens.runs.keeping import Keeping
from tui.screens.runs.list_screen import ListScreen
from tui.screens.runs_screen import RunsScreen
from tui.screens.text_dialog import TextDialog
from tui.widgets.agents_pane import AgentsPane
from tui.widgets.composer import Composer
from tui.widgets.context_pane import ContextPane
from tui.widgets.events_pane import EventsPane
from tui.widgets.grid_pane import GridPane
from tui.widgets.inspect_pane import InspectPane
from tui.widgets.item_deck import ItemDeck
from tui.widgets.lanes_pane import LanesPane, TimeList
from tui.widgets.line_pane import LinePane
from tui.widgets.pane import Pane
from tui.widgets.pane_deck import PaneDeck
from tui.widgets.pending_card import PendingCard
from tui.widgets.prompt import Prompt
from tui.widgets.stream_pane import StreamPane


@dataclass(frozen=True, slots=True)
class Context:
    """Parts that hear a key one after the other."""

    name: str
    place: Place
    parts: tuple[type[DOMNode], ...]
    """From the focus up; the program hears it last, unless a dialog is in between."""


def _pane(pane: type[Pane], *views: type[LinePane]) -> Context:
    return Context(f"{pane.TITLE} pane", "run", (*views, LinePane, pane, ItemDeck, RunScreen))


CONTEXTS = (
    _pane(AgentsPane),
    _pane(EventsPane),
    _pane(StreamPane),
    _pane(InspectPane),
    _pane(LanesPane, TimeList),
    _pane(ContextPane),
    Context("Question", "run", (PendingCard, ItemDeck, RunScreen)),
    Context("Runs screen", "runs", (LinePane, RunsScreen)),
    Context("Grid of runs", "grid", (LinePane, GridPane, GridScreen)),
    Context("Two runs", "diff", (LinePane, DiffScreen)),
    Context("Prompt", "dialog", (Prompt,)),
    Context("Composer", "dialog", (Composer,)),
    Context("Help", "dialog", (HelpScreen,)),
    Context("Palette", "dialog", (Palette,)),
    Context("Choice", "dialog", (ChoiceDialog,)),
    Context("Text", "dialog", (TextDialog,)),
    Context("Marks", "dialog", (MarksDialog,)),
    Context("Chooser", "dialog", (RunChooser,)),
)
"""Every place a key can be pressed in."""

SECTIONS: dict[type[DOMNode], str] = {
    PlayheadScreen: "Transport",
    Timing: "Time",
    Finding: "Find",
    Filtering: "Find",
    PaneDeck: "Panes",
    Sizing: "Panes",
    LinePane: "Lines",
    AgentsPane: "Agents pane",
    EventsPane: "Events pane",
    StreamPane: "Stream pane",
    InspectPane: "Inspect pane",
    LanesPane: "Lanes pane",
    TimeList: "Lanes pane",
    ContextPane: "Context pane",
    ItemDeck: "Selected item",
    Marking: "Marks",
    Soloing: "Agents",
    Deciding: "Questions",
    PendingCard: "Questions",
    Breaking: "Breakpoints",
    Talking: "Run",
    Forking: "Run",
    Comparing: "Run",
    Exporting: "Run",
    Ending: "Run",
    ListScreen: "List of runs",
    Keeping: "Selected run",
    RunsScreen: "Runs screen",
    GridScreen: "Grid of runs",
    GridPane: "Grid of runs",
    DiffScreen: "Two runs",
    ChoiceDialog: "Dialogs",
    RunChooser: "Dialogs",
    TextDialog: "Dialogs",
    MarksDialog: "Dialogs",
    HelpScreen: "Dialogs",
    Palette: "Dialogs",
}
"""What keys of a class are listed under, in this order; those of others under its name."""

PROGRAM_SECTION = "Program"
"""What the keys that every place but a dialog hears are listed under."""
