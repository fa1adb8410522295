"""The Events pane with the 1,000,000 raw events of a recorded run unfolded."""

from pathlib import Path
from tempfile import TemporaryDirectory

from agents_core.journal import Journal
from agents_core.recording import RunHeader
from agents_core.run_events import RunEvent
from benchmarks.screen.growing_run import MessageWriter
from benchmarks.screen.pty_app import pty_app

EVENTS = 1_000_000
JUMPS = 7
NAMES = {"G": "to the last", "g": "to the first"}


def write_recording(path: Path) -> None:
    """Write a run of one message in a million deltas."""
    with path.open("wb") as file:

        def record(event: RunEvent) -> None:
            file.write(b"%s\n" % event.line)

        journal = Journal()
        file.write(RunHeader(run_id="r", created_at="2026-01-01T00:00:00Z").line + b"\n")
        journal.subscribe(record)
        writer = MessageWriter(journal)
        writer.write(EVENTS)
        writer.end()


async def measure() -> None:
    """Print how long the first paint and each jump take, key to repaint in a pty."""
    print(f"list: Events pane, {EVENTS:,} raw events, key to repaint in a pty, wall ms (max)")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "run.jsonl"
        write_recording(path)
        with pty_app("recording", str(path)) as app:
            app.wait_for("FINISHED")  # all of it was read
            app.live(1)
            app.press("2", "")
            app.live(0.5)
            print(f"{'unfold, first paint':>34}{app.press('o', 'text.delta'):>8.0f}")
            jumps = {"g": "item 1 of", "G": "raw event 1"}
            times: dict[str, list[float]] = {key: [] for key in NAMES}
            for _ in range(JUMPS):
                for key, until in jumps.items():
                    app.live(0.2)
                    times[key].append(app.press(key, until))
            for key, name in NAMES.items():
                taken = sorted(times[key])
                print(f"{name:>34}{taken[JUMPS // 2]:>8.0f} ({taken[-1]:.0f})", flush=True)
