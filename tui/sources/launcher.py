"""Launcher: agents.toml as a place to start runs from, again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agents_core.config import LoadedConfig, Overrides, load_config
from agents_core.recording import RunStore
from tui.sources.live_run import LiveRun
from tui.sources.run_target import config_target


@dataclass(frozen=True, slots=True)
class Startable:
    """An agent a run can start with; all of it may be hostile text."""

    name: str
    about: str
    """What it is for, in one line."""
    is_start: bool
    """The file starts with it."""


class Launcher:
    """Starts runs of one configuration; the file is read anew for each."""

    def __init__(self, config: Path, store: RunStore) -> None:
        """Take the file, which need not exist, and where its runs are recorded."""
        self.config = config
        self._store = store

    def agents(self) -> Sequence[Startable]:
        """Return the agents of the file, the one it starts with first.

        Raises:
            ConfigError: the file is missing or wrong.
        """
        return _startable(load_config(self.config))

    def input(self) -> str:
        """Return what the file asks, empty if it asks nothing.

        Raises:
            ConfigError: the file is missing or wrong.
        """
        return load_config(self.config).input or ""

    def run(self, agent: str, text: str | None) -> LiveRun:
        """Return a run that is ready to begin.

        Args:
            agent: where it starts.
            text: what to ask; None asks what the file asks.

        Raises:
            ConfigError: the file is wrong by now, or lacks what a run needs.
        """
        overrides = Overrides(agent=agent, input=text)
        loaded = load_config(self.config, overrides=overrides, for_run=True)
        target = config_target(loaded)
        keep = self._store if target.is_recorded else None
        argv = ["agent-tui", "browse", str(self.config)]
        return LiveRun(target, store=keep, argv=argv, has_watcher=True, is_shared=True)


def _startable(loaded: LoadedConfig) -> list[Startable]:
    config = loaded.config
    start = config.run.agent or next(iter(config.agents), None)
    agents = [
        Startable(
            name,
            (agent.handoff_description or agent.instructions or "").strip().partition("\n")[0],
            name == start,
        )
        for name, agent in config.agents.items()
    ]
    return sorted(agents, key=lambda agent: not agent.is_start)
