"""DiffScreen: two runs beside each other, from where they part."""

from asyncio import to_thread
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Static

from agents_core.history.run_diff import RunDiff, diff_runs
from agents_core.history.views import ItemView
from tui import diff_keys
from tui.drawing.run_totals import Total, totals_table
from tui.format import clock_tenths, fit, pad
from tui.sanitise import visible_line
from tui.screens.choice_dialog import Choice, ChoiceDialog
from tui.screens.key_sequence import KeySequence
from tui.screens.program import program_of
from tui.sources.recorded_run import RecordedRun
from tui.sources.run_source import RunSource
from tui.widgets.diff_panes import PairPane, PairsPane
from tui.widgets.key_footer import KeyFooter
from tui.widgets.line_pane import LinePane

BESIDE = 100
"""From this width on, both sides stand beside each other."""

FLAT = 12
"""Rows below which there is room for one pane, and for one line of totals."""

NAME, FIRST, CELLS = 10, 11, 8
"""Widths of the columns of the totals: of a run's name at least, of the status, of a number."""


class DiffScreen(Screen[None]):
    """Totals, the list of pairs, and one pair in full."""

    BINDINGS: ClassVar[list[BindingType]] = diff_keys.DIFF
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (BESIDE, "-beside")]  # noqa: RUF012 - as in Textual
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (FLAT, "-high")]  # noqa: RUF012 - the same

    def __init__(self, left: RunSource, right: RunSource) -> None:
        """Compare two runs, as far as they have come; `left` is A."""
        super().__init__()
        self.sources = (left, right)
        self.diff: RunDiff | None = None
        self.pairs, self.pair = PairsPane(), PairPane()
        self._keys = KeySequence()

    def compose(self) -> ComposeResult:
        """Lay out totals, panes and footer."""
        with Vertical(id="top"):
            yield Static(Content(" comparing…"), id="diff-totals")
        with Container(id="diff-panes"):
            yield self.pairs
            yield self.pair
        with Vertical(id="bottom"):
            yield KeyFooter(diff_keys.FOOTER)

    def on_mount(self) -> None:
        """Compare, now that the first frame is on its way."""
        self.set_focus(self.pairs.list)
        self.call_after_refresh(self.compare)

    async def on_unmount(self) -> None:
        """Let go of recordings nobody else looks at."""
        for source in self.sources:
            seen = (getattr(screen, "source", None) for screen in self.app.screen_stack)
            if all(other is not source for other in seen):
                await program_of(self).runs.let_go(source)

    def on_resize(self) -> None:
        """Lay the totals and the pair out anew."""
        self._show_totals()
        self._show_pair()

    @work
    async def compare(self) -> None:
        """Read both runs, and hold them against each other beside the screen."""
        for source in self.sources:
            if not source.is_live:
                await program_of(self).runs.begin(source).wait()
        left, right = (source.history for source in self.sources)
        self.diff = await to_thread(diff_runs, left, right)
        self.pairs.show(self.diff.pairs)
        self.pairs.list.show_cursor(self.diff.first or 0)
        self._show_totals()
        self._show_pair()
        self.refresh_bindings()

    def on_descendant_focus(self) -> None:
        """Where there is room for one pane alone, show the one that has the keys."""
        self.set_class(self.focused is self.pair.document, "-pair")

    @on(LinePane.CursorMoved, "#pairs ListPane")
    def show_pair(self) -> None:
        """Show the pair under the cursor."""
        self._show_pair()

    @on(LinePane.Opened, "#pairs ListPane")
    def ask_which(self) -> None:
        """Open a run where the pair is; ask which, if both have it."""
        if self.diff is None or not self.diff.pairs:
            return
        pair = self.diff.pairs[self.pairs.list.cursor]
        places = {"A": pair.left, "B": pair.right}
        found = {name: item for name, item in places.items() if item is not None}

        def choose(name: str | None) -> None:
            if name in found:
                self._open(self.sources["AB".index(name)], found[name])

        if len(found) == 1:
            choose(*found)
        else:
            choices = [Choice(name, f"Run {name}", _place(item)) for name, item in found.items()]
            stay = Choice("stay", "Neither", "change nothing (esc)")
            self.app.push_screen(ChoiceDialog("Open which run?", [*choices, stay], "stay"), choose)

    async def on_key(self, event: Key) -> None:
        """Take the keys that wait for another one."""
        state, meaning, text = self._keys.press(event.character or "", program_of(self).clock())
        self._keys = state
        self.query_one(KeyFooter).pending = state.pending
        if meaning in ("waits", "sequence") and not (event.character or "").isdigit():
            event.stop()
        if meaning == "sequence" and text in ("]c", "[c"):
            self.action_difference(1 if text == "]c" else -1)

    # Actions

    def action_difference(self, step: int) -> None:
        """Go to the next difference, or the one before."""
        pairs = () if self.diff is None else self.diff.pairs
        at = self.pairs.list.cursor
        ahead = range(at + 1, len(pairs)) if step > 0 else range(at - 1, -1, -1)
        found = next((index for index in ahead if pairs[index].state != "same"), None)
        if found is None:
            self.notify(f"no difference {'after' if step > 0 else 'before'} this", timeout=2)
            return
        self.pairs.list.show_cursor(found)
        self._show_pair()

    def action_focus_pane(self) -> None:
        """Give the keys to the other pane."""
        has_list = self.focused is self.pairs.list
        self.set_focus(self.pair.document if has_list else self.pairs.list)

    def action_leave(self) -> None:
        """Go back to the screen below."""
        program_of(self).leave()

    def action_interrupt(self) -> None:
        """Quit."""
        program_of(self).quit()

    # Showing

    def _open(self, source: RunSource, item: ItemView) -> None:
        path = source.recorded_at
        if source.controls is None and path is not None:
            source = RecordedRun(path)  # its own: what is left is closed
        program_of(self).open_run(source, start_at=f"e{item.seq}")

    def _show_pair(self) -> None:
        if self.diff is not None and self.diff.pairs:
            pair = self.diff.pairs[self.pairs.list.cursor]
            self.pair.show(pair, is_stacked=self.size.width < BESIDE)

    def _show_totals(self) -> None:
        if self.diff is not None:
            names = [_name(source) for source in self.sources]
            is_flat = self.size.height < FLAT
            totals = (
                changes_line(self.diff)
                if is_flat
                else totals_content(self.diff, names, self.size.width)
            )
            self.query_one("#diff-totals", Static).update(totals)


def totals_content(diff: RunDiff, names: list[str], width: int) -> Content:
    """Draw what two runs came to: a head, a row for each, and a row of changes."""
    table = _fitting(totals_table(diff), width)
    room = max(NAME, width - FIRST - CELLS * (len(table) - 1) - 1)
    said = "the same" if diff.is_same else "changes"
    rows = (
        ("", [total.title for total in table], "$text-muted"),
        (f"A {names[0]}", [total.left for total in table], ""),
        (f"B {names[1]}", [total.right for total in table], ""),
        (said, [total.change for total in table], "$text-accent"),
    )
    lines = (
        Content.styled(f" {pad(name, room)}{_columns(cells)}", style) for name, cells, style in rows
    )
    return Content("\n").join(lines)


def changes_line(diff: RunDiff) -> Content:
    """Say in a few words how two runs differ in what they came to."""
    changes = [f"{total.title} {total.change}" for total in totals_table(diff) if total.change]
    said = "the same" if diff.is_same else " · ".join(changes) or "other words, same totals"
    return Content.styled(f" {said}", "$text-accent")


def _fitting(table: list[Total], width: int) -> list[Total]:
    """Return the columns there is room for: the status, and the last ones."""
    numbers = max(1, (width - NAME - FIRST - 1) // CELLS)
    return [table[0], *table[1:][-numbers:]]


def _columns(cells: list[str]) -> str:
    return f"{fit(cells[0], FIRST - 1):>{FIRST}}" + "".join(
        f"{cell:>{CELLS}}" for cell in cells[1:]
    )


def _name(source: RunSource) -> str:
    run_id = "" if source.header is None else source.header.run_id
    return visible_line(" ".join(filter(None, (run_id, source.title))))


def _place(item: ItemView) -> str:
    return f"at {clock_tenths(item.began_at)}, event {item.seq}"
