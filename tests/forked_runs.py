"""A run of two agents and two tools, made for real, and forks of it."""

from pathlib import Path
from typing import Any

from agents_core.config import Overrides, load_config
from agents_core.forks.fork_point import ForkPoint
from agents_core.forks.fork_reader import read_fork_point
from agents_core.recording import ParentRun, RunStore, read_run
from agents_core.recording.model_calls import RecordedCall, read_model_calls
from agents_core.run_events import RunEvent
from tui.sources.live_run import LiveRun
from tui.sources.run_target import config_target

CONFIG = '''
version = 1
[run]
agent = "triage"
model = "scripted/demo"
input = "Where is order 3?"
[agents.triage]
instructions = "Send everybody to the desk."
handoffs = ["desk"]
[agents.desk]
instructions = "Be brief."
tools = ["find", "stamp"]
[tools.find]
kind = "command"
description = "Finds an order."
command = ["{{ python }}", "-c", """
import sys; open('ran', 'a').write('f'); print('found', sys.argv[1])""", "{{ order }}"]
parameters = { type = "object", properties = { order = { type = "string" } }, required = ["order"] }
[tools.stamp]
kind = "command"
description = "Stamps a letter."
command = ["{{ python }}", "-c", "open('ran','a').write('s'); print('stamped')"]
[providers.scripted]
kind = "scripted"
first_token_ms = 0
[[providers.scripted.turns]]
agent = "triage"
handoff = "desk"
[[providers.scripted.turns]]
when = "order 3|order 4"
tool_calls = [{ name = "find", arguments = { order = "3" } }, { name = "stamp", arguments = {} }]
[[providers.scripted.turns]]
text = "Answer: {{ tool.find }}"
[[providers.scripted.turns]]
text = "More: {{ input }}"
'''


class Parent:
    """A run that was made and recorded, and forks of it."""

    def __init__(self, folder: Path, run: LiveRun) -> None:
        self.folder = folder
        self.run = run
        self.store = RunStore(folder / "runs")
        self.forks: list[LiveRun] = []

    @property
    def path(self) -> Path:
        path = self.run.recorded_at
        assert path is not None
        return path

    @property
    def events(self) -> list[RunEvent]:
        with read_run(self.path) as run:
            return list(run)

    def after(self, type: str, claim: str = "", nth: int = 0) -> int:
        """Return the position after the `nth` event of a type whose line holds `claim`."""
        found = [
            count
            for count, event in enumerate(self.events, 1)
            if event.type == type and claim.encode() in event.line
        ]
        return found[nth]

    def point(self, position: int, **options: Any) -> ForkPoint:
        return read_fork_point(self.events, position, **options)

    async def fork(self, point: ForkPoint, *edited: str) -> "Parent":
        """Run on from there."""
        loaded = load_config(self.folder / "agents.toml", overrides=Overrides(pace=0), for_run=True)
        parent = ParentRun(point.run_id, point.position, edited)
        run = LiveRun(config_target(loaded), store=self.store, first=point, parent=parent)
        await run.run()
        self.forks.append(run)
        return Parent(self.folder, run)

    @property
    def calls(self) -> list[RecordedCall]:
        return read_model_calls(self.events)

    @property
    def tools_run(self) -> str:
        """The tools that have run, `f` and `s`, and forget them."""
        ran = self.folder / "ran"
        letters = ran.read_text() if ran.exists() else ""
        ran.unlink(missing_ok=True)
        return letters


async def made_parent(folder: Path) -> Parent:
    """Make the run in `folder`, which is where its tools leave their traces."""
    (folder / "agents.toml").write_text(CONFIG)
    loaded = load_config(folder / "agents.toml", overrides=Overrides(pace=0), for_run=True)
    run = LiveRun(config_target(loaded), store=RunStore(folder / "runs"))
    await run.run()
    await run.close()
    made = Parent(folder, run)
    assert run.end["final_output"].startswith("Answer: found 3"), run.end
    assert sorted(made.tools_run) == ["f", "s"]
    return made
