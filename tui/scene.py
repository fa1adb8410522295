"""What one frame shows: plain frozen values the screen hands down to its panes.

Law: a scene is made once a frame from the history and the playhead; panes only read it.
"""

from dataclasses import dataclass, field
from typing import Literal

from agents_core.history.run_history import RunHistory
from agents_core.history.views import RunView
from agents_core.recording.annotations import Annotations
from agents_core.recording.header import Timing
from tui.playhead import Loop
from tui.shown_items import ShownItems, all_items
from tui.stamps import RELATIVE, Stamps
from tui.time_axis import TimeAxis, TimeMode, axis_of

Mode = Literal["live", "paused", "playing"]
"""live: the newest event is shown · paused: the view stands still · playing: it moves by itself."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The run at the cursor, and how the cursor moves."""

    history: RunHistory
    view: RunView
    now: float
    """Seconds since the run began, as the view has it: what running times are measured to."""
    total: int
    """How many events the history holds."""
    end_s: float
    """The time of the newest event."""
    mode: Mode
    speed: float
    is_live: bool
    """The run is still going on."""
    is_recording: bool
    is_read: bool
    """No more events will come."""
    title: str
    run_now: float
    """Seconds since the run began, wherever the cursor stands; a live run's clock goes on."""
    asked: tuple[int, ...]
    """Items that wait for a decision: of a live run now, of a recorded one at the cursor."""
    shown: ShownItems
    """The items Events and Stream show."""
    loop: Loop | None = None
    """The stretch that is played over and over."""
    annotations: Annotations = field(default_factory=Annotations)
    """What people keep about the run."""
    waiting: tuple[str, ...] = ()
    """What the user said and nobody was asked yet, oldest first."""
    can_be_told: bool = False
    """The user can say something to it."""
    time_mode: TimeMode = "wall"
    """How time is laid out."""
    breakpoints: int = 0
    """How many breakpoints are set."""
    found: ShownItems = all_items(0)  # noqa: RUF009 - a frozen value
    """The items that a search has marked."""

    stamps: Stamps = RELATIVE
    """How times of items are written."""
    timing: Timing | None = None
    """How far the times of an imported run can be trusted."""

    @property
    def axis(self) -> TimeAxis:
        """Where the times of the run stand on a line."""
        return axis_of(self.history, self.time_mode, self.end_s)

    @property
    def behind(self) -> int:
        """How many events came after the cursor."""
        return self.total - self.view.position


@dataclass(frozen=True, slots=True)
class Selection:
    """What ties Events, Stream and Inspect together."""

    item: int | None = None
    """Index of the selected item."""
    seq: int | None = None
    """A raw event of it, when one is selected."""
