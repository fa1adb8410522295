"""PlayheadScreen: a screen that samples a run through a playhead, and the keys that move it.

Law: what is seen is a `Scene`, made here at most `max_fps` times a second and only when something
changed. Nothing ticks once the run is over and the view stands still, or under another screen.
Moving the view never touches the run.
"""

from typing import ClassVar

from textual.binding import BindingType
from textual.reactive import var
from textual.screen import Screen
from textual.timer import Timer

from agents_core.recording.annotations import Annotations
from tui import run_keys
from tui.backpressure import is_terminal_behind
from tui.item_filter import ItemFilter
from tui.playhead import Playhead, StepUnit
from tui.scene import Scene
from tui.screens.program import is_seen, program_of
from tui.seek_expression import parse_seek, seek_to
from tui.shown_items import Restriction, ShownItems, all_items
from tui.sources.recorded_run import is_ended
from tui.sources.run_source import RunSource
from tui.stamps import Stamps
from tui.time_axis import TimeMode

FRAMES = 30
"""Frames a second at most, unless the user wants more or fewer."""

LOOK_S = 0.25
"""How often a paused view looks how far the run has come."""

CLOCK_S = 0.1
"""How often running times are drawn anew while nothing else changes."""


class PlayheadScreen(Screen[None]):
    """Holds the scene; others show it."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.TRANSPORT

    scene: var[Scene | None] = var(None)

    def __init__(self, source: RunSource, speed: float) -> None:
        """Stand at the end of a live run, at the beginning of a recorded one.

        Args:
            source: whose history to show.
            speed: at which a recording plays.
        """
        super().__init__()
        self.source = source
        is_live = source.is_live or (source.controls is not None and not len(source.history))
        self.playhead = Playhead(
            source.history,
            mode="live" if is_live else "playing",
            position=None if is_live else 0,
            speed=speed,
        )
        self.is_read = False
        """`source.run()` has come to its end: no more events will come."""
        self.time_mode: TimeMode = "wall"
        """How time is laid out."""
        self.restrictions: list[Restriction] = []
        """What hides items from Events and Stream; each sees what the one before it left."""
        self.search: ItemFilter | None = None
        """What marks items."""
        self.annotations = Annotations()
        """What people keep about the run."""
        self._frames: Timer | None = None
        self._looks: Timer | None = None
        self._drawn: tuple[object, ...] = ()
        self._reached = (-1, 0.0)
        self._grown = (-1, 0.0)

    def on_mount(self) -> None:
        """Begin to sample."""
        self._frames = self.set_interval(1 / program_of(self).settings.max_fps, self.sample)
        self._looks = self.set_interval(LOOK_S, self.sample, pause=True)
        self.sample()

    def on_screen_suspend(self) -> None:
        """Stand still under another screen; under a dialog, go on."""
        self.sample()

    def on_screen_resume(self) -> None:
        """Show what happened meanwhile."""
        self.sample()

    def clock(self) -> float:
        """Return the time of the program, in seconds."""
        return program_of(self).clock()

    def sample(self) -> None:
        """Make a scene of what is there now, if it would look different and could be seen."""
        if is_terminal_behind(self.app):
            return
        now = self.clock()
        if not is_seen(self):
            self._set_pace(now)
            return
        before = self.playhead.position
        self.playhead.advance(now)
        self.reached(before)
        self._show(now)
        self._set_pace(now)

    @property
    def breakpoint_count(self) -> int:
        """How many breakpoints are set."""
        return 0

    def reached(self, before: int) -> None:
        """Look at where time has moved the playhead, from position `before`; it may be moved."""

    def _set_pace(self, now: float) -> None:
        """Tick as often as something can move: not at all, slowly beside a view that is paused."""
        is_over = self.is_read and self.playhead.next_wakeup(now) is None
        is_still = is_over or not is_seen(self)
        is_paused = self.playhead.mode == "paused"
        for timer, ticks in ((self._frames, not is_paused), (self._looks, is_paused)):
            if timer is not None and ticks and not is_still:
                timer.resume()
            elif timer is not None:
                timer.pause()

    def moved(self) -> None:
        """Show where the playhead stands after a key, and tick again if it moves."""
        self.sample()
        self.refresh_bindings()

    def seek(self, place: str) -> None:
        """Go to a place in the words of the seek prompt.

        Raises:
            ValueError: the words mean no place.
        """
        seek_to(self.playhead, parse_seek(place))
        self.moved()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which transport keys mean something now."""
        mode, is_paused = self.playhead.mode, self.playhead.mode == "paused"
        match action, parameters:
            case "pause", _:
                return not is_paused and not self._is_over
            case "play", _:
                return is_paused or self._is_over
            case "speed", _:
                return mode != "live"
            case "step_event" | "step_item" | "step_seconds", (int(step),):
                is_last = mode == "live" or self.playhead.is_at_end
                return not is_last if step > 0 else self.playhead.position > 0
            case "mark", (str("error"), _):
                return bool(self.source.history.marks("error"))
        return True

    def action_pause(self) -> None:
        """Stop the view."""
        self.playhead.pause()
        self.moved()

    def action_play(self) -> None:
        """Go on; a recording that is over begins again."""
        if self._is_over:
            self.playhead.seek(0)
            self.playhead.play()
        elif self.playhead.is_at_end and self.source.is_live:
            self.playhead.follow()
        else:
            self.playhead.play()
        self.moved()

    def action_step_event(self, count: int) -> None:
        """Move by raw events."""
        self._step("event", count)

    def action_step_item(self, count: int) -> None:
        """Move by items."""
        self._step("item", count)

    def action_step_seconds(self, seconds: int) -> None:
        """Move by seconds of the run."""
        self.playhead.skip(seconds)
        self.moved()

    def action_speed(self, factor: float) -> None:
        """Play faster, slower, or (0) as it was."""
        if factor == 0:
            self.playhead.normal_speed()
        elif factor > 1:
            self.playhead.faster()
        else:
            self.playhead.slower()
        self.moved()

    def action_loop(self) -> None:
        """Begin a loop, end it, leave it."""
        self.playhead.mark_loop()
        self.moved()

    @property
    def _is_over(self) -> bool:
        """The run has ended, or nothing more will come, and the view is at the end."""
        playhead, source = self.playhead, self.source
        if not playhead.is_at_end or playhead.turns_back:
            return False
        return self.is_read or (not source.is_live and is_ended(source.history))

    def _step(self, unit: StepUnit, count: int) -> None:
        self.playhead.step(unit, count)
        self.moved()

    def _show(self, now: float) -> None:
        source, playhead = self.source, self.playhead
        total, position = len(source.history), playhead.position
        at = self._time(position, total, now)
        run_now = self._run_time(total, now)
        asked = source.history.pending(total if source.is_live else position)
        view = source.history.view(position)
        shown = self._shown_items(view.items, position)
        waiting = () if source.controls is None else tuple(source.controls.waiting)
        found = all_items(0) if self.search is None else self.search.found(position)
        drawn = (
            *(waiting, self.time_mode),
            *(position, total, playhead.mode, playhead.speed, int(at / CLOCK_S + 1e-6)),
            *(source.is_live, source.is_recording, self.is_read, len(shown), shown.edition),
            *(asked, int(run_now) if asked else 0, self.breakpoint_count),
            *(len(found), found.edition),
            *(playhead.loop, self.annotations),
        )
        if drawn == self._drawn:
            return
        self._drawn = drawn
        imported = None if source.header is None else source.header.imported
        self.scene = Scene(
            history=source.history,
            view=view,
            now=at,
            total=total,
            end_s=max(source.history.time_at(total), at if playhead.mode == "live" else 0.0),
            mode=playhead.mode,
            speed=playhead.speed,
            is_live=source.is_live,
            is_recording=source.is_recording,
            is_read=self.is_read,
            title=source.title,
            run_now=run_now,
            breakpoints=self.breakpoint_count,
            asked=asked,
            shown=shown,
            time_mode=self.time_mode,
            loop=playhead.loop,
            annotations=self.annotations,
            waiting=waiting,
            can_be_told=source.controls is not None,
            found=found,
            stamps=self._stamps(),
            timing=imported.timing if imported is not None else None,
        )

    def _shown_items(self, count: int, position: int) -> ShownItems:
        shown = all_items(count)
        for restriction in self.restrictions:
            shown = restriction.restrict(shown, self.source.history, position)
        return shown

    def _stamps(self) -> Stamps:
        """Return how times are written; of a run without a header, from its beginning."""
        header, wanted = self.source.header, program_of(self).settings.timestamps
        return Stamps(wanted, header.created_at if wanted == "clock" and header else "")

    def _run_time(self, total: int, now: float) -> float:
        """Return the time of the run itself: of a live one it goes on between two events."""
        if self._grown[0] != total:
            self._grown = (total, now)
        at = self.source.history.time_at(total)
        return at + now - self._grown[1] if self.source.is_live and total else at

    def _time(self, position: int, total: int, now: float) -> float:
        """Return the time of the run at the cursor: it goes on between two events."""
        history = self.source.history
        at = history.time_at(position)
        if self._reached[0] != position:
            self._reached = (position, now)
        waited = now - self._reached[1]
        if self.playhead.mode == "live" and self.source.is_live and total:
            return at + waited
        is_resting = self.playhead.turns_back
        if self.playhead.mode == "playing" and position < total and not is_resting:
            return min(at + waited * self.playhead.speed, history.time_at(position + 1))
        return at
