"""Drives the Runs screen in tests: a store with a few runs, and looks when we say so."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fake_run import support_desk
from grid_driver import failing
from pilot_steps import press_keys, screen_text, workers_done
from recordings import header
from textual.pilot import Pilot

from agents_core.recording import RunStore
from agents_core.recording.annotation_file import AnnotationFile
from agents_core.run_events import RunEvent
from tui.app import AgentTui
from tui.screens.runs_screen import RunsScreen
from tui.sources.launcher import Launcher

A, B, C = "2026-11-21T10-00-00-aaaa", "2026-11-22T10-00-00-bbbb", "2026-11-22T11-00-00-cccc"

AGENTS = """version = 1
[run]
agent = "triage"
model = "scripted/demo"
input = "My lamp arrived broken."
[agents.triage]
instructions = "You sort requests."
handoffs = ["writer"]
[agents.writer]
handoff_description = "Writes letters."
instructions = "You write."
[providers.scripted]
kind = "scripted"
[[providers.scripted.turns]]
text = "We send a new lamp."
"""


def three_runs(folder: Path) -> RunStore:
    """A store with a finished, a failed and an interrupted run, the latter the latest."""
    store = RunStore(folder / "runs")
    store.directory.mkdir()
    events = support_desk()
    write(store, A, events)
    write(store, B, failing(), title="billing.toml")
    write(store, C, events[:60])
    AnnotationFile(store.path_of(A)).change(lambda kept: kept.with_tags(["good", "demo"]))
    return store


def write(
    store: RunStore, run_id: str, events: Sequence[RunEvent], title: str = "support.toml"
) -> None:
    """Write the file of a run."""
    lines = [header(run_id, title).line, *(event.line for event in events)]
    store.path_of(run_id).write_bytes(b"".join(line + b"\n" for line in lines))


class RunsDriver:
    """An app on the Runs screen."""

    def __init__(self, folder: Path, config: str | None = None, file: Path | None = None) -> None:
        self.store = three_runs(folder)
        file = file or folder / "agents.toml"
        if config is not None:
            file.write_text(config, "utf-8")
        self.screen = RunsScreen(self.store, Launcher(file, self.store))
        self.app = AgentTui(self.screen)
        self.pilot: Pilot[None]

    @property
    def text(self) -> str:
        """All characters on the screen, row by row."""
        return screen_text(self.app)

    @property
    def ids(self) -> list[str]:
        """The runs that are listed, in order."""
        return [entry.run.run_id for entry in self.screen.runs.rows.entries]

    @property
    def selected(self) -> str | None:
        """The run under the cursor."""
        entry = self.screen.runs.selected
        return None if entry is None else entry.run.run_id

    async def settled(self) -> None:
        """Wait until all that was begun is done, and show what is there now."""
        await self.pilot.pause()
        await workers_done(self.app, lambda worker: worker.node is self.screen)
        await self.screen.look().wait()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await press_keys(self.pilot, *keys)
        await self.settled()


@asynccontextmanager
async def browsed(
    driver: RunsDriver, width: int = 120, height: int = 40
) -> AsyncIterator[RunsDriver]:
    """Put the driver's app on a screen."""
    async with driver.app.run_test(size=(width, height), notifications=True) as pilot:
        driver.pilot = pilot
        await driver.settled()
        yield driver
