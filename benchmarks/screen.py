"""What the screen costs: CPU of one flush as a text grows, and a list of a million rows.

    python benchmarks/screen.py            every part
    python benchmarks/screen.py flush      our pane against Static, Markdown and Log
    python benchmarks/screen.py list       our list at 1k, 100k and 1M rows
    python benchmarks/screen.py keys       key press to repaint in a pty, ours and Markdown

One flush is 33 deltas and the repaint that follows, at 120x40 without a terminal. Textual's Static
and Markdown are left out where one flush takes seconds.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from statistics import median

from textual import events
from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import Log, Markdown, Static

from tui.rendering.incremental_lines import IncrementalLines
from tui.rendering.markdown_lines import MarkdownState, markdown_lines
from tui.rendering.styled_line import StyledLine, styled
from tui.widgets.document_pane import DocumentPane
from tui.widgets.list_pane import ListPane

SIZE = (120, 40)
SIZES = (1_000, 10_000, 100_000, 1_000_000)
PEERS_UP_TO = {"Static": 100_000, "Markdown": 10_000, "Log": 1_000_000}
DELTAS = 33
FLUSHES = 15
DELTAS_PER_S = 5_000
KEYS = 40
SENTENCE = "Some **bold** text with `code` and a [link](http://example.org), then more words. "
PARAGRAPH = SENTENCE * 5 + "\n\n"


class OneBlock:
    """A document of one growing Markdown text."""

    def __init__(self, text: str) -> None:
        """Begin with `text`."""
        self.rows: IncrementalLines[MarkdownState] = markdown_lines(119)
        self.rows.extend(text)

    def __len__(self) -> int:
        """Return one."""
        return 1

    def estimate(self, block: int) -> int:
        """Return the height."""
        return len(self.rows)

    def height(self, block: int, width: int) -> int:
        """Return the height at `width`."""
        self.rows.rewrap(width)
        return len(self.rows)

    def line(self, block: int, line: int, width: int) -> StyledLine:
        """Return one row."""
        return self.rows[line]


class Rows:
    """A list of numbered rows."""

    def __init__(self, count: int) -> None:
        """Have `count` rows."""
        self.count = count

    def __len__(self) -> int:
        """Return how many."""
        return self.count

    def row(self, index: int, width: int) -> StyledLine:
        """Return one."""
        return styled(f"{index:>9}  T web_search   ok   3.2 s")


class BenchApp(App[None]):
    """One widget on the whole screen."""

    CSS = "LinePane { overflow-y: scroll; overflow-x: hidden; }"

    def __init__(self, shown: Widget) -> None:
        """Show one widget."""
        super().__init__()
        self.shown = shown

    def compose(self) -> ComposeResult:
        """Yield it."""
        yield self.shown


Flush = Callable[[str], Awaitable[None]]


def ours(text: str) -> tuple[Widget, Flush]:
    """Return our pane."""
    source = OneBlock(text)
    pane = DocumentPane(source)

    async def flush(delta: str) -> None:
        source.rows.extend(delta)
        pane.update_blocks([0])

    return pane, flush


def static(text: str) -> tuple[Widget, Flush]:
    """Return Textual's Static, given the whole text each time."""
    widget, parts = Static(text, markup=False), [text]

    async def flush(delta: str) -> None:
        parts.append(delta)
        widget.update("".join(parts))

    return widget, flush


def markdown(text: str) -> tuple[Widget, Flush]:
    """Return Textual's Markdown."""
    widget = Markdown(text)

    async def flush(delta: str) -> None:
        await widget.append(delta)

    return widget, flush


def log(text: str) -> tuple[Widget, Flush]:
    """Return Textual's Log: raw lines, not wrapped."""
    widget, parts = Log(), [text]

    async def flush(delta: str) -> None:
        widget.write("".join(parts) + delta)
        parts.clear()

    return widget, flush


MAKERS = {"ours": ours, "Static": static, "Markdown": markdown, "Log": log}


async def flush_cost(make: Callable[[str], tuple[Widget, Flush]], size: int) -> float:
    """Return the median CPU milliseconds of one flush and its repaint."""
    widget, flush = make((PARAGRAPH * (size // len(PARAGRAPH) + 1))[:size])
    app = BenchApp(widget)
    costs: list[float] = []
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await flush("\n")
        await pilot.pause()
        for number in range(FLUSHES):
            at = number * DELTAS * 4 % len(PARAGRAPH)
            began = time.process_time()
            await flush((PARAGRAPH * 2)[at : at + DELTAS * 4])
            await pilot.pause()
            app.screen._compositor.render_update(full=False)
            costs.append((time.process_time() - began) * 1_000)
    return median(costs)


async def measure_flush() -> None:
    """Print the cost of a flush for each widget and size."""
    print(f"CPU ms of one flush of {DELTAS} deltas, {SIZE[0]}x{SIZE[1]} (ratio to ours)")
    print(f"{'characters':>12}" + "".join(f"{name:>20}" for name in MAKERS))
    for size in SIZES:
        cells, base = [f"{size:>12,}"], 0.0
        for name, make in MAKERS.items():
            if size > PEERS_UP_TO.get(name, size):
                cells.append(f"{'left out':>20}")
                continue
            cost = await flush_cost(make, size)
            base = base or cost
            cells.append(f"{cost:>12.1f} ({cost / base:>4.1f}x)")
        print("".join(cells), flush=True)


async def timed(app: BenchApp, act: Callable[[], object]) -> float:
    """Return the wall milliseconds until what `act` did is on the screen."""
    began = time.perf_counter()
    done = act()
    if isinstance(done, Awaitable):
        await done
    app.screen._compositor.render_update(full=True)
    return (time.perf_counter() - began) * 1_000


async def measure_list() -> None:
    """Print how long a list takes to mount and to jump."""
    print("list, wall ms:       mount      jump to first      jump to last")
    for count in (1_000, 100_000, 1_000_000):
        pane = ListPane(Rows(count))
        app = BenchApp(Static())
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            mount = await timed(app, partial(app.mount, pane))
            await pilot.pause()
            first = await timed(app, pane.action_first)
            last = await timed(app, pane.action_last)
        print(f"{count:>12,} {mount:>12.1f} {first:>18.1f} {last:>17.1f}", flush=True)


class LoadedApp(App[None]):
    """A pane that takes 5,000 deltas a second, and a line that answers keys."""

    CSS = "#keys { dock: bottom; height: 1; } LinePane { overflow-y: scroll; }"

    def __init__(self, name: str) -> None:
        """Load the pane `name`."""
        super().__init__()
        self.shown, self.flush_delta = MAKERS[name](PARAGRAPH * 25)
        self.began, self.done, self.keys = 0.0, 0, 0

    def compose(self) -> ComposeResult:
        """Yield the pane and the line."""
        yield self.shown
        yield Static("key#0000#", id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin to stream."""
        self.began = time.perf_counter()
        self.set_interval(1 / 30, self.take_deltas)

    async def take_deltas(self) -> None:
        """Show every delta that is due."""
        due = int((time.perf_counter() - self.began) * DELTAS_PER_S)
        at = self.done * 4 % len(PARAGRAPH)
        count, self.done = due - self.done, due
        await self.flush_delta((PARAGRAPH * (count * 4 // len(PARAGRAPH) + 2))[at : at + count * 4])

    def on_key(self, event: events.Key) -> None:
        """Answer on the line."""
        self.keys += 1
        self.query_one("#keys", Static).update(f"key#{self.keys:04}#")


def key_latency(name: str) -> list[float]:
    """Return the wall milliseconds from a key to its repaint, in a pty."""
    import pexpect  # only this part needs a pty

    command = [__file__, "app", name]
    child = pexpect.spawn(sys.executable, command, dimensions=(SIZE[1], SIZE[0]), timeout=30)
    child.delaybeforesend = None  # its default of 50 ms is not ours to count
    child.expect("key#0000#")
    times: list[float] = []
    for number in range(1, KEYS + 1):
        time.sleep(0.05 + number % 7 / 100)
        while True:  # what was printed before the key is of no interest
            try:
                child.read_nonblocking(1 << 20, timeout=0)
            except pexpect.TIMEOUT:
                break
        began = time.perf_counter()
        child.send("x")
        child.expect_exact(f"key#{number:04}#")
        times.append((time.perf_counter() - began) * 1_000)
    child.close(force=True)
    return sorted(times)


async def measure_keys() -> None:
    """Print how soon a key is answered while deltas arrive."""
    print(f"key to repaint in a pty at {DELTAS_PER_S:,} deltas/s, wall ms: p50, p90")
    for name in ("ours", "Markdown"):
        times = key_latency(name)
        print(f"{name:>12} {times[len(times) // 2]:>8.0f} {times[len(times) * 9 // 10]:>8.0f}")


PARTS = {"flush": measure_flush, "list": measure_list, "keys": measure_keys}

if sys.argv[1:2] == ["app"]:
    LoadedApp(sys.argv[2]).run()
elif __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        asyncio.run(PARTS[part]())
