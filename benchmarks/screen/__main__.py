"""What the finished screen costs, beside Textual's own widgets in one run; about three minutes.

    python -m benchmarks.screen            every part
    python -m benchmarks.screen flush      CPU of one flush as a message grows
    python -m benchmarks.screen keys       key press to repaint in a pty at 5,000 deltas/s
    python -m benchmarks.screen list       the Events pane with 1,000,000 events
    python -m benchmarks.screen idle       CPU of a finished and of a paused run
    python -m benchmarks.screen lag        how far the screen is behind 10,000 events/s
    python -m benchmarks.screen long       all six panes on 1,000,000 events of twenty agents
    python -m benchmarks.screen lanes      the lanes of that run alone

Goals: a flush within 20 % from 1k to 1M characters and at most 10 ms; a key p50 25 ms, p90 60 ms
and 5x better than Textual's Markdown; any jump 50 ms; idle below 1 %; lag 100 ms; a frame of a
long run costs what one of a short run costs, 50 ms for all lanes, 5 ms for what came since.
"""

import asyncio
import sys
from pathlib import Path

from textual.app import App

from benchmarks.screen import event_list, flush, idle, keys, lag, lanes, long_run
from benchmarks.screen.growing_run import GrowingRun
from benchmarks.screen.peers import PeerApp
from tui.app import AgentTui
from tui.garbage import survivors_spared
from tui.screens.run_screen import RunScreen
from tui.sources.recorded_run import RecordedRun

PARTS = {
    "flush": flush.measure,
    "keys": keys.measure,
    "list": event_list.measure,
    "idle": idle.measure,
    "lag": lag.measure,
    "long": long_run.measure,
    "lanes": lanes.measure,
}


def app_of(kind: str, *arguments: str) -> App[None]:
    """Return the app a part runs in a process of its own."""
    match kind, arguments:
        case "growing", (characters, per_s):
            return AgentTui(RunScreen(GrowingRun(int(characters), int(per_s))))
        case "finished", (characters,):
            return AgentTui(RunScreen(GrowingRun(int(characters), 0, ends_after_s=0.2)))
        case "recording", (path,):
            return AgentTui(RunScreen(RecordedRun(Path(path)), start_at="100%"))
        case "peer", (name, characters, per_s):
            return PeerApp(name, int(characters), int(per_s))
    raise SystemExit(f"no such app: {kind} {arguments}")


def main(arguments: list[str]) -> None:
    """Run an app, or measure the parts that were asked for."""
    if arguments[:1] == ["app"]:
        with survivors_spared():
            app_of(*arguments[1:]).run()
        return
    if unknown := [part for part in arguments if part not in PARTS]:
        raise SystemExit(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    for part in arguments or PARTS:
        with survivors_spared():
            asyncio.run(PARTS[part]())


if __name__ == "__main__":
    main(sys.argv[1:])
