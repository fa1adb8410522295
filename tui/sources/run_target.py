"""RunTarget: what a live run is made of: an agents.toml, or an agent somebody wrote in Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from agents_core.config.load import LoadedConfig
from agents_core.config.overrides import NO_OVERRIDES, Overrides
from tui.named_filters import with_own_filters
from tui.sources.live_controls import LiveControls

if TYPE_CHECKING:
    from tui.sources.conversation import Conversation


@dataclass(frozen=True, slots=True)
class RunTarget:
    """Everything about a run that is known before it begins."""

    title: str
    """What to call it."""
    place: str
    """Where it is written: the path of an agents.toml, or `module:agent`."""
    open: "Callable[[], Conversation]"
    """Builds what answers; takes a second or two, and raises a ConfigError if it cannot be."""
    text_hash: str | None = None
    """Of the text it is written in."""
    agent: str | None = None
    """Where it starts; None: the file's own start."""
    input: str | None = None
    """What is asked first, if that is known already."""
    overrides: Overrides = NO_OVERRIDES
    """What the command line says on top."""
    filters: Mapping[str, str] = field(default_factory=dict)
    """Filters by name."""
    secrets: tuple[str, ...] = ()
    """Texts that must not be recorded."""
    is_recorded: bool = True
    """Whether its runs are kept unless somebody says otherwise."""
    runs_dir: Path | None = None
    """Where it wants them to be kept."""
    loaded: LoadedConfig | None = None
    """The agents.toml, if it is one."""
    controls: type[LiveControls] = LiveControls
    """What can be done to its runs."""
    fork_refusal: str | None = None
    """Why its runs cannot go on from a place in their middle, if they cannot."""


def config_target(loaded: LoadedConfig) -> RunTarget:
    """Return an agents.toml as something to run."""
    return RunTarget(
        title=Path(loaded.document.file).name,
        place=str(Path(loaded.document.file).resolve()),
        open=lambda: _planned(loaded),
        text_hash=loaded.text_hash,
        agent=loaded.config.run.agent,
        input=loaded.input,
        overrides=loaded.overrides,
        filters=with_own_filters(loaded.config.filters),
        secrets=tuple(loaded.environ[name] for name in loaded.secret_env if name in loaded.environ),
        is_recorded=loaded.config.run.record,
        runs_dir=loaded.runs_dir,
        loaded=loaded,
    )


def _planned(loaded: LoadedConfig) -> "Conversation":
    # Imported here, in a thread, because it takes a second or two and the screen is up already.
    from agents_core.config.build import build_run
    from tui.sources.planned_conversation import PlannedConversation

    return PlannedConversation(build_run(loaded))
