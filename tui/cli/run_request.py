"""RunRequest: what `agent-tui run` was asked for, and the runs made of it."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click
from click.core import ParameterSource

from agents_core.config import ConfigError, LoadedConfig, Overrides, load_config
from agents_core.recording import RunStore
from tui.cli.options import open_store
from tui.cli.reporting import CommandFailed
from tui.cli.screen import Looks
from tui.sources.live_run import LiveRun
from tui.sources.python_agent import is_python
from tui.sources.python_target import python_target
from tui.sources.run_target import RunTarget, config_target
from tui.terminal import OutputFormat

OF_CONFIGURATIONS: Final = ("agent", "models", "variables", "settings", "dry_run", "pace")
"""Parameters that change an agents.toml, and mean nothing for an agent in Python."""


@dataclass(frozen=True, slots=True)
class Showing:
    """How runs are shown, and who is there."""

    format: OutputFormat
    looks: Looks
    is_hosted: bool
    """The run has a process of its own: others watch it."""
    is_plain: bool
    """Messages are told line by line as they are written."""
    asks_in_words: bool
    """Approvals are asked and answered as lines of text."""
    exit_on_finish: bool

    @property
    def has_screen(self) -> bool:
        """Whether runs are shown on the whole screen."""
        return self.format == "tui"

    @property
    def is_watched(self) -> bool:
        """Whether somebody can answer what a run asks."""
        return self.has_screen or self.is_hosted or self.asks_in_words


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What to run, and how."""

    name: str
    """The target as it was typed."""
    options: Mapping[str, Any]
    """What the command line says on top, by the fields of `Overrides`; no input."""
    record: bool | None
    runs_dir: Path | None
    is_watched: bool
    """Somebody can answer what the runs ask."""

    def load(
        self, text: str | None, variables: Mapping[str, str] | None = None, *, needs_input: bool
    ) -> RunTarget:
        """Return what is to run.

        Args:
            text: what it is asked first.
            variables: [vars] of this run alone, on top of the command line's.
            needs_input: nobody is there to be asked for a text.

        Raises:
            ConfigError: it cannot be run as it is.
            CommandFailed: the same, with advice.
        """
        merged = {**self.options["variables"], **(variables or {})}
        dry_run = self.options["dry_run"] or "off"
        options = {**self.options, "variables": merged, "dry_run": dry_run}
        overrides = Overrides(input=text, **options)
        if not is_python(self.name):
            return config_target(_load_config(self.name, overrides, needs_input=needs_input))
        target = python_target(self.name, overrides)
        if needs_input and text is None:
            raise click.UsageError(f"{self.name} is asked nothing yet: say it with -i TEXT.")
        return target

    def live_run(self, target: RunTarget, typed: Sequence[str] = (), **more: Any) -> LiveRun:
        """Return a run that is ready to begin.

        Args:
            target: what is to run.
            typed: further arguments for the command line that the run file remembers.
            more: further arguments of `LiveRun`.
        """
        return LiveRun(
            target,
            store=self._store(target),
            argv=["agent-tui", *sys.argv[1:], *typed],
            has_watcher=self.is_watched,
            is_shared=True,
            **more,
        )

    def _store(self, target: RunTarget) -> RunStore | None:
        """Return where to record: the option or variable first, the file's next, the user's own."""
        keep = target.is_recorded if self.record is None else self.record
        return open_store(self.runs_dir or target.runs_dir) if keep else None


def refuse_misplaced_options(ctx: click.Context, name: str) -> None:
    """Refuse what only means something for an agents.toml, if `name` is an agent in Python."""
    if not is_python(name):
        return
    for parameter in ctx.command.params:
        source = ctx.get_parameter_source(parameter.name or "")
        if parameter.name in OF_CONFIGURATIONS and source is ParameterSource.COMMANDLINE:
            option = max(parameter.opts, key=len)
            why = f"{option} changes an agents.toml, and {name} is an agent in Python."
            raise click.UsageError(why)


def _load_config(name: str, overrides: Overrides, *, needs_input: bool) -> LoadedConfig:
    """Load the configuration; where a key is missing, say what would do without one."""
    try:
        return load_config(name, overrides=overrides, for_run=True, needs_input=needs_input)
    except ConfigError as error:
        if not any(found.code == "missing-env" for found in error.diagnostics):
            raise
        # Imported here because only this needs it.
        from tui.cli.local_servers import model_advice

        advice = model_advice()
        raise CommandFailed(f"{error}\n\n{advice}" if advice else str(error)) from error
